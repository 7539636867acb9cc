"""Hidden meetings, and what hangs on them."""

import io
from datetime import date, timedelta
from typing import Any

from accounts.actions import change_handling
from accounts.handling import Handled, Handling
from diplomacy.uploads import store
from meetings.models import (
    ActionItem,
    AgendaItem,
    ClearanceAsk,
    ClearanceItem,
    ClearanceReply,
    ClearanceRound,
    CoordinationCase,
    Decision,
    Document,
    DocumentVersion,
    Meeting,
    Participant,
    Position,
    PositionVersion,
)
from meetings.models.position import TEXTS
from tests.factories.coordination import CoordinationFactory
from tests.factories.documents import DocumentFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partners import PersonFactory
from tests.factories.reminders import NotificationFactory
from tests.planters.planted import NOW, Planted, Planter, handle


def plant_meeting(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden meeting with a public agenda, which is hidden with it, and a message about it."""
    meeting = MeetingFactory(series=visible.series, start_date=date(2026, 12, 5))
    meeting.concerned.add(cast.other_staff.organisation)
    planted.mark(meeting, level)
    handle(meeting, level, cast)
    planted.mark(AgendaItemFactory(meeting=meeting, handling=Handling.PUBLIC), level)
    for person in (cast.lead_staff, cast.other_staff, cast.attache_a):
        row = NotificationFactory(recipient=person, object_id=meeting.pk, state="sent", sent_at=NOW)
        row.before = {"title": planted.text(level)}
        row.save()


def plant_item(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """Hidden items between visible ones, one with a public child below it, one in the bin."""
    for deleted_at in (None, NOW):
        item = AgendaItemFactory(meeting=visible.meeting, parent=visible.parent)
        planted.mark(item, level)
        handle(item, level, cast)
        child = AgendaItemFactory(meeting=visible.meeting, parent=item, handling=Handling.PUBLIC)
        planted.mark(child, level)
        AgendaItem.objects.filter(pk__in=[item.pk, child.pk]).update(deleted_at=deleted_at)


def plant_position(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden position on an item everybody sees, with a version of it in a round and a ministry's reply."""
    position = Position(item=visible.unwritten.pop(), owner=cast.mofa)
    planted.mark(position, level)
    handle(position, level, cast)
    texts = {name: planted.text(level) for name in TEXTS}
    version = PositionVersion.objects.create(position=position, number=1, revision=0, made_at=NOW, **texts)
    round = ClearanceRound(meeting=visible.meeting, lead=cast.mofa, opened_at=NOW, deadline=NOW + timedelta(days=3))
    planted.mark(round, level)
    ClearanceAsk.objects.create(round=round, ministry=cast.other_staff.organisation)
    entry = ClearanceItem.objects.create(round=round, position=position, version=version, turn=1)
    reply = ClearanceReply(entry=entry, ministry=cast.other_staff.organisation, kind="comment", replied_at=NOW)
    planted.mark(reply, level)
    planted.keys[level] |= {str(version.pk), str(entry.pk)}


def plant_document(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """Hidden documents with a file, one in the bin; and one that is hidden with the item it belongs to."""
    hidden_item = AgendaItemFactory(meeting=visible.meeting, parent=visible.parent)
    handle(planted.mark(hidden_item, level), level, cast)
    under_hidden = DocumentFactory.build(meeting=visible.meeting, item=hidden_item, handling=Handling.PUBLIC)
    for document in (
        handle(planted.mark(DocumentFactory.build(meeting=visible.meeting), level), level, cast),
        handle(planted.mark(DocumentFactory.build(meeting=visible.meeting, deleted_at=NOW), level), level, cast),
        planted.mark(under_hidden, level),
    ):
        version = DocumentVersion(document=document, number=1, size=1, uploaded_at=NOW)
        content = planted.text(level).encode()
        with store.kept(io.BytesIO(content), version.pk):
            planted.mark(version, level)


def plant_decision(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden decision of a meeting everybody sees, and a public one that came from a hidden item."""
    handle(planted.mark(DecisionFactory(meeting=visible.meeting), level), level, cast)
    item = AgendaItemFactory(meeting=visible.meeting)
    planted.mark(DecisionFactory(meeting=visible.meeting, item=item, handling=Handling.PUBLIC), level)
    handle(planted.mark(item, level), level, cast)


def plant_action(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden action, done by the other side, with a message about it; an open one that would be on the desk."""
    action = ActionFactory(
        meeting=visible.meeting, side="theirs", status="done", result="x", result_on=NOW.date(), due_on=NOW.date()
    )
    handle(planted.mark(action, level), level, cast)
    due = ActionFactory(meeting=visible.meeting, due_on=NOW.date() - timedelta(days=1))
    handle(due, level, cast)
    ActionItem.objects.filter(pk=due.pk).update(title_ja=planted.text(level), title_en=planted.text(level))
    planted.keys[level].add(str(due.pk))
    NotificationFactory(
        recipient=cast.lead_staff, subject="meetings.action_due", object_id=action.pk, state="sent", sent_at=NOW
    )


def plant_case(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden case with another headquarters. It is never shared: what would be is restricted to the stranger."""
    row = CoordinationFactory(headquarters=visible.organisation, lead=cast.mofa, owner=cast.mofa)
    if level != "G":
        change_handling(row, handling=Handling.RESTRICTED, actor=cast.stranger)
        row.refresh_from_db()
    planted.mark(row, level)


def plant_participant(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """Hidden members of a delegation everybody sees, one in the bin; and public ones whose record is hidden."""
    for deleted_at in (None, NOW):
        row = planted.mark(ParticipantFactory(meeting=visible.meeting, role="head", deleted_at=deleted_at), level)
        handle(row, level, cast)
        person = handle(planted.mark(PersonFactory(partner=None), level), level, cast)
        row = ParticipantFactory(meeting=visible.meeting, person=person, handling=Handling.PUBLIC)
        texts = {name: planted.text(level) for name in ("title_ja", "title_en", "organisation_text", "note")}
        Participant.objects.filter(pk=row.pk).update(**texts, deleted_at=deleted_at)
        planted.keys[level].add(str(row.pk))


PLANTERS: dict[type[Handled], Planter] = {
    Meeting: plant_meeting,
    AgendaItem: plant_item,
    Position: plant_position,
    Document: plant_document,
    Decision: plant_decision,
    ActionItem: plant_action,
    CoordinationCase: plant_case,
    Participant: plant_participant,
}
