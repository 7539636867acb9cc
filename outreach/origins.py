"""What a dispatch or a story comes out of: an action of a meeting, an embassy's request, a dispatch.

The form is opened with it in the address (`?action=…`), begins with what it says, and keeps it in the field of the
same name. Neither end tells of the other to whom it is hidden from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from attaches.models import MeetingRequest
from meetings.models import ActionItem
from outreach.models import Dispatch


@dataclass(frozen=True)
class Origin:
    """`rows` are those the person may begin from, `begin` what the form begins with."""

    name: str
    rows: Callable[[Any], Any]
    begin: Callable[[Any], dict[str, Any]]


def _of_action(action: ActionItem) -> dict[str, Any]:
    item, meeting = action.item, action.meeting
    begun = {"title_ja": action.title_ja or action.title_en, "title_en": action.title_en}
    return begun | {
        "purpose_ja": action.detail,
        "partner": meeting.series.host_partner_id or meeting.country_id,
        "theme": item.themes.first() if item else None,
    }


def _of_request(request: MeetingRequest) -> dict[str, Any]:
    day = request.dates.first()
    return {
        "title_ja": request.subject[:160],
        "purpose_ja": request.purpose[:4000],
        "audience": " ".join(request.participants.split())[:200],
        "partner": request.owner.country_id,
        "theme": request.themes.first(),
        "starts_on": day and day.on_date,
        "ends_on": day and day.on_date,
    }


def _of_dispatch(dispatch: Dispatch) -> dict[str, Any]:
    """What is told in public is written anew: of the dispatch only its subject goes over."""
    return {"themes": [dispatch.theme_id], "partners": [dispatch.partner_id]}


def _actions(user: Any) -> Any:
    return ActionItem.objects.visible_to(user).live().select_related("meeting__series", "item")


def _requests(user: Any) -> Any:
    return MeetingRequest.objects.visible_to(user).for_speakers().select_related("owner")


ORIGINS = {
    origin.name: origin
    for origin in (
        Origin("action", _actions, _of_action),
        Origin("asked_in", _requests, _of_request),
        Origin("dispatch", lambda user: Dispatch.objects.visible_to(user), _of_dispatch),
    )
}


def origin_or_404(names: tuple[str, ...], query: QueryDict, user: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The record that the address names, by the field that keeps it, and what the form begins with."""
    name = next((name for name in names if name in query), None)
    if name is None:
        return {}, {}
    try:
        key = UUID(query[name])
    except ValueError as fault:
        raise Http404 from fault
    found = get_object_or_404(ORIGINS[name].rows(user), pk=key)
    return {name: found}, ORIGINS[name].begin(found)
