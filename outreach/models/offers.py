from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.records import tracked
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import LineField
from outreach.models.editorial import Editorial
from outreach.querysets import OfferQuerySet
from partners.models import Organisation, Theme


@tracked(exclude=["search"])
class Offer(Editorial):
    """What Japan contributes on a theme, by which body, and whom to turn to."""

    theme = models.ForeignKey(Theme, models.PROTECT, verbose_name=_("テーマ"), related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("提供する機関"), null=True, blank=True, related_name="+"
    )
    link = models.URLField(_("リンク"), blank=True, max_length=500)
    contact_ja = LineField(_("問合せ先"), blank=True, max_length=200)
    contact_en = LineField(_("問合せ先（英語）"), blank=True, max_length=200)
    search = bigram_column(*Editorial.SEARCH_COLUMNS)

    objects = OfferQuerySet.as_manager()

    class Meta(Editorial.Meta):
        ordering = ["theme__position", "title_ja", "id"]
        verbose_name = _("日本の貢献")
        indexes = [
            GinIndex(fields=["search"], name="offer_search"),
            models.Index(fields=["state", "-publish_at", "id"], name="offer_by_publication"),
        ]

    def missing(self, language: str) -> list[str]:
        """Whom to turn to is told in both languages or in none."""
        found = super().missing(language)
        other = {"ja": self.contact_en, "en": self.contact_ja}[language]
        if other.strip() and not getattr(self, f"contact_{language}").strip():
            found.append(str(self._meta.get_field(f"contact_{language}").verbose_name))
        return found
