"""On the page of a person: at which meetings they sat or will sit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.reading import note_restricted_read
from meetings.models import Participant
from partners.models import Person
from partners.panels import Panel

MOST = 12


class Participations(Panel):
    name, label, order, subjects = "participations", _("会合への参加"), 20, (Person,)
    template = "meetings/panels/_participations.html"

    def rows(self, subject: Person, user: Any, today: date) -> Any:
        found = Participant.objects.visible_to(user).live().filter(person=subject)
        latest = found.select_related("meeting").defer("search", "meeting__search")
        shown = list(latest.order_by(F("meeting__start_date").desc(nulls_last=True), "id")[: MOST + 1])
        more = found.count() - MOST if len(shown) > MOST else 0
        note_restricted_read(user, *shown[:MOST], *(row.meeting for row in shown[:MOST]))
        return shown and {"shown": shown[:MOST], "more": more}


PANELS = (Participations(),)
