from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accounts.handouts import Made
from diplomacy.export.sheets import CSV_TYPE, XLSX_TYPE
from diplomacy.importing.templates import csv_template, xlsx_template
from partners.importing.columns import Chosen, Link, Links
from partners.importing.lists import RecordImporter
from partners.importing.lookups import Lookups
from partners.importing.planning import NOT_IN_IMPORT
from partners.models import Person

TEMPLATE_FORMS = {"xlsx": XLSX_TYPE, "csv": CSV_TYPE}


def template_of(importer: RecordImporter, form: str, user: Any) -> Made:
    """The file to fill in, in one of the `TEMPLATE_FORMS`."""
    if form == "csv":
        content = csv_template(importer.columns)
    else:
        content = xlsx_template(importer.columns, codes_of(importer, user))
    return Made(f"{importer.name}.{form}", content, TEMPLATE_FORMS[form])


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
