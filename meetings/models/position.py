from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handled, Handling
from accounts.models import User
from accounts.records import Identified, Timestamped, tracked
from diplomacy.search.bigrams import bigram_column
from diplomacy.text import ProseField
from diplomacy.versioned.models import Versioned
from meetings.models.agenda import AgendaItem
from meetings.position_querysets import PositionQuerySet, PositionVersionQuerySet

TEXTS = ("line_ja", "line_en", "points_ja", "points_en", "background", "red_lines")


class PositionTexts(models.Model):
    """What Japan will say on an item, in Markdown."""

    line_ja = ProseField(_("基本方針"), blank=True)
    line_en = ProseField(_("基本方針（英語）"), blank=True)
    points_ja = ProseField(_("発言要領"), blank=True)
    points_en = ProseField(_("発言要領（英語）"), blank=True)
    background = ProseField(_("背景"), blank=True)
    red_lines = ProseField(_("譲れない線"), blank=True)

    class Meta:
        abstract = True

    @property
    def is_blank(self) -> bool:
        return not any(getattr(self, name) for name in TEXTS)


@tracked(exclude=["search"])
class Position(Identified, Timestamped, Versioned, Handled, PositionTexts):
    """The position (対処方針) on one item of an agenda; an item nobody has written one for has no row.

    `revision` grows with every change of a text and of nothing else, so that a version put to clearance can tell
    whether it is still what stands here. The state is computed from the texts and from the clearance, in
    `PositionQuerySet.with_state`, and stored nowhere. Never for anybody outside government, whatever its level.
    """

    class State(models.TextChoices):
        BLANK = "blank", _("未作成")
        DRAFT = "draft", _("案")
        IN_CLEARANCE = "in_clearance", _("協議中")
        CLEARED = "cleared", _("協議済")
        STALE = "stale", _("要再協議")

    item = models.OneToOneField(AgendaItem, models.CASCADE, verbose_name=_("議題"), related_name="position_paper")
    revision = models.PositiveIntegerField(default=0, editable=False)
    search = bigram_column(*TEXTS)
    SEARCH_COLUMNS = TEXTS

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("対処方針")
        indexes = [GinIndex(fields=["search"], name="position_search")]
        constraints = [
            Handled.handling_constraint("position_handling"),
            models.CheckConstraint(condition=~Q(handling=Handling.PUBLIC), name="position_never_public"),
        ]

    def __str__(self) -> str:
        return str(self.item)

    @classmethod
    def levels(cls) -> list[tuple[str, Any]]:
        return [level for level in super().levels() if level[0] != Handling.PUBLIC]

    def clean(self) -> None:
        super().clean()
        self.clean_handling()

    def clean_handling(self) -> None:
        super().clean_handling()
        if self.handling == Handling.PUBLIC:
            raise ValidationError({"handling": _("対処方針は公開にできません。")})


@tracked()
class PositionVersion(Identified, PositionTexts):
    """A position as it was put to clearance: 第n版. Made once and never changed; a trigger says so too."""

    position = models.ForeignKey(Position, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("版"))
    revision = models.PositiveIntegerField()
    made_at = models.DateTimeField(_("作成日時"))
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = PositionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "-number"]
        verbose_name = _("対処方針の版")
        constraints = [
            models.UniqueConstraint(fields=["position", "number"], name="position_version_number_once"),
            models.UniqueConstraint(fields=["position", "revision"], name="position_version_revision_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="position_version_number_from_one"),
        ]
        triggers = [pgtrigger.Protect(name="immutable", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return str(_("第%(number)s版") % {"number": self.number})
