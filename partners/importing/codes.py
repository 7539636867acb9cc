from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partners.importing.columns import Chosen, Link, Links
from partners.importing.lists import RecordImporter
from partners.importing.lookups import Lookups
from partners.importing.planning import NOT_IN_IMPORT
from partners.models import Person


def codes_of(importer: RecordImporter, user: Any) -> dict[str, Sequence[tuple[str, ...]]]:
    """What may stand in each column that takes only known values. No people: a template is no list of them."""
    lookups = Lookups(user)
    found: dict[str, Sequence[tuple[str, ...]]] = {}
    for column in importer.columns:
        if isinstance(column, Chosen):
            found[column.name] = [code for code in column.codes(importer.model) if code[0] not in NOT_IN_IMPORT]
        elif isinstance(column, Link | Links) and importer.linked(column) is not Person:
            found[column.name] = lookups.of(importer.linked(column)).rows
    return found
