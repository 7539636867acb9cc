"""Invitations: sent, withdrawn, answered, and afterwards who came.

The message that invites is written here; what changes later the sweep tells (`attaches/circle/reminders.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require
from accounts.handling import Handling
from attaches.actions.circle import locked, refuse_unreadable
from attaches.circle.people import guests
from attaches.models import CircleEvent, Invitation
from diplomacy.versioned.editing import grow
from reminders.actions.telling import tell
from reminders.models import Notification
from reminders.subjects import subject_named

if TYPE_CHECKING:
    from accounts.models import User

Answer, State, Way = Invitation.Answer, CircleEvent.State, Invitation.Way
SUBJECT = "attaches.invitation"
MOST_INVITED = 500


class AnswersClosed(ValidationError):
    """No answer is taken any more; `code` says why: cancelled, withdrawn, over, late."""


CLOSED = {
    "cancelled": gettext_lazy("この行事は中止になりました。"),
    "withdrawn": gettext_lazy("この招待は取り消されました。"),
    "over": gettext_lazy("この行事は終了しました。"),
    "late": gettext_lazy("回答の期限を過ぎました。変更は問い合わせ先までお知らせください。"),
}


def closed_because(invitation: Invitation, now: datetime) -> str:
    """Why no answer is taken, as a key of `CLOSED`; empty while one is."""
    event = invitation.event
    if event.state == State.CANCELLED:
        return "cancelled"
    if not invitation.is_live:
        return "withdrawn"
    if event.state == State.HELD or event.begins_at <= now:
        return "over"
    return "" if event.takes_answers(now) else "late"


@transaction.atomic
def invite(event_id: UUID, *, people: Iterable[User], actor: User, now: datetime) -> list[Invitation]:
    """Ask people to a gathering, by mail and in the portal. Who is invited already is left as they are.

    Where the gathering goes to named bodies only, theirs are added to them.
    """
    event = locked(event_id, actor)
    if closed := closed_because(Invitation(event=event), now):
        raise ValidationError(CLOSED[closed])
    wanted = {person.pk for person in people}
    guests_today = {person.pk: person for person in guests(timezone.localdate(now)).filter(pk__in=wanted)}
    if not wanted or wanted != guests_today.keys():
        raise ValidationError({"people": _("招待できる人を選んでください。")})
    earlier = {one.person_id: one for one in event.invitations.all()}
    asked = [person for pk, person in guests_today.items() if pk not in earlier or not earlier[pk].is_live]
    if len(earlier) + len(asked) > MOST_INVITED:
        raise ValidationError(_("一つの行事に招待できるのは%(most)s人までです。") % {"most": MOST_INVITED})
    _share_with(event, asked)
    made = [_asked(event, person, earlier.get(person.pk), actor, now) for person in asked]
    _tell_invited(made, now)
    return made


def _share_with(event: CircleEvent, people: list[User]) -> None:
    if event.handling == Handling.SHARED:
        event.shared_with.add(*{person.organisation for person in people if person.organisation})
        grow(event, "shared_with")
        event.save()
    for person in people:
        refuse_unreadable(event, person)


def _asked(event: CircleEvent, person: User, before: Invitation | None, actor: User, now: datetime) -> Invitation:
    """A new invitation, or the withdrawn one made to stand again."""
    row = before or Invitation(event=event, person=person)
    post: Any = person.organisation
    row.event, row.person, row.organisation = event, person, post
    row.invited_at, row.invited_by = now, actor
    if before is not None:
        row.withdrawn_at, row.answer, row.answered_sequence, row.answered_at = None, Answer.NONE, None, None
        row.answered_way, row.note = Way.NONE, ""
        row.shift += 1
        row.link_number += 1
    row.save()
    return row


def _tell_invited(made: list[Invitation], now: datetime) -> None:
    from attaches.circle.reminders import coming_of

    by_step: dict[str, list[Invitation]] = {}
    for row in made:
        by_step.setdefault(f"{row.shift}.{row.link_number}", []).append(row)
    for step, rows in by_step.items():
        kind = Notification.Kind.INVITED
        until = rows[0].event.begins_at
        tell(subject_named(SUBJECT), [coming_of(row) for row in rows], kind=kind, step=step, until=until, now=now)


@transaction.atomic
def withdraw(invitation_id: UUID, *, actor: User, now: datetime) -> Invitation:
    """Take an invitation back: its person is told, their link says so, the papers are closed to them."""
    row = _locked_by_runner(invitation_id, actor)
    if not row.is_live:
        raise ValidationError(CLOSED["withdrawn"])
    if row.event.state != State.PLANNED or row.event.begins_at <= now:
        raise ValidationError(_("終わった行事の招待は取り消せません。"))
    row.withdrawn_at = now
    row.shift += 1
    row.save()
    return row


@transaction.atomic
def renew_link(invitation_id: UUID, *, actor: User, now: datetime) -> Invitation:
    """Make the links sent so far useless and send the invitation once more, with a new one."""
    row = _locked_by_runner(invitation_id, actor)
    if closed := closed_because(row, now):
        raise ValidationError(CLOSED[closed])
    row.link_number += 1
    row.save()
    _tell_invited([row], now)
    return row


@transaction.atomic
def answer(
    invitation_id: UUID, *, answer: str, note: str = "", way: str = Way.PORTAL, actor: User, now: datetime
) -> Invitation:
    """The invited person's own answer; given again it replaces the earlier one, until the deadline."""
    rows = Invitation.objects.visible_to(actor).with_event()
    row = rows.select_for_update(of=("self", "event"), no_key=True).get(pk=invitation_id)
    require(actor, "attaches.answer_invitation", row)
    if closed := closed_because(row, now):
        raise AnswersClosed(CLOSED[closed], code=closed)
    return _answered(row, answer, note, way, now)


