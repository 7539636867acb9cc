from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.records import Identified, Sourced, Timestamped
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from partners.models import Organisation

TEXTS = ("title", "summary", "body")


def signature(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        User, models.SET_NULL, verbose_name=label, null=True, blank=True, editable=False, related_name="+"
    )


class Editorial(Identified, Timestamped, Sourced, Versioned):
    """A text for the public, in two languages, on its way there.

    Written, checked by somebody who wrote none of it, translated, published from a moment on, withdrawn. The moment
    decides by itself: nothing has to run for a text to appear.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("下書き")
        CHECKED = "checked", _("確認済")
        TRANSLATED = "translated", _("翻訳済")
        PUBLISHED = "published", _("公開")
        WITHDRAWN = "withdrawn", _("取下げ")

    title_ja = LineField(_("見出し"), max_length=120)
    title_en = LineField(_("見出し（英語）"), blank=True, max_length=160)
    summary_ja = LineField(_("要約"), blank=True, max_length=200)
    summary_en = LineField(_("要約（英語）"), blank=True, max_length=300)
    body_ja = ProseField(_("本文"), blank=True)
    body_en = ProseField(_("本文（英語）"), blank=True)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("責任府省"), editable=False, null=True, related_name="+"
    )
    state = models.CharField(_("段階"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    publish_at = models.DateTimeField(_("公開日時"), null=True, blank=True, editable=False)
    written_by = signature(_("執筆者"))
    edited_by = signature(_("最後の編集者"))
    checked_by = signature(_("確認者"))

    SEARCH_COLUMNS = ("title_ja", "title_en", "summary_ja", "summary_en")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published")
                | (
                    Q(publish_at__isnull=False)
                    & ~Q(title_en="")
                    & ~Q(summary_ja="")
                    & ~Q(summary_en="")
                    & ~Q(body_ja="")
                    & ~Q(body_en="")
                ),
                name="%(class)s_published_whole",
            )
        ]

    def __str__(self) -> str:
        return local(self.title_ja, self.title_en)

    @property
    def summary(self) -> str:
        return local(self.summary_ja, self.summary_en)

    def is_out(self, now: datetime) -> bool:
        return self.state == self.State.PUBLISHED and self.publish_at is not None and self.publish_at <= now

    def missing(self, language: str) -> list[str]:
        """The texts that are still empty in a language, by their names on screen."""
        names = [f"{name}_{language}" for name in TEXTS]
        return [str(self._meta.get_field(name).verbose_name) for name in names if not getattr(self, name).strip()]

    def clean(self) -> None:
        super().clean()
        if self.title_ja and not self.title_ja.strip():
            raise ValidationError({"title_ja": _("日本語の見出しを入力してください。")})
