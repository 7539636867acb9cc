"""Where a fact comes from, for `components/source.html`."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The reference files join several sources with this; a lone semicolon can be part of an address.
SEPARATOR = "; "
PLAIN_WORDS = {
    "policy-paper": lambda: _("政策文書（科学技術外交）"),
    "unverified": lambda: _("一般的な知識による（出典未確認）"),
}


@dataclass(frozen=True)
class SourcePart:
    """`url` is empty where the source is no web address: then `text` stands as it is."""

    text: str
    url: str = ""


@register.filter
def source_parts(source: str) -> list[SourcePart]:
    return [_part(part) for part in map(str.strip, (source or "").split(SEPARATOR)) if part]


def _part(text: str) -> SourcePart:
    if text in PLAIN_WORDS:
        return SourcePart(PLAIN_WORDS[text]())
    try:
        address = urlsplit(text)
    except ValueError:
        return SourcePart(text)
    if address.scheme not in {"http", "https"} or not address.netloc or any(map(str.isspace, text)):
        return SourcePart(text)
    return SourcePart(address.netloc + unquote(address.path.rstrip("/")), text)
