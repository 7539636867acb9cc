"""Which of two texts the reader sees: their language's, else the other one; and how it strings names together."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language


def local(ja: str, en: str) -> str:
    first, second = (en, ja) if get_language() == "en" else (ja, en)
    return first or second


def bracketed(name: Any, behind: Any) -> str:
    """A name with what is known of it in brackets, as the reader's language writes them; alone where nothing is."""
    if not behind:
        return str(name)
    return f"{name} ({behind})" if get_language() == "en" else f"{name}（{behind}）"


def enumerated(names: Iterable[Any]) -> str:
    """Names one after another, parted as the reader's language parts them."""
    return comma().join(str(name) for name in names)


def comma() -> str:
    return ", " if get_language() == "en" else "、"
