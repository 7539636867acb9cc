"""The sets of meetings, items, positions, documents and outcomes (ministries, themes, readers), with their history.

Django makes the tables between; the proxies here let triggers keep what was put into a set and taken out of it.
"""

from django.db.models import ManyToManyField, Model
from django.utils.translation import gettext_lazy as _

from accounts.records import tracked
from meetings.models.agenda import AgendaItem
from meetings.models.coordination import CoordinationCase
from meetings.models.document import Document
from meetings.models.meeting import Meeting
from meetings.models.outcomes import ActionItem, Decision
from meetings.models.position import Position


@tracked()
class ItemTheme(AgendaItem.themes.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("議題のテーマ")


@tracked()
class ItemConcerned(AgendaItem.concerned.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("議題の関係府省庁")


@tracked()
class ItemSharedWith(AgendaItem.shared_with.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("議題の共有先")


@tracked()
class MeetingConcerned(Meeting.concerned.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("会合の関係府省庁")


@tracked()
class MeetingSharedWith(Meeting.shared_with.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("会合の共有先")


@tracked()
class PositionSharedWith(Position.shared_with.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("対処方針の共有先")


@tracked()
class DocumentSharedWith(Document.shared_with.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("資料の共有先")


@tracked()
class DecisionSharedWith(Decision.shared_with.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("決定の共有先")


@tracked()
class ActionSharedWith(ActionItem.shared_with.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("行動の共有先")


@tracked()
class CoordinationJoint(CoordinationCase.joint.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("司令塔連携の共同府省庁")


@tracked()
class CoordinationSharedWith(CoordinationCase.shared_with.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True
        verbose_name = _("司令塔連携の共有先")


PROXIES = {
    proxy._meta.concrete_model: proxy
    for proxy in (
        *(ItemTheme, ItemConcerned, ItemSharedWith, MeetingConcerned, MeetingSharedWith),
        *(PositionSharedWith, DocumentSharedWith, DecisionSharedWith, ActionSharedWith),
        *(CoordinationJoint, CoordinationSharedWith),
    )
}


def events_of_set(column: ManyToManyField) -> type[Model]:
    """The event model of a set's rows."""
    return PROXIES[column.remote_field.through].pgh_event_model
