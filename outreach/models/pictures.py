from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.records import Identified, Timestamped, tracked
from diplomacy.text import LineField
from outreach.models.stories import Story
from outreach.querysets import PictureQuerySet, RenditionQuerySet


@tracked()
class Picture(Identified, Timestamped):
    """The picture of a story, told in both languages to those who do not see it.

    What was sent is not kept: only what the portal drew anew from it, in several sizes (`Rendition`).
    """

    story = models.OneToOneField(Story, models.CASCADE, related_name="picture")
    alt_ja = LineField(_("代替テキスト"), max_length=200)
    alt_en = LineField(_("代替テキスト（英語）"), max_length=200)
    credit = LineField(_("撮影者・提供元"), blank=True, max_length=120)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("写真")

    def __str__(self) -> str:
        return self.alt_ja

    @property
    def pages(self) -> list["Rendition"]:
        """The sizes for pages, smallest first."""
        return [one for one in self.renditions.all() if one.media_type == "image/webp"]

    @property
    def largest(self) -> "Rendition | None":
        return self.pages[-1] if self.pages else None

    @property
    def shared(self) -> "Rendition | None":
        """The one that other sites show beside a link."""
        return next((one for one in self.renditions.all() if one.media_type == "image/jpeg"), None)

    @property
    def srcset(self) -> str:
        return ", ".join(f"{reverse('outreach:picture_file', args=[one.pk])} {one.width}w" for one in self.pages)

    def clean(self) -> None:
        super().clean()
        empty = {name for name in ("alt_ja", "alt_en") if not getattr(self, name).strip()}
        if empty:
            raise ValidationError(dict.fromkeys(empty, _("写真が見えない人に伝える文を入力してください。")))


class Rendition(Identified):
    """One size of a picture; its file is kept under its key."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()

    objects = RenditionQuerySet.as_manager()

    class Meta:
        ordering = ["width"]
        constraints = [
            models.UniqueConstraint(fields=["picture", "width", "media_type"], name="rendition_once"),
        ]
