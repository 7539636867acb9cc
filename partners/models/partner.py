from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handled, Handling
from accounts.records import Identified, Sourced, Timestamped, tracked
from diplomacy.readings import ReadingField
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField, ProseField
from diplomacy.ui.titles import local
from diplomacy.versioned.models import Versioned
from partners.models.named import Named, sorted_by_reading
from partners.querysets import PartnerQuerySet, RelationQuerySet


@tracked(exclude=["search", "sorted_by"])
class Partner(Named, Versioned):
    """A country, a region, or an organisation of states that Japan meets. A public fact but for its `desk`,
    the ministry that keeps the relation, which is shown inside government only."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("国")
        REGION = "region", _("地域")
        ORGANISATION = "organisation", _("国際機関・枠組み")

    reading = ReadingField(_("読み"), blank=True)
    kind = models.CharField(_("種別"), max_length=12, choices=Kind)
    capital_ja = LineField(_("首都"), blank=True, max_length=100)
    capital_en = LineField(_("首都（英語）"), blank=True, max_length=100)
    latitude = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    region = LineField(_("地域"), blank=True, max_length=60)
    income_group = LineField(_("所得区分"), blank=True, max_length=60)
    has_tokyo_embassy = models.BooleanField(_("在京大使館"), default=False)
    desk = models.ForeignKey(
        "partners.Organisation",
        models.PROTECT,
        verbose_name=_("担当府省"),
        null=True,
        blank=True,
        related_name="desk_of",
    )
    sorted_by = sorted_by_reading()
    search = bigram_column("name_ja", "name_en")

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name_en"]
        verbose_name = _("国・機関")
        indexes = [
            GinIndex(fields=["search"], name="partner_search"),
            models.Index(fields=["sorted_by", "id"], name="partner_by_reading"),
        ]

    @property
    def capital_label(self) -> str:
        """Japan calls no city of a region that it does not recognise as a state a capital."""
        return gettext("主要都市") if self.kind == self.Kind.REGION else gettext("首都")


@tracked()
class Relation(Identified, Timestamped, Sourced, Versioned, Handled):
    """How much a partner matters to us, and why: known inside government."""

    class Priority(models.TextChoices):
        HIGH = "high", _("重点")
        MEDIUM = "medium", _("準重点")
        NORMAL = "normal", _("通常")

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="relations")
    priority = models.CharField(_("優先度"), max_length=8, choices=Priority, default=Priority.NORMAL)
    reason_ja = ProseField(_("理由"), blank=True, max_length=2000)
    reason_en = ProseField(_("理由（英語）"), blank=True, max_length=2000)

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("優先度")
        constraints = [
            Handled.handling_constraint("relation_handling"),
            # Only among rows all of government reads: a constraint over hidden rows would tell of them.
            models.UniqueConstraint(
                fields=["partner"], condition=Q(handling=Handling.GOVERNMENT), name="relation_once_in_government"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.get_priority_display()}"

    @property
    def reason(self) -> str:
        return local(self.reason_ja, self.reason_en)

    def clean(self) -> None:
        super().clean()
        self.clean_handling()
