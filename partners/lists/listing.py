"""What the lists about partners share: columns said once, for the page and for the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.access import opens
from accounts.handling import Handled, Handling
from accounts.lists.files import Export
from accounts.lists.listing import Listing
from accounts.reading import note_restricted_rows
from diplomacy.listing.wording import Wording
from diplomacy.paging.keys import Page

Row = dict[str, Any]
NO_ID = UUID(int=0)


@dataclass(frozen=True)
class Column:
    """`text` says the cell in the reader's words. `inside` is known in government only, `page` is off in the file."""

    label: Any
    text: Callable[[Row, Wording], Any]
    sort: str = ""
    number: bool = False
    inside: bool = False
    page: bool = True


def named(field: str) -> Callable[[Row, Wording], str]:
    """A pair of the row, in the reader's language."""
    return lambda row, wording: wording.pair(row, field)[0]


def chosen(field: str, choices: Any) -> Callable[[Row, Wording], str]:
    return lambda row, wording: str(choices(row[field]).label) if row[field] else ""


def plain(field: str) -> Callable[[Row, Wording], Any]:
    return lambda row, wording: row[field]


def routes_of(name: str, page: str = "") -> dict[str, str]:
    return {"list": page or name, "filter": f"{name}_filter", "csv": f"{name}_csv", "xlsx": f"{name}_xlsx"}


class PartnerListing(Listing):
    """`title_field` is the pair that names a row, `fields` the columns fetched, `route` where a row leads."""

    namespace = "partners"
    title_field: ClassVar[str] = "name"
    fields: ClassVar[tuple[str, ...]]
    columns: ClassVar[tuple[Column, ...]]
    head: ClassVar[Any]
    route: ClassVar[tuple[str, ...]]
    default_sort = "name"

    def add_facts(self, rows: list[Row]) -> None:
        """Put into the rows what hangs on other tables, in a constant number of queries."""

    def page(self, *columns: str) -> Page:
        page = super().page(*self._fetched())
        self._complete(page.rows)
        return page

    def first(self, most: int, *columns: str) -> list[Row]:
        rows = super().first(most, *self._fetched())
        self._complete(rows)
        return rows

    def _fetched(self) -> tuple[str, ...]:
        names = [f"{self.title_field}_{language}" for language in ("ja", "en")]
        levels = ["handling"] if issubclass(self.model, Handled) else []
        return tuple(dict.fromkeys(["id", *names, "is_sample", *levels, *self.fields]))

    def _complete(self, rows: list[Row]) -> None:
        if issubclass(self.model, Handled):
            note_restricted_rows(self.user, self.model, [(row["id"], row["handling"]) for row in rows])
        self.add_facts(rows)

    @cached_property
    def shown(self) -> list[Column]:
        inside = self.user.is_government
        return [column for column in self.columns if inside or not column.inside]

    @property
    def on_page(self) -> list[Column]:
        return [column for column in self.shown if column.page]

    def lines(self, rows: Iterable[Row], user: Any) -> list[Row]:
        wording = Wording()
        kind = self.route[1:]
        address = reverse(f"{self.namespace}:{self.route[0]}", args=[*kind, NO_ID])
        levels = {value: str(label) for value, label in Handling.choices} if self.user.is_government else {}
        return [
            {
                **wording.titled(row, self.title_field),
                "url": address.replace(str(NO_ID), str(row["id"])),
                "handling": row.get("handling", "") if issubclass(self.model, Handled) and levels else "",
                "sample": wording.sample if row["is_sample"] else "",
                "cells": [
                    {"label": column.label, "text": column.text(row, wording), "number": column.number}
                    for column in self.on_page
                ],
            }
            for row in rows
        ]

    # --- The file ----------------------------------------------------------------------------------------------

    @cached_property
    def export(self) -> Export:
        return Export(self.title, self.saved_page, self._fetched(), self._heads, self._cells)

    def _heads(self) -> list[str]:
        levels = [_("取扱区分")] if issubclass(self.model, Handled) else []
        names = [str(self.head), _("%(name)s（英語）") % {"name": self.head}]
        return [*levels, *names, *[str(column.label) for column in self.shown], _("識別子")]

    def _cells(self, rows: list[Row], user: Any) -> list[list[Any]]:
        wording = Wording()
        leveled = issubclass(self.model, Handled)
        return [
            [
                *([str(Handling(row["handling"]).label)] if leveled else []),
                *(row[f"{self.title_field}_{language}"] for language in ("ja", "en")),
                *(column.text(row, wording) for column in self.shown),
                str(row["id"]),
            ]
            for row in rows
        ]

    # --- Around the list ---------------------------------------------------------------------------------------

    @property
    def links(self) -> list[dict[str, Any]]:
        near = (
            (_("国・機関 × テーマ"), "matrix", "globe"),
            (_("国を比べる"), "compare", "users"),
            (_("テーマ"), "themes", "list"),
            (_("取込み"), "import", "document"),
        )
        here = self.routes["list"]
        return [
            {"label": label, "url": reverse(f"partners:{route}"), "icon": icon}
            for label, route, icon in near
            if route != here and opens(f"partners:{route}")(self.request.user)
        ]
