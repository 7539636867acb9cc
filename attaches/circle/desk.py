"""What the circle, bulletins and meeting requests put on the desk: what waits, what is coming, what is new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.handling import Handling
from accounts.models import Role
from accounts.reading import note_restricted_read
from attaches.circle.shown import ANSWER_TONES, when
from attaches.models import Bulletin, CircleEvent, Invitation, MeetingRequest
from attaches.requests.rows import TONES as REQUEST_TONES
from diplomacy.ui.dates import distance, written
from diplomacy.ui.desk import Change, Coming, Provider, Shortcut, Urgency, Waiting
from diplomacy.ui.titles import local

GUESTS = (Role.ATTACHE, Role.OFFICER)
NOW_WITHIN, SOON_WITHIN = 2, 14
MOST = 20


def urgency(due: date | None, today: date) -> Urgency:
    days = (due - today).days if due else SOON_WITHIN + 1
    return Urgency.NOW if days <= NOW_WITHIN else Urgency.SOON if days <= SOON_WITHIN else Urgency.LATER


class NetworkDesk(Provider):
    name = "circle"

    def waiting(self, user: Any, today: date) -> Iterable[Waiting]:
        if user.role in GUESTS:
            yield from _to_answer(user, today)
            yield from _to_read(user, today)
        elif user.role == Role.STAFF:
            yield from _to_be_met(user, today)

    def coming(self, user: Any, today: date) -> Iterable[Coming]:
        """Invitations that are answered (the others wait on top), and where the embassy's own requests stand."""
        if user.role in GUESTS:
            yield from _answered(user, today)
        if user.role == Role.ATTACHE:
            yield from _asked_for(user, today)

    def changes(self, user: Any, since: datetime) -> Iterable[Change]:
        """At a post: what became of the requests of the embassy."""
        if user.role != Role.ATTACHE:
            return
        rows = MeetingRequest.objects.visible_to(user).asked_by(user.organisation_id).changed_since(since)
        answered = rows.exclude(state__in=[MeetingRequest.State.SENT, MeetingRequest.State.WITHDRAWN])
        for row in (
            answered.select_related("ministry").defer("search", "ministry__search").order_by("-updated_at")[:MOST]
        ):
            what = _("%(kind)sの依頼: %(state)s") % {"kind": row.get_kind_display(), "state": row.get_state_display()}
            address = reverse("attaches:request", args=[row.pk])
            yield Change(row.updated_at, what, row.subject, address, str(row.ministry))

    def shortcuts(self, user: Any) -> Iterable[Shortcut]:
        if user.role == Role.ATTACHE:
            address = reverse("attaches:request_add")
            yield Shortcut(gettext_lazy("面談を依頼する"), address, "calendar", 20)
            yield Shortcut(gettext_lazy("専門家の講演を依頼する"), f"{address}?kind=speaker", "users", 30)


def _invitations(user: Any, today: date) -> QuerySet:
    return (
        Invitation.objects.visible_to(user)
        .of(user)
        .live()
        .with_event()
        .filter(event__state=CircleEvent.State.PLANNED, event__on_date__gte=today)
    )


def _answered(user: Any, today: date) -> Iterable[Coming]:
    for row in _invitations(user, today).answered().order_by("event__on_date", "pk")[:MOST]:
        answer = Invitation.Answer(row.current_answer)
        yield Coming(
            day=row.event.on_date,
            when=written(row.event.on_date),
            title=str(row.event),
            url=reverse("attaches:circle_event", args=[row.event_id]),
            until=distance((row.event.on_date - today).days),
            detail=row.event.place,
            state=answer.label,
            tone=ANSWER_TONES[answer],
            group=_("外交サークル"),
            group_order=-3,
            sample=_("見本") if row.event.is_sample else "",
        )


def _asked_for(user: Any, today: date) -> Iterable[Coming]:
    """The embassy's requests that wait for an answer, by when it is due, and the meetings agreed upon."""
    rows = MeetingRequest.objects.visible_to(user).asked_by(user.organisation_id).standing(today).with_names()
    for row in rows.order_by("answer_by", "pk")[:MOST]:
        agreed = row.state == MeetingRequest.State.AGREED
        day = row.agreed_on if agreed else row.answer_by
        yield Coming(
            day=day,
            when=written(day) if agreed else _("回答期限 %(day)s") % {"day": written(day)},
            title=row.subject,
            url=reverse("attaches:request", args=[row.pk]),
            until=distance((day - today).days),
            detail=str(row.ministry),
            state=row.get_state_display(),
            tone=REQUEST_TONES[MeetingRequest.State(row.state)],
            group=_("貴館からの依頼"),
            group_order=-1,
            sample=_("見本") if row.is_sample else "",
        )


def _to_answer(user: Any, today: date) -> Iterable[Waiting]:
    now = timezone.now()
    for row in _invitations(user, today).unanswered().order_by("event__on_date", "pk")[:MOST]:
        event = row.event
        if event.takes_answers(now):
            due = event.answer_by or event.on_date
            yield Waiting(
                urgency=urgency(due, today),
                due=due,
                what=_("招待に回答"),
                title=str(event),
                url=reverse("attaches:circle_event", args=[event.pk]) + "#answer",
                action=_("出欠を回答"),
                detail=" · ".join(filter(None, [when(event, user.time_zone), event.place])),
                sample=_("見本") if event.is_sample else "",
            )


def _to_read(user: Any, today: date) -> Iterable[Waiting]:
    rows = Bulletin.objects.visible_to(user).unopened_by(user).select_related("owner")
    for row in rows.defer("search", "body_ja", "body_en", "owner__search").order_by("-sent_at", "pk")[:MOST]:
        yield Waiting(
            urgency=Urgency.LATER,
            due=None,
            what=_("新しいお知らせ"),
            title=str(row),
            url=reverse("attaches:bulletin", args=[row.pk]),
            action=_("読む"),
            detail=f"{row.owner} · {written(timezone.localdate(row.sent_at))}",
            sample=_("見本") if row.is_sample else "",
        )


def _to_be_met(user: Any, today: date) -> Iterable[Waiting]:
    rows = MeetingRequest.objects.visible_to(user).asked_of(user.organisation_id).waiting()
    found = list(rows.select_related("owner").defer("search", "owner__search").order_by("answer_by", "pk")[:MOST])
    note_restricted_read(user, *found)
    for row in found:
        days = (row.answer_by - today).days
        answering = _("%(kind)sの依頼に回答") % {"kind": row.get_kind_display()}
        yield Waiting(
            urgency=urgency(row.answer_by, today),
            due=row.answer_by,
            what=_("依頼への回答が期限超過") if days < 0 else answering,
            title=row.subject,
            url=reverse("attaches:request", args=[row.pk]) + "#answer",
            action=_("回答する"),
            detail=" · ".join(
                [
                    local(row.owner.name_ja, row.owner.name_en),
                    row.get_state_display(),
                    _("回答期限 %(day)s") % {"day": f"{written(row.answer_by)} {distance(days)}"},
                ]
            ),
            handling=row.handling,
            handling_label=Handling(row.handling).label,
            sample=_("見本") if row.is_sample else "",
        )
