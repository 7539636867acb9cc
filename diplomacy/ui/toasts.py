"""Messages of success: shown once at the foot of the next page, with 元に戻す where there is a way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django_htmx.http import trigger_client_event

UNDO = "undo:"


def toast(request: HttpRequest, text: Any, *, undo_url: str = "", level: int = messages.SUCCESS) -> None:
    """Leave a message for the next full page; `undo_url` takes a POST that brings the old state back."""
    messages.add_message(request, level, text, extra_tags=f"{UNDO}{undo_url}" if undo_url else "")


def toast_now(response: HttpResponse, text: Any, *, undo_url: str = "", level: int = messages.SUCCESS) -> HttpResponse:
    """Show a message with this htmx answer, without a new page."""
    detail = {"text": str(text), "undo": undo_url, "level": messages.DEFAULT_TAGS[level]}
    return trigger_client_event(response, "portal:toast", detail)


def undo_url(message: Any) -> str:
    """The way back that `toast` put into a message, or nothing."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
