from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.records import Identified, Sourced, tracked
from diplomacy.search.bigrams import bigram_column
from partners.models.named import Named
from partners.querysets import FactQuerySet, ThemeQuerySet


@tracked(exclude=["search"])
class Theme(Named):
    """Two levels: a branch, and the themes under it."""

    class Origin(models.TextChoices):
        PAPER = "paper", _("政策文書")
        CURRENT = "current", _("近年の会合")

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.CURRENT)
    position = models.PositiveSmallIntegerField(default=0)
    search = bigram_column("name_ja", "name_en")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name_ja"]
        verbose_name = _("テーマ")

    def clean(self) -> None:
        super().clean()
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("テーマは2階層までです。")})


@tracked()
class ThemeOwner(Identified, Sourced):
    """Which headquarters, council or ministry steers or supports a theme."""

    class Duty(models.TextChoices):
        STEERS = "steers", _("所管")
        SUPPORTS = "supports", _("協力")

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="owners")
    organisation = models.ForeignKey("partners.Organisation", models.CASCADE, related_name="theme_duties")
    role = models.CharField(max_length=10, choices=Duty)

    objects = FactQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "organisation"], name="theme_owner_once")]
