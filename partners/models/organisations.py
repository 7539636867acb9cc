from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.records import tracked
from diplomacy.readings import ReadingField
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.versioned.models import Versioned
from partners.models.named import Named, sorted_by_reading
from partners.models.partner import Partner
from partners.querysets import OrganisationQuerySet

# The slug of the ministry that writes every partner's record beside its desk ministry.
FOREIGN_MINISTRY = "mofa"


@tracked(exclude=["search", "sorted_by"])
class Organisation(Named, Versioned):
    """A body with its own voice: ministry, headquarters, agency, university, embassy, mission, foreign counterpart."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("府省")
        HEADQUARTERS = "headquarters", _("本部（司令塔）")
        COUNCIL = "council", _("会議")
        AGENCY = "agency", _("機関")
        UNIVERSITY = "university", _("大学")
        RESEARCH_INSTITUTE = "research_institute", _("研究機関")
        INTERNATIONAL_ORG = "international_org", _("国際機関")
        EMBASSY = "embassy", _("在日大使館")
        MISSION = "mission", _("在外公館")
        ACADEMY = "academy", _("アカデミー")
        ASSOCIATION = "association", _("団体")

    class Status(models.TextChoices):
        ACTIVE = "active", _("現存")
        REORGANISED = "reorganised", _("改組")
        ABOLISHED = "abolished", _("廃止")
        CLOSED = "closed", _("閉鎖")

    reading = ReadingField(_("読み"), blank=True)
    kind = models.CharField(_("種別"), max_length=20, choices=Kind)
    abbreviation = LineField(_("略称"), blank=True, max_length=40)
    country = models.ForeignKey(
        Partner, models.PROTECT, verbose_name=_("国"), null=True, blank=True, related_name="organisations"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("上位の機関"), null=True, blank=True, related_name="children"
    )
    status = models.CharField(_("状態"), max_length=12, choices=Status, default=Status.ACTIVE)
    successor = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("後継の機関"), null=True, blank=True, related_name="predecessors"
    )
    note_ja = ProseField(_("備考"), blank=True)
    note_en = ProseField(_("備考（英語）"), blank=True)
    sorted_by = sorted_by_reading()
    search = bigram_column("name_ja", "name_en", "abbreviation")
    SEARCH_COLUMNS = ("name_ja", "name_en", "abbreviation")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name_ja"]
        verbose_name = _("機関")
        indexes = [
            GinIndex(fields=["search"], name="organisation_search"),
            models.Index(fields=["sorted_by", "id"], name="organisation_by_reading"),
        ]

    @property
    def names(self) -> tuple[str, ...]:
        return (*super().names, self.abbreviation)
