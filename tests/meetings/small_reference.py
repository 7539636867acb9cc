"""A reference folder of a few rows: whole and right, to be spoilt or changed by a test."""

from pathlib import Path
from shutil import copytree

SMALL = Path(__file__).parent / "reference"


def write_reference(folder: Path) -> Path:
    return copytree(SMALL, folder, dirs_exist_ok=True)


def replace_in(folder: Path, name: str, old: str, new: str) -> None:
    """Change one place of one file; the place must be there exactly once."""
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (name, old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")
