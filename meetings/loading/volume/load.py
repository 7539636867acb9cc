"""A large made-up set for measurements, by COPY in one transaction. It can be taken away again whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from time import monotonic
from uuid import UUID

from django.db import connection, transaction

from accounts.models import AccessGroup, AccessGroupMember, User
from meetings.loading.sample.people import PASSWORD
from meetings.loading.volume.clearance import MODELS as CLEARANCE_MODELS
from meetings.loading.volume.clearance import add_round
from meetings.loading.volume.copying import copy_rows, remove, without_history, without_indexes
from meetings.loading.volume.notifications import notification_rows
from meetings.loading.volume.outcomes import action_rows, decision_rows
from meetings.loading.volume.partner_rows import MODELS as PARTNER_MODELS
from meetings.loading.volume.partner_rows import PartnerVolume
from meetings.loading.volume.rows import BENCH_ITEMS, DOMAIN, SLUG, Volume
from meetings.models import ActionItem, AgendaItem, Decision, Meeting
from partners.models import AcademicAgreement, Person, Project, Relation, Secondment, Stance
from reminders.models import Notification

SETS = (
    Meeting.concerned.through,
    Meeting.shared_with.through,
    AgendaItem.concerned.through,
    AgendaItem.shared_with.through,
    AgendaItem.themes.through,
    Decision.shared_with.through,
    ActionItem.shared_with.through,
)
TRACKED = (
    *(User, AccessGroup, AccessGroupMember, Meeting, AgendaItem, Decision, ActionItem),
    *SETS,
    *PARTNER_MODELS,
    *CLEARANCE_MODELS,
)


class VolumePresentError(Exception):
    """There is a large set already."""


class TooSmallError(Exception):
    """Fewer meetings or items than the bench meeting needs."""


@dataclass(frozen=True)
class Size:
    meetings: int
    items: int
    users: int
    notifications: int = 0
    decisions: int = 0
    actions: int = 0
    partners: int = 0
    entries: int = 0

    @property
    def is_enough(self) -> bool:
        """The bench meeting and one more; people for the notifications."""
        return self.meetings > 1 and self.items >= BENCH_ITEMS and (self.users > 0 or not self.notifications)


@transaction.atomic
def load_volume(size: Size, *, today: date, seed: int, replace: bool, said: Callable[[str, int, float], None]) -> UUID:
    """Write the set and return the id of the meeting with 50 items; `said` hears rows and seconds of each table."""
    if not size.is_enough:
        raise TooSmallError
    if Meeting.objects.filter(slug__startswith=SLUG).exists() and not replace:
        raise VolumePresentError
    with ExitStack() as without:
        without.enter_context(without_history(TRACKED))
        for model in (AgendaItem, ActionItem, AcademicAgreement):
            without.enter_context(without_indexes(model, "gin"))
        if replace:
            remove_volume()
        volume = Volume(seed=seed, today=today, password=PASSWORD)
        for model, rows in (
            (User, volume.user_rows(size.users)),
            (AccessGroup, volume.group_rows()),
            (AccessGroupMember, volume.member_rows()),
            (Meeting, volume.meeting_rows(size.meetings)),
            (AgendaItem, volume.item_rows(size.items)),
            (Decision, decision_rows(volume, size.decisions)),
            (ActionItem, action_rows(volume, size.actions)),
            (Meeting.concerned.through, volume.links.concerned),
            (Meeting.shared_with.through, volume.links.shared),
            (AgendaItem.concerned.through, volume.links.item_concerned),
            (AgendaItem.shared_with.through, volume.links.item_shared),
            (AgendaItem.themes.through, volume.links.item_themes),
            *PartnerVolume(volume, partners=size.partners, entries=size.entries).tables(),
            (Notification, notification_rows(volume, size.notifications)),
        ):
            started = monotonic()
            count = copy_rows(model, rows)
            said(model._meta.db_table, count, monotonic() - started)
        add_round(volume)
    _analyse()
    return volume.meetings[0]["id"]


def remove_volume() -> None:
    """Everything of the set, and what people hung on it since."""
    ours = Meeting.objects.filter(slug__startswith=SLUG).order_by()
    Notification.objects.filter(object_id__in=ours.values("pk")).order_by()._raw_delete(connection.alias)
    for model in (Secondment, AcademicAgreement, Project, Stance, Person, Relation, Meeting):
        remove(model, "slug LIKE %s", [f"{SLUG}%"])
    remove(AccessGroup, "name LIKE %s", [f"{SLUG}%"])
    remove(User, "email LIKE %s", [f"%@{DOMAIN}"])


def _analyse() -> None:
    """The planner's figures, which autovacuum would bring only minutes later."""
    with connection.cursor() as cursor:
        for model in (*TRACKED, Notification):
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')
