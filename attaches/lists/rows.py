"""Contacts as lines of a list: plain columns turned into the words the reader sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.handling import Handled, Handling
from accounts.reading import note_restricted_rows
from attaches.models import Contact, Way
from diplomacy.listing import wording
from diplomacy.ui.dates import written
from diplomacy.ui.titles import enumerated
from partners.models import Person, Theme

COLUMNS = (
    *("id", "met_on", "met_at", "way", "said", "handling", "is_sample", "withdrawn_at", "shown_number"),
    *("partner__name_ja", "partner__name_en", "owner__name_ja", "owner__name_en"),
)
NO_ID = UUID(int=0)
EXCERPT = 120
SHOWN_PEOPLE = 3
Row = dict[str, Any]


class Wording(wording.Wording):
    def __init__(self) -> None:
        super().__init__()
        self.ways = {value: str(label) for value, label in Way.choices}
        self.handlings = {value: str(label) for value, label in Handling.choices}
        self.address = reverse("attaches:contact", args=[NO_ID])
        self.withdrawn = _("取下げ済み")
        self.nobody = _("（表示できる相手はいません）")

    def some(self, names: list[str]) -> str:
        """The first names, and how many more the reader may see."""
        text = enumerated(names[:SHOWN_PEOPLE])
        more = len(names) - SHOWN_PEOPLE
        return text if more <= 0 else _("%(names)s ほか%(more)s人") % {"names": text, "more": more}


def contact_lines(rows: Iterable[Row], user: Any) -> list[Row]:
    """The rows (dicts of `COLUMNS`, visible ones) in the reader's words; restricted ones are noted as read."""
    rows = list(rows)
    note_restricted_rows(user, Contact, [(row["id"], row["handling"]) for row in rows])
    keys = [row["id"] for row in rows]
    people, themes = names_of(keys, Contact.people, Person, user), names_of(keys, Contact.themes, Theme, user)
    words = Wording()
    return [_line(row, words, people[row["id"]], themes[row["id"]]) for row in rows]


def names_of(keys: list[UUID], field: Any, model: Any, user: Any) -> dict[UUID, list[str]]:
    """Of each contact the names in one of its sets, those its reader may see, in a constant number of queries."""
    links = list(field.through.objects.filter(contact__in=keys).order_by("id").values_list("contact", _side(model)))
    visible = model.objects.visible_to(user).filter(pk__in={pk for _contact, pk in links})
    levels = ("handling",) if issubclass(model, Handled) else ()
    known = {row["id"]: row for row in visible.order_by().values("id", "name_ja", "name_en", *levels)}
    if levels:
        note_restricted_rows(user, model, [(pk, row["handling"]) for pk, row in known.items()])
    words = wording.Wording()
    found: dict[UUID, list[str]] = defaultdict(list)
    for contact, pk in links:
        if pk in known:
            found[contact].append(words.pair(known[pk], "name")[0])
    return found


def _side(model: Any) -> str:
    return str(model._meta.model_name)


def _line(row: Row, words: Wording, people: list[str], themes: list[str]) -> Row:
    return {
        "id": row["id"],
        "url": words.address.replace(str(NO_ID), str(row["id"])),
        "number": row["shown_number"],
        "date": written(row["met_on"], None, "day", words.language),
        "people": words.some(people) or words.nobody,
        "all_people": enumerated(people),
        "themes": enumerated(themes),
        "way": words.ways[row["way"]],
        "partner": words.pair(row, "partner__name")[0],
        "owner": words.pair(row, "owner__name")[0],
        "excerpt": excerpt(row["said"]),
        "handling": row["handling"],
        "handling_label": words.handlings[row["handling"]],
        "sample": words.sample if row["is_sample"] else "",
        "withdrawn": words.withdrawn if row["withdrawn_at"] else "",
    }


def excerpt(text: str) -> str:
    """The beginning, on one line."""
    line = " ".join(text[: EXCERPT * 2].split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT]}…"
