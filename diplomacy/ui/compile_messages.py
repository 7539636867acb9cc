"""`python -m diplomacy.ui.compile_messages`: writes the `.mo` beside each `.po` by Babel.

Django's own command needs the GNU gettext programs, which a fresh machine does not have.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent.parent


def catalogues() -> Iterator[Path]:
    """The `.po` files of the project and its apps."""
    return (path for path in sorted(ROOT.glob("*/locale/*/LC_MESSAGES/django.po")))


def compile_one(source: Path) -> None:
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parts[-3], abort_invalid=True)
    with source.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, catalogue)


def main() -> int:
    for source in catalogues():
        try:
            compile_one(source)
        except PoFileError as problem:
            print(f"{source.relative_to(ROOT)}: {problem}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
