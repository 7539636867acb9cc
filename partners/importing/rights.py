"""The rights of an import, asked for each row by the same permissions as on the pages (`partners/permissions.py`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model

from partners.actions.records import PLACES, permission_to_change
from partners.importing.lists import RecordImporter
from partners.loading.reading import Record
from partners.models import Partner, Person


class Rights:
    """Places are the partners (of posts: the people) that records belong to; each is asked once."""

    def __init__(self, importer: RecordImporter, user: Any, records: list[Record], *, locked: bool) -> None:
        self.importer, self.user = importer, user
        self.asked: dict[UUID | None, bool] = {}
        model: type[Model] = Person if importer.place == "person" else Partner
        wanted = {pk for record in records for pk in self._places(record)} - {None}
        rows = model._default_manager.visible_to(user).filter(pk__in=wanted).order_by("pk")  # type: ignore[attr-defined]
        if model is Person:
            rows = rows.select_related("partner")
        # Nobody else adds to the same partner meanwhile: twins would be missed.
        self.places = {row.pk: row for row in (rows.select_for_update(of=("self",), no_key=True) if locked else rows)}

    def may_add(self, record: Record) -> bool:
        return any(self._may_add_to(place) for place in self._places(record) or [None])

    def may_change(self, row: Any, record: Record, changes: dict[str, Any]) -> bool:
        """Asked before the change is set. Whoever moves a record needs the right at its new place too."""
        if not self.user.has_perm(permission_to_change(row), row):
            return False
        moved = self.importer.place in PLACES and changes.get(self.importer.place, (None, None))[1]
        return not moved or self._may_add_to(moved)

    def _places(self, record: Record) -> Iterable[UUID | None]:
        value = record.values.get(self.importer.place)
        return value if isinstance(value, frozenset) else [value]

    def _may_add_to(self, pk: UUID | None) -> bool:
        if pk not in self.asked:
            place = self.places.get(pk) if pk else None
            permission = "partners.change_record" if self.importer.place == "person" else "partners.add_record"
            self.asked[pk] = self.user.has_perm(permission, place) if place or not pk else False
        return self.asked[pk]
