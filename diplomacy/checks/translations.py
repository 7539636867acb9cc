"""Both languages complete: every Japanese string of the sources has its English in a catalogue, and no other has."""

import os
import re
from pathlib import Path

from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po

from diplomacy.ui.compile_messages import catalogues

ROOT = Path(__file__).resolve().parent.parent.parent
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff01-\uff9d]")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


def problems() -> list[str]:
    os.environ.setdefault("PORTAL_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    import django

    django.setup()
    from diplomacy.checks import sources

    used = sources.messages()
    entries, found = english()
    for message, place in used.items():
        if JAPANESE.search(message.text) and (message.text, message.context) not in entries:
            found.append(f"{place}: no English for {message.text!r}")
    texts = {(message.text, message.context) for message in used}
    for key, (path, _) in entries.items():
        if key not in texts:
            found.append(f"{path}: nothing uses {key[0]!r}")
    return found


def english() -> tuple[dict[tuple[str, str | None], tuple[str, Entry]], list[str]]:
    """The catalogues of all apps as Django merges them, and what is wrong inside them."""
    entries: dict[tuple[str, str | None], tuple[str, Entry]] = {}
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