@transaction.atomic
def record_answer(invitation_id: UUID, *, answer: str, note: str = "", actor: User, now: datetime) -> Invitation:
    """What was answered by mail or telephone, written down by who runs the circle; after the deadline too."""
    row = _locked_by_runner(invitation_id, actor)
    closed = closed_because(row, now)
    if closed and closed != "late":
        raise AnswersClosed(CLOSED[closed], code=closed)
    return _answered(row, answer, note, Way.ORGANISER, now)


def _answered(row: Invitation, answer: str, note: str, way: str, now: datetime) -> Invitation:
    if answer not in (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED):
        raise ValidationError({"answer": _("出席・未定・欠席のいずれかを選んでください。")})
    row.answer, row.note, row.answered_way = answer, note, way
    row.answered_at, row.answered_sequence = now, row.event.sequence
    row.clean_fields(exclude={field.name for field in row._meta.fields} - {"note"})
    row.save()
    return row


@transaction.atomic
def mark_attendance(event_id: UUID, *, came: Mapping[UUID, str], actor: User, now: datetime) -> int:
    """Who came and who did not, once it has begun; returns how many marks changed."""
    event = locked(event_id, actor)
    if event.state == State.CANCELLED or event.on_date > timezone.localdate(now, event.zone):
        raise ValidationError(_("出欠の実績は、開催日から記入できます。"))
    rows = {row.pk: row for row in event.invitations.live().select_for_update()}
    if not came.keys() <= rows.keys() or not set(came.values()) <= set(Invitation.Attendance.values):
        raise ValidationError(_("この行事の招待者の中から選んでください。"))
    changed = [rows[key] for key, mark in came.items() if rows[key].attendance != mark]
    for row in changed:
        row.attendance = came[row.pk]
        row.save(update_fields=["attendance", "updated_at"])
    return len(changed)


def _locked_by_runner(invitation_id: UUID, actor: User) -> Invitation:
    """Raises `DoesNotExist` where the person does not see it."""
    rows = Invitation.objects.visible_to(actor).with_event()
    row = rows.select_for_update(of=("self", "event"), no_key=True).get(pk=invitation_id)
    require(actor, "attaches.change_circle_event", row.event)
    return row
