from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.records import tracked
from diplomacy.text import LineField
from diplomacy.versioned.models import Versioned
from partners.models.named import Named
from partners.models.organisations import Organisation
from partners.models.partner import Partner
from partners.querysets import FactQuerySet


@tracked()
class Base(Named, Versioned):
    """An office, liaison office or research base abroad of a Japanese body."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("事務所")
        LIAISON = "liaison", _("連絡拠点")
        RESEARCH_BASE = "research_base", _("研究拠点")

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("設置機関"), related_name="bases")
    kind = models.CharField(_("種別"), max_length=14, choices=Kind)
    city = LineField(_("都市"), max_length=100)
    country = models.ForeignKey(Partner, models.PROTECT, verbose_name=_("国"), related_name="bases")
    since_year = models.PositiveSmallIntegerField(_("開設年"), null=True, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["country", "name_ja"]
        verbose_name = _("海外拠点")
