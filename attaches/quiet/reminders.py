"""What reminders say about quiet partners: once to the staff of the desk ministry, until a new contact comes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role, User
from attaches.models import QuietSpell
from diplomacy.ui.dates import written
from partners.models import DatePrecision
from reminders.audiences import told
from reminders.ladder import OVERDUE_OF_USE
from reminders.models import Circle, Occasion
from reminders.subjects import Card, Coming, RuleScope

ZONE = "Asia/Tokyo"


class QuietPartners:
    """Spells noted lately; the day a spell was noted never moves, so nothing is announced as a change."""

    name = "attaches.quiet"
    label = gettext_lazy("連絡の途絶")
    notice = gettext_lazy("連絡の途絶")
    discreet_title = gettext_lazy("連絡が途絶えている国・機関のお知らせ")
    scopes: dict[str, RuleScope] = {}

    def coming(self, today: date) -> Iterable[Coming]:
        spells = QuietSpell.objects.running().filter(noted_on__gte=today - 2 * OVERDUE_OF_USE)
        for pk, noted_on in spells.values_list("pk", "noted_on"):
            yield Coming(pk, noted_on, DatePrecision.DAY, None, ZONE, Occasion.Standing.ON, (("everything", ""),))

    def audience(self, object_ids: list[UUID], today: date) -> QuerySet:
        people = User.objects.in_term(today).filter(role=Role.STAFF, organisation=OuterRef("partner__desk"))
        spells = QuietSpell.objects.filter(pk__in=object_ids).order_by()
        return told(spells, people.order_by(), Circle.LEAD)

    def visible_to(self, user: User) -> QuerySet:
        return QuietSpell.objects.visible_to(user)

    def readers(self, object_id: UUID) -> QuerySet:
        desk = QuietSpell.objects.filter(pk=object_id).values("partner__desk")
        return User.objects.filter(role=Role.STAFF, organisation__in=desk)

    def cards(self, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
        found = self.visible_to(user).filter(pk__in=object_ids).select_related("partner")
        return {spell.pk: card(spell) for spell in found}

    def scopes_of(self, record: Any) -> tuple[tuple[str, str], ...]:
        return (("everything", ""),)


def card(spell: QuietSpell) -> Card:
    """That a partner is quiet is known inside government: the name does not leave the portal by mail."""
    last = written(spell.last_on) if spell.last_on else _("記録なし")
    return Card(
        object_id=spell.pk,
        title=_("%(partner)sとの連絡が途絶えています（最後の連絡: %(last)s）")
        % {"partner": spell.partner, "last": last},
        url=reverse("partners:detail", args=[spell.partner_id]),
        open_title=False,
        on_date=spell.noted_on,
        end_date=None,
        precision=DatePrecision.DAY,
        at_time=None,
        zone=ZONE,
        standing=Occasion.Standing.ON if spell.ended_on is None else Occasion.Standing.OVER,
    )
