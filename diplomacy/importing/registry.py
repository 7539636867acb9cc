"""The lists that can be imported. Each app registers its own; the pages ask for them by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django.http import Http404


class Importer(Protocol):
    """A list that rows can be imported into. `label` names it in the reader's language."""

    name: str
    label: Any
    columns: Sequence[Any]


importers: dict[str, Importer] = {}


def importer_or_404(name: str) -> Any:
    if name not in importers:
        raise Http404
    return importers[name]


def register(importer: Importer) -> None:
    importers[importer.name] = importer
