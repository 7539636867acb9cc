"""連絡の途絶えた国: partners without a contact for longer than their priority allows.

What counts is a contact that was logged, and a session of the partner's own series that was held. Only partners that
were given a priority are watched: most of the world's countries have none, and silence there is no news.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from accounts.handling import Handled, Handling
from attaches.models import Contact, ContactInterval
from attaches.querysets.quiet import HIGHEST_FIRST
from meetings.models import Meeting
from partners.models import Partner, Relation


@dataclass(frozen=True)
class Quiet:
    """A partner that is quiet, as one reader may know it. `since` is the day from which it counts as quiet."""

    partner: Partner
    priority: str
    months: int
    last_on: date | None
    since: date | None

    @property
    def priority_label(self) -> Any:
        return Relation.Priority(self.priority).label


def quiet_partners(user: Any, today: date, *, only: Iterable[UUID] | None = None) -> list[Quiet]:
    """Those quiet on that day over what the user may see, the longest silence first; of `only` those, where given.

    Priorities are known inside government: nobody else is told. A constant number of queries.
    """
    if not user.is_authenticated or not user.is_government:
        return []
    contacts = Contact.objects.visible_to(user).live().filter(partner=OuterRef("pk"))
    meetings = Meeting.objects.visible_to(user).of_partner(OuterRef("pk"))
    relations = Relation.objects.visible_to(user)
    return _quiet(relations if only is None else relations.filter(partner__in=only), contacts, meetings, today)


def quiet_for_desks(today: date) -> list[Quiet]:
    """The same over what each partner's desk ministry may know as a body: nothing that is on a list of persons."""
    contacts = Contact.objects.live().filter(_known_to_desk(Contact, "desk"), partner=OuterRef("pk"))
    meetings = Meeting.objects.filter(_known_to_desk(Meeting, "desk")).of_partner(OuterRef("pk"))
    known = Q(handling__in=OPEN_INSIDE) | Q(handling=Handling.SHARED, owner=F("partner__desk"))
    relations = Relation.objects.exclude(partner__desk=None).filter(known)
    return _quiet(relations, contacts, meetings, today)


OPEN_INSIDE = (Handling.PUBLIC, Handling.GOVERNMENT)


def _known_to_desk(model: type[Handled], desk: str) -> Q:
    through = model.shared_with.through
    named = through.objects.filter(organisation=OuterRef(OuterRef(desk)), **{model._meta.model_name: OuterRef("pk")})
    return Q(handling__in=OPEN_INSIDE) | (Q(handling=Handling.SHARED) & (Q(owner=OuterRef(desk)) | Q(Exists(named))))


def _quiet(relations: QuerySet, contacts: QuerySet, meetings: QuerySet, today: date) -> list[Quiet]:
    """`contacts` and `meetings` are those of `OuterRef("pk")`, a partner."""
    months = dict(ContactInterval.objects.exclude(months=None).values_list("priority", "months"))
    watched = relations.filter(priority__in=months).order_by().values_list("partner", "priority")
    priorities: dict[UUID, str] = {}
    for partner, priority in watched:
        others = [priority, priorities.get(partner, priority)]
        priorities[partner] = min(others, key=HIGHEST_FIRST.index)
    held = meetings.exclude(status=Meeting.Status.CANCELLED).filter(start_date__lte=today)
    partners = (
        Partner.objects.filter(pk__in=priorities)
        .defer("search")
        .select_related("desk")
        .annotate(
            last_contact=Subquery(contacts.order_by("-met_on", "-id").values("met_on")[:1]),
            last_meeting=Subquery(held.order_by("-start_date").values("start_date")[:1]),
        )
    )
    found = [_silence(one, priorities[one.pk], months[priorities[one.pk]]) for one in partners]
    quiet = [one for one in found if one.since is None or one.since <= today]
    return sorted(quiet, key=lambda one: (one.since or date.min, one.partner.name_en))


def _silence(partner: Any, priority: str, months: int) -> Quiet:
    last = max(filter(None, (partner.last_contact, partner.last_meeting)), default=None)
    return Quiet(partner, priority, months, last, last + relativedelta(months=months) if last else None)
