from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.records import Identified, Sourced, tracked
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import ProseField
from meetings.querysets import SeriesLinkQuerySet, SeriesQuerySet
from partners.models import Named, Organisation, Partner


class Level(models.TextChoices):
    LEADERS = "leaders", _("首脳")
    MINISTERIAL = "ministerial", _("閣僚")
    SENIOR_OFFICIAL = "senior_official", _("高級実務者")
    WORKING = "working", _("実務者")
    EXPERT = "expert", _("専門家")


@tracked(exclude=["search"])
class MeetingSeries(Named):
    """A recurring meeting: a body, a joint committee, a ministers' meeting. Public facts, kept by the secretariat.

    `cadence_months` is empty where there is no steady rhythm. The host is a partner (a country, a group, an
    international organisation) or an organisation.
    """

    class Kind(models.TextChoices):
        MULTILATERAL = "multilateral", _("多国間")
        BILATERAL = "bilateral", _("二国間")
        EXPERT = "expert", _("専門家")
        COUNCIL = "council", _("国内会議")

    kind = models.CharField(_("種別"), max_length=12, choices=Kind)
    level = models.CharField(_("レベル"), max_length=16, choices=Level)
    host_partner = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("相手"), null=True, blank=True, related_name="series"
    )
    host_organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("主催機関"),
        null=True,
        blank=True,
        related_name="hosted_series",
    )
    cadence_months = models.PositiveSmallIntegerField(_("開催間隔（月）"), null=True, blank=True)
    lead_ministry = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("主担当府省"),
        null=True,
        blank=True,
        related_name="led_series",
    )
    note_ja = ProseField(_("備考"), blank=True)
    note_en = ProseField(_("備考（英語）"), blank=True)
    search = bigram_column("name_ja", "name_en")

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["name_ja"]
        verbose_name = _("会合系列")
        indexes = [GinIndex(fields=["search"], name="series_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(cadence_months__isnull=True) | Q(cadence_months__gte=1),
                name="series_cadence_positive",
            )
        ]


@tracked()
class SeriesLink(Identified, Sourced):
    """`from_series` prepares, feeds into, reports to or succeeds `to_series`; the links have no cycle."""

    class Relation(models.TextChoices):
        PREPARES = "prepares", _("準備する")
        FEEDS_INTO = "feeds_into", _("成果を反映する")
        REPORTS_TO = "reports_to", _("報告する")
        SUCCEEDS = "succeeds", _("後継となる")

    from_series = models.ForeignKey(MeetingSeries, models.CASCADE, related_name="links_up")
    to_series = models.ForeignKey(MeetingSeries, models.CASCADE, related_name="links_down")
    relation = models.CharField(_("関係"), max_length=12, choices=Relation)
    note_ja = ProseField(_("備考"), blank=True)
    note_en = ProseField(_("備考（英語）"), blank=True)

    objects = SeriesLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_series", "to_series", "relation"], name="series_link_once"),
            models.CheckConstraint(condition=~Q(from_series=F("to_series")), name="series_link_not_to_itself"),
        ]
