"""Follow-ups as lines of a list: plain columns turned into the words the reader sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.handling import Handling
from accounts.models import User
from accounts.reading import note_restricted_rows
from attaches.follow_ups.sides import side_choices, side_of
from attaches.models import Contact, FollowUp
from diplomacy.listing import wording
from diplomacy.ui.dates import distance, written

COLUMNS = (
    *("id", "what", "due_on", "state", "contact", "contact__met_on", "contact__is_sample", "shown_person", "handling"),
    *("contact__partner__name_ja", "contact__partner__name_en"),
    *("organisation__name_ja", "organisation__name_en", "organisation__kind"),
)
TONES = {FollowUp.State.OPEN: "info", FollowUp.State.DONE: "success", FollowUp.State.DROPPED: "neutral"}
NO_ID = UUID(int=0)
Row = dict[str, Any]


class Wording(wording.Wording):
    def __init__(self, user: Any) -> None:
        super().__init__()
        self.states = {value: str(label) for value, label in FollowUp.State.choices}
        self.handlings = {value: str(label) for value, label in Handling.choices}
        self.sides = {value: str(label) for value, label in side_choices(user)}
        self.overdue = _("期限超過")
        self.address = reverse("attaches:follow_up", args=[NO_ID])
        self.contact_address = reverse("attaches:contact", args=[NO_ID])


def follow_up_lines(rows: Iterable[Row], user: Any) -> list[Row]:
    """The rows (dicts of `COLUMNS`, visible ones) in the reader's words; restricted contacts are noted as read."""
    rows = list(rows)
    note_restricted_rows(user, Contact, [(row["contact"], row["handling"]) for row in rows])
    wanted = {row["shown_person"] for row in rows} - {None}
    people = {one.pk: str(one) for one in User.objects.filter(pk__in=wanted)}
    words = Wording(user)
    return [_line(row, words, people) for row in rows]


def _line(row: Row, words: Wording, people: dict[UUID, str]) -> Row:
    is_open = row["state"] == FollowUp.State.OPEN
    overdue = is_open and row["due_on"] < words.today
    return {
        "id": row["id"],
        "url": words.address.replace(str(NO_ID), str(row["id"])),
        "title": row["what"],
        "due": written(row["due_on"], None, "day", words.language),
        "until": distance((row["due_on"] - words.today).days) if is_open else "",
        "overdue": overdue,
        "body": words.pair(row, "organisation__name")[0],
        "person": people.get(row["shown_person"], ""),
        "side": words.sides[side_of(row["organisation__kind"])],
        "partner": words.pair(row, "contact__partner__name")[0],
        "contact_url": words.contact_address.replace(str(NO_ID), str(row["contact"])),
        "contact_date": written(row["contact__met_on"], None, "day", words.language),
        "state": words.overdue if overdue else words.states[row["state"]],
        "tone": "error" if overdue else TONES[row["state"]],
        "handling": row["handling"],
        "handling_label": words.handlings[row["handling"]],
        "sample": words.sample if row["contact__is_sample"] else "",
    }
