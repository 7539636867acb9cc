from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.records import Identified, Sourced, tracked
from diplomacy.text import LineField
from partners.models.partner import Partner
from partners.querysets import FactQuerySet


@tracked()
class IndicatorValue(Identified):
    """One figure of one partner and year."""

    class Indicator(models.TextChoices):
        GERD = "gerd_pct_gdp", _("研究開発費の対GDP比（%）")
        RESEARCHERS = "researchers_per_million", _("人口100万人当たり研究者数")

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="indicator_values")
    year = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=30, choices=Indicator)
    value = models.DecimalField(max_digits=14, decimal_places=5)
    source = models.TextField(blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["partner", "indicator", "year"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "indicator", "year"], name="indicator_value_once"),
            models.CheckConstraint(condition=Q(year__gte=1900) & Q(year__lte=2100), name="indicator_year"),
        ]


@tracked()
class ProgrammeStat(Identified, Sourced):
    """How many projects a programme adopted in a fiscal year."""

    programme = LineField(max_length=60)
    fiscal_year = models.PositiveSmallIntegerField()
    projects_adopted = models.PositiveSmallIntegerField()

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["programme", F("fiscal_year").asc()]
        constraints = [models.UniqueConstraint(fields=["programme", "fiscal_year"], name="programme_stat_once")]


class LoadedRow(models.Model):
    """What a reference file last said of a record, so that loading it again leaves people's changes alone."""

    sheet = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    record_id = models.UUIDField()
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "key"], name="loaded_row_once")]
