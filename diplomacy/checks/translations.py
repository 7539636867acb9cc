"""Both languages complete: every Japanese string of the sources has its English in a catalogue, and no other has.

`python -m diplomacy.checks.translations APP` prints what an app still lacks, ready to be filled in and appended to
its catalogue.
"""

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po

from diplomacy.ui.compile_messages import catalogues

if TYPE_CHECKING:
    from diplomacy.checks.sources import Message

ROOT = Path(__file__).resolve().parent.parent.parent
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff01-\uff9d]")
# Identity and context to the file and the entry.
Catalogue = dict[tuple[str, str | None], tuple[str, Entry]]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def problems() -> list[str]:
    used = messages_of_the_sources()
    entries, found = english()
    found += [f"{place}: no English for {message.text!r}" for message, place in missing(used, entries).items()]
    texts = {(message.text, message.context) for message in used}
    found += [f"{path}: nothing uses {key[0]!r}" for key, (path, _) in entries.items() if key not in texts]
    return found


def messages_of_the_sources() -> dict["Message", str]:
    """Templates are compiled with the portal's own tags, which needs Django set up."""
    os.environ.setdefault("PORTAL_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    import django

    django.setup()
    from diplomacy.checks import sources

    return sources.messages()


def missing(used: dict["Message", str], entries: Catalogue) -> dict["Message", str]:
    return {
        message: place
        for message, place in used.items()
        if JAPANESE.search(message.text) and (message.text, message.context) not in entries
    }


def unfilled(app: str) -> Catalog:
    """The missing entries of an app: its modules, and the templates in the folder of its name."""
    used = messages_of_the_sources()
    catalogue = Catalog(locale="en")
    for message, place in missing(used, english()[0]).items():
        if place.startswith((f"{app}/", f"templates/{app}/")):
            path, _, line = place.partition(":")
            catalogue.add(message.text, context=message.context, locations=[(path, int(line or 0))])
    return catalogue


def english() -> tuple[Catalogue, list[str]]:
    """The catalogues of all apps as Django merges them, and what is wrong inside them."""
    entries: Catalogue = {}
    found: list[str] = []
    for source in catalogues():
        if source.parts[-3] != "en":
            continue
        path = str(source.relative_to(ROOT))
        with source.open("rb") as text:
            catalogue = read_po(text, locale="en")
        for entry in catalogue:
            if not entry.id:
                continue
            found += faults(path, entry)
            for identity in entry.id if isinstance(entry.id, tuple | list) else [entry.id]:
                other = entries.setdefault((identity, entry.context), (path, entry))
                if other[1].string != entry.string:
                    found.append(f"{path}: {identity!r} is translated otherwise in {other[0]}")
    return entries, found


def faults(path: str, entry: Entry) -> list[str]:
    identities = list(entry.id) if isinstance(entry.id, tuple | list) else [entry.id]
    strings = list(entry.string) if isinstance(entry.string, tuple | list) else [entry.string]
    if entry.fuzzy or not all(strings):
        return [f"{path}: {identities[0]!r} is not translated"]
    # The plural names all placeholders; "one meeting" may leave the number out.
    wanted = set(PLACEHOLDER.findall(identities[-1]))
    if set(PLACEHOLDER.findall(strings[-1])) != wanted:
        return [f"{path}: {identities[0]!r} and its English name different values"]
    return []


if __name__ == "__main__":
    write_po(sys.stdout.buffer, unfilled(sys.argv[1]), omit_header=True, width=120)
