"""Open follow-ups on the pages of partners and of people, the most urgent first, and how many each side has."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from attaches.follow_ups.rows import COLUMNS, follow_up_lines
from attaches.follow_ups.sides import side_choices
from attaches.models import FollowUp
from partners.models import Organisation, Partner, Person
from partners.panels import Panel

MOST = 5
THEIRS = Q(organisation__kind=Organisation.Kind.EMBASSY)


class OpenFollowUps(Panel):
    name, label, order, subjects = "follow_ups", _("対応中のフォローアップ"), 13, (Partner, Person)
    template = "attaches/panels/_follow_ups.html"

    def rows(self, subject: Partner | Person, user: Any, today: date) -> Any:
        found = FollowUp.objects.visible_to(user).open()
        if isinstance(subject, Partner):
            found, name = found.with_partner(subject.pk), "partner"
        else:
            found, name = found.with_person(subject.pk), "counterpart"
        counts = found.order_by().aggregate(ours=Count("pk", filter=~THEIRS), theirs=Count("pk", filter=THEIRS))
        if not any(counts.values()):
            return None
        columns = found.with_level().with_shown_person(user).order_by("due_on", "id").values(*COLUMNS)
        query = f"{name}={subject.pk}&state=open"
        return {
            "lines": follow_up_lines(columns[:MOST], user),
            "sides": [(words, counts[side], f"{query}&side={side}") for side, words in side_choices(user)],
            "query": query,
        }
