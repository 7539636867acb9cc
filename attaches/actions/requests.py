"""Writes to meeting requests: asked by an embassy, answered by the ministry, each step told to the other side."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.handling import Handling
from attaches.models import MeetingRequest, ProposedDate
from attaches.models.requests import ANSWER_WITHIN, MOST_DATES
from diplomacy.versioned.editing import Conflict, grow, is_set
from reminders.actions.telling import tell
from reminders.business_days import business_days_after
from reminders.models import Circle, Notification
from reminders.subjects import subject_named

if TYPE_CHECKING:
    from accounts.models import User

State = MeetingRequest.State
TOKYO = ZoneInfo("Asia/Tokyo")
DUE, NEWS = "attaches.request_due", "attaches.request_news"
Dates = Sequence[tuple[date, time | None, time | None]]


@transaction.atomic
def ask_for_meeting(
    *, fields: Mapping[str, Any], dates: Dates, key: UUID, actor: User, now: datetime
) -> MeetingRequest:
    """Ask for a meeting or a speaker; the same key from the same embassy answers with what was asked then."""
    require(actor, "attaches.ask_for_meetings")
    asked = MeetingRequest.objects.asked_by(actor.organisation_id).filter(key=key).first()
    if asked is not None:
        return asked
    today = timezone.localdate(now, TOKYO)
    embassy: Any = actor.organisation
    row = MeetingRequest(owner=embassy, handling=Handling.SHARED, key=key)
    many = {name: value for name, value in fields.items() if is_set(row, name)}
    for name in fields.keys() - many.keys():
        setattr(row, name, fields[name])
    row.sent_at, row.sent_by = now, actor
    row.answer_by = business_days_after(today, ANSWER_WITHIN)
    _check(row, fields, dates, today)
    row.save()
    for name, value in many.items():
        getattr(row, name).set(value)
    row.shared_with.set([row.ministry])
    ProposedDate.objects.bulk_create(
        ProposedDate(request=row, on_date=day, start_time=start, end_time=end) for day, start, end in dates
    )
    _tell_ministry(row, now)
    return row


def _check(row: MeetingRequest, fields: Collection[str], dates: Dates, today: date) -> None:
    untouched = {field.name for field in row._meta.fields} - set(fields)
    faults: dict[str, Any] = {}
    for rule in (lambda: row.clean_fields(exclude=untouched), row.clean, lambda: _check_dates(dates, today)):
        try:
            rule()
        except ValidationError as fault:
            faults = {**fault.update_error_dict({}), **faults}
    if faults:
        raise ValidationError(faults)


def _check_dates(dates: Dates, today: date) -> None:
    if not 1 <= len(dates) <= MOST_DATES:
        raise ValidationError({"date_1": _("希望日を1つ以上、3つまで入力してください。")})
    for number, (day, start, end) in enumerate(dates, start=1):
        if day <= today:
            raise ValidationError({f"date_{number}": _("希望日は明日以降の日付にしてください。")})
        if end and (start is None or end <= start):
            raise ValidationError({f"end_{number}": _("終了時刻は開始時刻より後にしてください。")})


@transaction.atomic
def receive_request(request_id: UUID, *, seen_version: int, actor: User, now: datetime) -> MeetingRequest:
    return _turn(request_id, State.RECEIVED, {State.SENT}, {}, seen_version, actor, now)


@transaction.atomic
def arrange_request(request_id: UUID, *, seen_version: int, actor: User, now: datetime) -> MeetingRequest:
    """The ministry looks for a day; an agreed day is open again."""
    sources = {State.SENT, State.RECEIVED, State.AGREED}
    return _turn(request_id, State.ARRANGING, sources, {"answered_at": None}, seen_version, actor, now)


@transaction.atomic
def begin_arranging(request_id: UUID, *, actor: User, now: datetime) -> MeetingRequest:
    """What follows from the request has begun: the embassy hears so, unless it did already or has its day.

    Locked for the caller's transaction; refused for what is declined or withdrawn.
    """
    row = MeetingRequest.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=request_id)
    require(actor, "attaches.answer_request", row)
    if row.state in (State.ARRANGING, State.AGREED):
        return row
    return arrange_request(request_id, seen_version=row.version, actor=actor, now=now)


@transaction.atomic
def agree_to_request(
    request_id: UUID,
    *,
    agreed_on: date,
    agreed_at: time | None = None,
    agreed_place: str = "",
    answer_note: str = "",
    seen_version: int,
    actor: User,
    now: datetime,
) -> MeetingRequest:
    if agreed_on < timezone.localdate(now, TOKYO):
        raise ValidationError({"agreed_on": _("これからの日付にしてください。")})
    """With the day, the place and what the embassy needs to know: who speaks, whom to ask for at the door."""
    said = {"agreed_on": agreed_on, "agreed_at": agreed_at, "agreed_place": agreed_place, "answered_at": now}
    said["answer_note"] = answer_note
    sources = {*MeetingRequest.WAITING, State.AGREED}
    return _turn(request_id, State.AGREED, sources, said, seen_version, actor, now)


@transaction.atomic
def decline_request(request_id: UUID, *, reason: str, seen_version: int, actor: User, now: datetime) -> MeetingRequest:
    """With the reason, which the embassy reads."""
    if not reason.strip():
        raise ValidationError({"reason": _("お断りする理由を入力してください。")})
    said = {"reason": reason, "answered_at": now}
    return _turn(request_id, State.DECLINED, set(MeetingRequest.WAITING), said, seen_version, actor, now)


@transaction.atomic
def withdraw_request(request_id: UUID, *, seen_version: int, actor: User, now: datetime) -> MeetingRequest:
    """The embassy takes it back."""
    sources = {*MeetingRequest.WAITING, State.AGREED}
    by = "attaches.withdraw_request"
    return _turn(request_id, State.WITHDRAWN, sources, {}, seen_version, actor, now, permission=by)


def _turn(
    request_id: UUID,
    target: str,
    sources: Collection[str],
    said: Mapping[str, Any],
    seen_version: int,
    actor: User,
    now: datetime,
    *,
    permission: str = "attaches.answer_request",
) -> MeetingRequest:
    row = MeetingRequest.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=request_id)
    require(actor, permission, row)
    if row.version != seen_version:
        raise Conflict(row)
    if row.state not in sources:
        raise ValidationError(_("この依頼は「%(state)s」です。") % {"state": row.get_state_display()})
    for name, value in said.items():
        setattr(row, name, value)
    row.clean_fields(exclude={field.name for field in row._meta.fields} - said.keys())
    row.state = target
    grow(row, "state", *said)
    row.save()
    _tell_other_side(row, Circle.LEAD if target == State.WITHDRAWN else Circle.NAMED, now)
    return row


def _tell_ministry(row: MeetingRequest, now: datetime) -> None:
    from attaches.requests.reminders import due_of

    tell(subject_named(DUE), [due_of(row)], kind=Notification.Kind.OPENED, step="0", now=now)


def _tell_other_side(row: MeetingRequest, circle: str, now: datetime) -> None:
    """The embassy of an answer, the ministry of a withdrawal."""
    from attaches.requests.reminders import news_of

    step = str(row.version)
    kind = Notification.Kind.ANSWERED
    tell(subject_named(NEWS), [news_of(row.pk)], kind=kind, step=step, audience=[circle], now=now)
