"""Own stylesheets as they are delivered: hashed names and compressed forms by WhiteNoise, comments and spaces left out.

The source stays as people read it. rcssmin was tried: it joins `.dense :is(th, td)` inside a nested rule to
`.dense:is(th,td)`, which means something else; this takes away only what never means anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN = re.compile(r"css/[\w-]+\.css")
STRING = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
SPACE = r"(?:\s|/\*.*?\*/)"
PARTS = re.compile(
    rf"({STRING})|{SPACE}*(?:;{SPACE}*)?([{{}}]){SPACE}*|{SPACE}*([;,]){SPACE}*|(:){SPACE}+|{SPACE}+", re.DOTALL
)


def minified(css: str) -> str:
    """Without comments and last semicolons, and without white space but for one space where there may be need of it."""
    return PARTS.sub(lambda part: next(filter(None, part.groups()), " "), css).strip()


class StaticStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            paths |= {name: self._minified(name, *found) for name, found in paths.items() if OWN.fullmatch(name)}
        yield from super().post_process(paths, dry_run, **options)

    def _minified(self, name: str, storage: Any, path: str) -> tuple[StaticStorage, str]:
        """Put the short form in the place of the copy; names and compressed files are then made from it."""
        with storage.open(path) as source:
            text = minified(source.read().decode())
        self.delete(name)
        self._save(name, ContentFile(text.encode()))
        return self, name
