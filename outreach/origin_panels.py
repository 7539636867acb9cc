"""On the pages of what dispatches come out of: those of an action, and what came of an embassy's request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.handling import Handling
from attaches.models import MeetingRequest
from meetings.models import ActionItem
from outreach.models import Dispatch, Engagement, Story
from partners.panels import MAIN, Panel

State = Dispatch.State
UNDER_WAY = _("派遣する専門家を調整しています。")
TOLD = {
    State.AGREED: _("派遣が決まりました。"),
    State.REPORTED: _("派遣を終えました。"),
    State.CANCELLED: _("派遣は見送りになりました。"),
}


@dataclass(frozen=True)
class Begun:
    """The dispatches the reader sees, and whether they may ask for one from here."""

    dispatches: list[Dispatch]
    asks: bool

    def __bool__(self) -> bool:
        return bool(self.dispatches) or self.asks

    @property
    def as_shown(self) -> dict[str, list[Dispatch]]:
        """As the panels of partners and themes take them."""
        return {"shown": self.dispatches}


@dataclass(frozen=True)
class Outcome:
    """What an embassy is told of the dispatch it asked for: where it stands and what was done, in figures.

    Who was considered, who speaks and what was written of it stay inside government; the speaker is named by the
    ministry's answer to the request. Stories are those that everybody reads.
    """

    words: Any
    starts_on: date | None = None
    ends_on: date | None = None
    talks: int = 0
    heard_by: int = 0
    stories: tuple[Story, ...] = ()


class OfAction(Panel):
    name, label, order, place, subjects = "dispatches_of", pgettext_lazy("list", "専門家派遣"), 40, MAIN, (ActionItem,)
    template = "outreach/panels/_of_action.html"

    def rows(self, subject: ActionItem, user: Any, today: date) -> Any:
        if not user.is_government:
            return None
        found = Dispatch.objects.visible_to(user).with_names().filter(action=subject).order_by("starts_on", "id")
        return Begun(list(found), subject.is_open and user.has_perm("outreach.add_dispatch"))


class OfRequest(Panel):
    name, label, order, place = "dispatch", _("専門家派遣の経過"), 40, MAIN
    subjects = (MeetingRequest,)
    template = "outreach/panels/_of_request.html"

    def rows(self, subject: MeetingRequest, user: Any, today: date) -> Any:
        if not subject.is_for_speaker:
            return None
        if not user.is_government:
            return outcome_of(subject, timezone.now())
        found = list(Dispatch.objects.visible_to(user).answering(subject).with_names().order_by("created_at"))
        answers = user.has_perm("attaches.answer_request", subject) and user.has_perm("outreach.add_dispatch")
        open_state = subject.is_waiting or subject.state == MeetingRequest.State.AGREED
        return Begun(found, answers and open_state and all(one.state == State.CANCELLED for one in found))


def outcome_of(request: MeetingRequest, now: datetime) -> Outcome | None:
    """Of the latest dispatch; nothing where it is kept for named readers."""
    dispatch = Dispatch.objects.answering(request).only("state", "starts_on", "ends_on", "handling").last_asked()
    if dispatch is None or dispatch.handling == Handling.RESTRICTED:
        return None
    words = TOLD.get(State(dispatch.state), UNDER_WAY)
    if dispatch.state not in (State.AGREED, State.REPORTED):
        return Outcome(words)
    talks = list(Engagement.objects.filter(dispatch=dispatch).values_list("heard_by", flat=True))
    stories = Story.objects.published(now).about(dispatch)
    return Outcome(words, dispatch.starts_on, dispatch.ends_on, len(talks), sum(talks), tuple(stories.newest_first()))


ORIGIN_PANELS = (OfAction(), OfRequest())
