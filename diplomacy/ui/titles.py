"""Which of two texts the reader sees: their language's, else the other one; and how it strings names together."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language


def local(ja: str, en: str) -> str:
    first, second = (en, ja) if get_language() == "en" else (ja, en)
    return first or second


def enumerated(names: Iterable[Any]) -> str:
    """Names one after another, parted as the reader's language parts them."""
    return comma().join(str(name) for name in names)


def comma() -> str:
    return ", " if get_language() == "en" else "、"
