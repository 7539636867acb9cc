"""The words of the diagram, short enough for its boxes. The full ones stand in the panel and in the table."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import get_language, pgettext

# From here on a name is too long for a box, and its abbreviation stands for it where the name gives one.
LONG = {"ja": 17, "en": 44}
ABBREVIATED = re.compile(r"[（(]([A-Z][A-Za-z0-9/+-]{1,11})[)）]$")
BRACKETED = re.compile(r"\s*[（(]([A-Z0-9][A-Za-z0-9/+-]{1,11})[)）]$")


def spoken(series: Any) -> tuple[str, str]:
    """The name in the reader's language, else in the other one, and which language that is."""
    wanted = "en" if get_language() == "en" else "ja"
    other = "ja" if wanted == "en" else "en"
    text = getattr(series, f"name_{wanted}")
    return (text, wanted) if text else (getattr(series, f"name_{other}"), other)


def short_name(name: str, host: str) -> str:
    """Science and Technology is S&T; a long name gives way to its own abbreviation, with the host's where it lacks."""
    bare = name.replace("Science and Technology", "S&T")
    long = LONG["en" if bare.isascii() else "ja"]
    abbreviation = ABBREVIATED.search(bare)
    if len(bare) <= long or not abbreviation:
        return bare
    short = abbreviation.group(1)
    return short if host and short.startswith(host) else f"{host} {short}".strip()


def host_label(partner: Any) -> str:
    """OECD, not 経済協力開発機構(OECD)."""
    if partner is None:
        return ""
    named = BRACKETED.search(partner.name_ja) or BRACKETED.search(partner.name_en)
    if named:
        return named.group(1)
    if partner.slug and len(partner.slug) <= 3 and partner.slug.islower():
        return str(partner) if get_language() != "en" or len(str(partner)) < 8 else partner.slug.upper()
    return str(partner)


def body_label(body: Any) -> str:
    return body.abbreviation if get_language() == "en" and body.abbreviation else str(body)


def compact_date(meeting: dict[str, Any] | None) -> str:
    """2026.12.4, as far as it is known."""
    if meeting is None or meeting["start_date"] is None:
        return pgettext("次回", "未定")
    day, precision = meeting["start_date"], meeting["date_precision"]
    if precision == "year":
        return f"{day.year}"
    return f"{day.year}.{day.month}" if precision == "month" else f"{day.year}.{day.month}.{day.day}"
