"""A meeting found by who sits at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from diplomacy.search.providers import Hit
from diplomacy.ui.dates import written
from meetings.models import Participant
from meetings.search import MEETING, other_of

OF_MEETING = [f"meeting__{name}" for name in MEETING]
OF_PERSON = [f"person__{name}" for name in ("name_ja", "name_en", "handling")]


class ParticipantFinder:
    name, label, order = "participants", _("会合の参加者"), 23
    columns = ("name_ja", "name_en", "side", "role", "handling", "is_sample")

    def rows(self, text: str, user: Any) -> QuerySet:
        found = Participant.objects.visible_to(user).live().named_like(text).select_related("meeting", "person")
        found = found.order_by(F("meeting__start_date").desc(nulls_last=True), "meeting", "side", "position", "id")
        return found.only(*self.columns, *OF_MEETING, *OF_PERSON)

    def hits(self, rows: Sequence[Participant]) -> Iterable[Hit]:
        for row in rows:
            meeting, names = row.meeting, row.names
            when = written(meeting.start_date, meeting.end_date, meeting.date_precision)
            yield Hit(
                str(row),
                f"{reverse('meetings:participants', args=[meeting.pk])}#p-{row.pk}",
                other_of(names.name_ja, names.name_en),
                (str(meeting), when, row.get_side_display(), row.get_role_display()),
                row.handling,
                row.is_sample,
                tuple(filter(None, (row, meeting, row.person))),
            )


FINDERS = [ParticipantFinder()]
