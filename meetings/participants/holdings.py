"""At which meetings a person sat, among what is held about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.reading import note_restricted_read
from meetings.models import Participant
from partners.models import Person
from partners.personal.history import blank_events
from partners.personal.holdings import MOST_SHOWN, Held, Holding

TOLD = ("title_ja", "title_en", "note")


class Participations(Holding):
    name, label, order = "participations", _("会合への参加"), 25

    def rows(self, person: Person, user: Any) -> Iterable[Held]:
        found = Participant.objects.visible_to(user).filter(person=person).select_related("meeting")
        rows = list(found.order_by(F("meeting__start_date").desc(nulls_last=True), "id")[:MOST_SHOWN])
        note_restricted_read(user, *rows, *(row.meeting for row in rows))
        for row in rows:
            yield Held(
                f"{row.meeting} {row.get_role_display()}", reverse("meetings:participants", args=[row.meeting_id])
            )

    def erase(self, person: Person) -> None:
        """That somebody sat there stays with the meeting; as what, and what was noted, goes."""
        rows = Participant.objects.filter(person=person)
        rows.update(**dict.fromkeys(TOLD, ""))
        keys = list(rows.values_list("pk", flat=True))
        blank_events(Participant, keys, **dict.fromkeys((*Participant.NAMES, *TOLD), ""))


HOLDINGS = (Participations(),)
