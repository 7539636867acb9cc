from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.records import Identified, tracked
from dashboard.querysets import SnapshotQuerySet
from diplomacy.text import LineField


@tracked()
class Snapshot(Identified):
    """The figures as they stood on the day of a council session, so that they can be quoted later.

    Counted over what a council member on no list reads: no restricted record is in any number. Holds identifiers and
    numbers, no texts. One a day, never changed.
    """

    day = models.DateField(_("日付"), unique=True)
    occasion = LineField(_("会議"), max_length=200)
    taken_at = models.DateTimeField(_("集計した時刻"))
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    figures = models.JSONField()

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        verbose_name = _("スナップショット")
        constraints = [models.CheckConstraint(condition=~Q(occasion=""), name="snapshot_names_its_session")]

    def __str__(self) -> str:
        return self.occasion
