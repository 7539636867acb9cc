"""What reminders say about clearances: until when a reply is due, who has still to give it, who waits for it.

An open round is "coming" with the local day and hour of its deadline. Of the circles, `NAMED` are the ministries
that have not replied to everything and `LEAD` is the one that asks; whoever has replied leaves the circle, and a round
that is closed or withdrawn is no longer coming, so that nothing more is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, F, OuterRef, Q, QuerySet, UUIDField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.handling import Handled, Handling
from accounts.models import GOVERNMENT_ROLES, AccessGroupMember, Role, User
from meetings.models import AgendaItem, ClearanceItem, ClearanceRound
from meetings.querysets import OneOf
from meetings.rounds.notices import SUBJECT
from partners.models import DatePrecision
from reminders.models import Circle, Occasion, Scope
from reminders.subjects import Card, Coming, RuleScope

SCOPES = ((Scope.EVERYTHING.value, ""),)


class ClearanceDue:
    name = SUBJECT
    label = gettext_lazy("各省協議")
    discreet_title = gettext_lazy("各省協議についてのお知らせ")
    scopes: dict[str, RuleScope] = {}

    def coming(self, today: date) -> Iterable[Coming]:
        return [coming_of(round) for round in ClearanceRound.objects.open().order_by()]

    def audience(self, object_ids: list[UUID], today: date) -> QuerySet:
        staff = User.objects.in_term(today).filter(role=Role.STAFF).order_by()
        wanted = Value(object_ids, output_field=ArrayField(UUIDField()))
        asked, led = "organisation__clearance_asks__round", "organisation__led_clearances"
        waiting = ClearanceItem.objects.waiting().filter(round=OuterRef(asked), asked=OuterRef("organisation"))
        named = staff.filter(OneOf(F(asked), wanted)).filter(Exists(waiting.order_by()))
        lead = staff.filter(OneOf(F(led), wanted))
        return named.values_list(asked, "pk", Value(Circle.NAMED.value)).union(
            lead.values_list(led, "pk", Value(Circle.LEAD.value)), all=True
        )

    def visible_to(self, user: User) -> QuerySet:
        return ClearanceRound.objects.visible_to(user)

    def readers(self, object_id: UUID) -> QuerySet:
        return _people(_conditions([object_id])[object_id])

    def readers_among(self, people: Collection[UUID], object_ids: list[UUID]) -> QuerySet:
        readers = [
            _people(allowed).filter(pk__in=people).order_by().values_list(Value(key, output_field=UUIDField()), "pk")
            for key, allowed in _conditions(object_ids).items()
        ]
        return User.objects.none().values_list("pk", "pk").union(*readers, all=True)

    def cards(self, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
        found = self.visible_to(user).filter(pk__in=object_ids).select_related("meeting").order_by()
        return {round.pk: _card(round) for round in found}

    def scopes_of(self, record: Any) -> tuple[tuple[str, str], ...]:
        return SCOPES


def coming_of(round: ClearanceRound) -> Coming:
    local = round.deadline.astimezone(ZoneInfo(round.deadline_zone))
    standing = Occasion.Standing.ON if round.is_open else Occasion.Standing.OVER
    return Coming(
        round.pk,
        local.date(),
        DatePrecision.DAY,
        local.time().replace(second=0, microsecond=0),
        round.deadline_zone,
        standing,
        SCOPES,
    )


def _people(allowed: Q) -> QuerySet:
    return User.objects.filter(allowed, role__in=GOVERNMENT_ROLES)


def _conditions(rounds: list[UUID]) -> dict[UUID, Q]:
    """On a person, by round: they see one of its positions, with the item, those above it, and the meeting."""
    entries = ClearanceItem.objects.filter(round__in=rounds, position__item__deleted_at=None)
    rows = list(entries.select_related("position__item__meeting"))
    above = AgendaItem.objects.in_bulk({key for row in rows for key in row.position.item.ancestors})
    allowed = dict.fromkeys(rounds, Q(pk__in=[]))
    for entry in rows:
        item = entry.position.item
        seen = Q()
        for record in (entry.position, item, item.meeting, *(above[key] for key in item.ancestors)):
            seen &= _may_read(record)
        allowed[entry.round_id] |= seen
    return allowed


def _may_read(record: Handled) -> Q:
    """The condition on a person of the government; that of `readable_by`, asked from the other side."""
    if record.handling == Handling.SHARED:
        named = record.shared_with.order_by().values("pk")
        return Q(organisation=record.owner_id, organisation__isnull=False) | Q(organisation__in=named)
    if record.handling == Handling.RESTRICTED:
        listed = AccessGroupMember.objects.filter(group=record.access_group_id)
        return Q(pk__in=listed.order_by().values("user"))
    return Q(pk__isnull=False)


def _card(round: ClearanceRound) -> Card:
    """A position leaves the portal by no mail, whatever its level."""
    due = coming_of(round)
    return Card(
        object_id=round.pk,
        title=_("各省協議への回答: %(meeting)s") % {"meeting": round.meeting},
        url=reverse("meetings:clearance_round", args=[round.pk]),
        open_title=False,
        on_date=due.on_date,
        end_date=None,
        precision=due.precision,
        at_time=due.at_time,
        zone=due.zone,
        place=_("回答期限"),
        handling=Handling.GOVERNMENT,
        standing=due.standing,
    )
