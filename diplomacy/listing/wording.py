"""The words of one request's rows, looked up once for all of them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _


class Wording:
    """The reader's language and day."""

    def __init__(self) -> None:
        self.english = get_language() == "en"
        self.language, self.other = ("en", "ja") if self.english else ("ja", "en")
        self.today = timezone.localdate()
        self.sample = _("見本")

    def pair(self, row: dict[str, Any], field: str) -> tuple[str, str]:
        """The text in the reader's language, else in the other one, and which language that is."""
        text = row[f"{field}_{self.language}"]
        return (text, self.language) if text else (row[f"{field}_{self.other}"] or "", self.other)

    def titled(self, row: dict[str, Any], field: str) -> dict[str, str]:
        """A row's title with its language where it is not the reader's, and the title in the other language."""
        title, language = self.pair(row, field)
        own = language == self.language
        return {
            "title": title,
            "language": "" if own else language,
            "other": row[f"{field}_{self.other}"] if own else "",
            "other_language": self.other,
        }
