from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.records import tracked
from diplomacy.search.bigrams import bigram_column
from outreach.models.dispatches import Dispatch
from outreach.models.editorial import Editorial
from outreach.querysets import StoryQuerySet
from partners.models import Partner, Theme


@tracked(exclude=["search"])
class Story(Editorial):
    """A piece of news or a portrait of a piece of work, for readers at home and abroad.

    Where it tells of a dispatch it points there, inside government alone.
    """

    themes = models.ManyToManyField(Theme, verbose_name=_("テーマ"), blank=True, related_name="+")
    partners = models.ManyToManyField(Partner, verbose_name=_("国・機関"), blank=True, related_name="+")
    dispatch = models.ForeignKey(
        Dispatch,
        models.SET_NULL,
        verbose_name=_("もとになった専門家派遣"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    search = bigram_column(*Editorial.SEARCH_COLUMNS)

    objects = StoryQuerySet.as_manager()

    class Meta(Editorial.Meta):
        ordering = ["-updated_at", "id"]
        verbose_name = _("記事")
        indexes = [
            GinIndex(fields=["search"], name="story_search"),
            models.Index(fields=["state", "-publish_at", "id"], name="story_by_publication"),
        ]
