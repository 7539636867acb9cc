"""One box over everything the reader may see. Odd input finds nothing; it is never an error."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from accounts.handling import Handling
from accounts.reading import note_restricted_read
from diplomacy.search.marks import marked
from diplomacy.search.providers import Group, providers, readable, search


@require_safe
@access(Access.READER)
def search_all(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "")
    text = readable(typed)
    kind = request.GET.get("kind", "")
    only = kind if any(provider.name == kind for provider in providers) else ""
    groups = search(text, request.user, only)
    records = [record for group in groups for hit in group.hits for record in hit.records]
    note_restricted_read(request.user, *records)
    context = {
        "text": text,
        "only": only,
        "shortened": " ".join(typed.split()) != text,
        "groups": [_shown(group, text) for group in groups],
        "all_kinds": f"?{urlencode({'q': text})}",
    }
    return render(request, "search.html", context)


def _shown(group: Group, text: str) -> dict[str, Any]:
    labels = dict(Handling.choices)
    return {
        "name": group.name,
        "label": group.label,
        "counted": group.counted,
        "more": f"?{urlencode({'q': text, 'kind': group.name})}" if group.more else "",
        "hits": [
            {
                "title": marked(hit.title, text),
                "other": marked(hit.other, text),
                "url": hit.url,
                "details": [marked(detail, text) for detail in hit.details],
                "handling": hit.handling,
                "is_sample": hit.is_sample,
                "handling_label": labels.get(hit.handling, ""),
            }
            for hit in group.hits
        ],
    }
