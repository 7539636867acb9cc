"""Which of two texts the reader sees: their language's, else the other one."""

from django.utils.translation import get_language


def local(ja: str, en: str) -> str:
    first, second = (en, ja) if get_language() == "en" else (ja, en)
    return first or second
