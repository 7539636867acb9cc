"""What one post of the contact form holds: the contact's own fields, and rows of people who are not on file yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from attaches.actions.contacts import refuse_count
from attaches.forms.contacts import NewContactForm, NewPersonForm
from attaches.models.contacts import MOST_PEOPLE
from attaches.twins import twins_of

if TYPE_CHECKING:
    from accounts.models import User

ROWS = "rows"


class Entry:
    """The form with its rows; `about` is what the page it was opened from is about."""

    def __init__(self, data: QueryDict | None, *, actor: User, key: UUID, about: dict[str, Any] | None = None) -> None:
        self.data, self.actor, self.key = data, actor, key
        self.form = NewContactForm(data, actor=actor, initial=about or {})
        self.rows = [NewPersonForm(data, prefix=f"new-{number}") for number in range(self._rows_asked())]

    def _rows_asked(self) -> int:
        text = self.data.get(ROWS, "1") if self.data else "1"
        return min(max(int(text), 1), MOST_PEOPLE) if text.isascii() and text.isdigit() and len(text) < 4 else 1

    @property
    def next_row(self) -> int:
        return len(self.rows) + 1

    def is_valid(self) -> bool:
        """Every part, so that all faults are shown at once. A likely twin has to be picked or set aside."""
        for row in self._filled():
            if not row.is_valid() or row.cleaned_data["distinct"]:
                continue
            row.twins = twins_of(row.names(), self.actor)
            if row.twins:
                row.add_error(
                    None, _("同じ人と思われる登録があります。その人を選ぶか、別の人であることを示してください。")
                )
        if not all(row.is_valid() for row in self._filled()):
            self.form.add_error("people", _("新しく加える人の欄を確かめてください。"))
        elif "people" not in self.form.errors:
            self._count_people()
        return self.form.is_valid()

    def _count_people(self) -> None:
        try:
            refuse_count(len(self.form.cleaned_data["people"]) + len(self._filled()))
        except ValidationError as fault:
            self.form.add_error(None, fault)

    def _filled(self) -> list[NewPersonForm]:
        return [row for row in self.rows if row.is_bound and row.has_changed()]

    def fields(self) -> dict[str, Any]:
        return self.form.contact_fields()

    def new_people(self) -> list[dict[str, str]]:
        return [row.names() for row in self._filled()]

    @property
    def adds_people(self) -> bool:
        return bool(self._filled()) or len(self.rows) > 1


def picked(data: QueryDict, actor: User) -> QueryDict:
    """The post after one of its buttons: `pick=<row>:<id>` takes a twin in place of the row, `more` adds a row."""
    row, _colon, key = data.pop("pick", [""])[-1].partition(":")
    if key:
        data.setlist("people", [*data.getlist("people"), key])
        for name in NewPersonForm.Meta.fields:
            data.pop(f"new-{row}-{name}", None)
    if data.pop("more", None):
        data[ROWS] = str(min(int(data.get(ROWS, "1") or 1) + 1, MOST_PEOPLE)) if data.get(ROWS, "1").isdigit() else "1"
    return data
