"""How a page of the public site is answered: its language, its twins, what search engines and others are told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import conditional_page

from diplomacy.markdown.render import markdown
from diplomacy.ui.titles import local
from outreach.languages import CODES
from outreach.models import Offer, Story

# Kept by whoever likes, asked again each time: what is withdrawn is gone at once.
ASK_AGAIN = "public, no-cache"
LONGEST_DESCRIPTION = 160


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page in the language of its address, in the place's own time, the same for everybody."""

    @wraps(view)
    def shown(request: HttpRequest, language: str, **named: Any) -> HttpResponse:
        with translation.override(language), timezone.override(settings.TIME_ZONE):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            try:
                response = view(request, language, **named)
            except Http404:
                return page(request, "public/missing.html", language, {"title": ""}, status=404)
        response.setdefault("Cache-Control", ASK_AGAIN)
        response["Content-Language"] = language
        return response

    return conditional_page(shown)


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def twins(request: HttpRequest, language: str) -> dict[str, str]:
    """The address of this page in each language; of a preview, whose address is nobody's, those of the home page."""
    match = request.resolver_match
    if match is None or "language" not in match.kwargs:
        return {code: reverse("outreach:home", args=[code]) for code in CODES}
    return {code: reverse(match.view_name, kwargs={**match.kwargs, "language": code}) for code in CODES}


def page(
    request: HttpRequest, template: str, language: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """`context` names title and description; `picture` is the rendition shown where the page is shared."""
    alternates = twins(request, language)
    home = alternates[language] == reverse("outreach:home", args=[language])
    shared = {
        "language": language,
        "other": next(code for code in CODES if code != language),
        "canonical": absolute(alternates[language]),
        "alternates": [(code, absolute(address)) for code, address in alternates.items()],
        "default": absolute(reverse("home") if home else alternates["ja"]),
        "other_address": next(address for code, address in alternates.items() if code != language),
        "feed": reverse("outreach:feed", args=[language]),
        "site": settings.SITE_URL,
        "sections": sections(request, language),
    }
    shared["description"] = context.get("description", "")[:LONGEST_DESCRIPTION]
    return render(request, template, {**context, **shared}, status=status)


def sections(request: HttpRequest, language: str) -> list[dict[str, Any]]:
    """The menu, with where the reader is."""
    named = (
        ("themes", _("テーマ")),
        ("partners", pgettext("list", "国・地域")),
        ("events", pgettext("list", "行事")),
        ("stories", _("記事")),
    )
    links = [(reverse(f"outreach:public_{name}", args=[language]), label) for name, label in named]
    return [{"url": url, "label": label, "current": request.path.startswith(url)} for url, label in links]


def text_page(request: HttpRequest, text: Story | Offer, language: str, *, preview: str = "") -> HttpResponse:
    """A story or an offer; `preview` is the address that leads back to its editing."""
    story = isinstance(text, Story)
    themes = list(text.themes.all()) if story else [text.theme]
    context = {
        "text": text,
        "title": str(text),
        "description": text.summary,
        "body": markdown(local(text.body_ja, text.body_en), below=1),
        "themes": themes,
        "partners": list(text.partners.all()) if story else [],
        "picture": getattr(text, "picture", None) if story else None,
        "kind": "article" if story else "website",
        "preview": preview,
        "is_story": story,
    }
    return page(request, "public/text.html", language, context)
