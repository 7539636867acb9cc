"""What the pages of one meeting share: the meeting itself, its head, its tabs, and how they answer a refusal."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require
from accounts.handling import Handling
from accounts.handouts import usual
from accounts.reading import note_restricted_read
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.seen import seen_version as seen_version
from meetings.local_times import hours
from meetings.models import Meeting, Watch
from meetings.ordering import StaleOrder

if TYPE_CHECKING:
    from accounts.models import User
from meetings.outline import Outline, outline

TONES = {"tentative": "info", "confirmed": "success", "postponed": "warning", "cancelled": "error"}
TABS = (
    ("detail", gettext_lazy("議題")),
    ("positions", gettext_lazy("対処方針と協議")),
    ("documents", gettext_lazy("資料")),
    ("outcomes", gettext_lazy("決定と行動")),
    ("participants", gettext_lazy("参加者")),
    ("notices", gettext_lazy("通知")),
    ("history", gettext_lazy("履歴")),
    ("sources", gettext_lazy("出典")),
)
# Tabs for those inside government.
INSIDE = {"positions", "notices", "history"}


def meeting_or_404(request: HttpRequest, meeting_id: UUID) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user).with_head(), pk=meeting_id)


def writable_or_refused(request: HttpRequest, meeting_id: UUID) -> Meeting:
    """The meeting for who may write its agenda. Asked before the input is read: 404, then 403, then 400."""
    meeting = meeting_or_404(request, meeting_id)
    require(request.user, "meetings.change_agenda", meeting)
    return meeting


def head(request: HttpRequest, meeting: Meeting, tab: str) -> dict[str, Any]:
    """The context of the layout `meetings/layout.html`."""
    note_restricted_read(request.user, meeting)
    shown = [(name, label) for name, label in TABS if name not in INSIDE or request.user.is_government]
    return {
        "meeting": meeting,
        "status_tone": TONES.get(meeting.status, "neutral"),
        "writes": request.user.has_perm("meetings.change_agenda", meeting),
        "may_handle": request.user.has_perm("meetings.change_handling", meeting),
        "hours": hours(meeting, request.user),
        "papers": paper_links(meeting, request.user),
        "watching": Watch.objects.filter(user=request.user, meeting=meeting).exists(),
        "tabs": [
            {"label": label, "url": reverse(f"meetings:{name}", args=[meeting.pk]), "current": name == tab}
            for name, label in shown
        ],
    }


def agenda_shown(request: HttpRequest, meeting: Meeting) -> Outline:
    """The agenda as the person sees it, on a page that shows it or offers its items as a choice."""
    agenda = outline(meeting, request.user)
    note_agenda_read(request, agenda)
    return agenda


def note_agenda_read(request: HttpRequest, agenda: Outline) -> None:
    note_restricted_read(request.user, *(row.item for row in agenda.rows))


def paper_links(meeting: Meeting, user: User) -> list[tuple[str, str]]:
    """What is most asked for, at once; everything else is chosen on a page of its own."""
    if meeting.handling == Handling.RESTRICTED:
        return []
    address, wish = reverse("meetings:paper_file", args=[meeting.pk]), usual(user)
    given = {"language": wish.language, "audience": wish.audience.value}
    if wish.recipient:
        given["recipient"] = str(wish.recipient.pk)
    links = [("agenda", "pdf", _("議題（PDF）")), ("agenda", "docx", _("議題（Word）"))]
    if user.is_government:
        links += [
            ("annotated", "pdf", _("対処方針付き（PDF）")),
            ("annotated", "docx", _("対処方針付き（Word）")),
        ]
    return [(label, f"{address}?{urlencode({'kind': kind, 'form': form, **given})}") for kind, form, label in links]


def seen_versions(values: list[str]) -> dict[UUID, int]:
    """Several rows with the versions seen, each written `id:version`."""
    try:
        return {UUID(key): int(version) for key, version in (value.split(":") for value in values)}
    except ValueError:
        raise ValidationError(_("どの議題かが分かりません。ページを開き直してください。")) from None


def answers_refusals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For verbs without a form: says on a page (or to the script) why nothing was done."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as gone:
            raise Http404 from gone
        except StaleOrder:
            return refusal(request, [_("並び順が他の人により変更されています。最新の並びを確かめてください。")], 409)
        except Conflict:
            return refusal(request, [_("他の人がこの議題を変更しました。最新の内容を確かめてください。")], 409)
        except ValidationError as fault:
            return refusal(request, fault.messages, 400)

    return answer


def refusal(request: HttpRequest, texts: list[str], status: int, *, back: str = "") -> HttpResponse:
    """`back` leads to what stands there now, the meeting's agenda unless told otherwise."""
    template = "meetings/_refusal.html" if request.htmx else "meetings/refusal.html"
    meeting_id = request.resolver_match.kwargs.get("pk")
    back = back or (reverse("meetings:detail", args=[meeting_id]) if meeting_id else "/")
    return render(request, template, {"texts": texts, "back": back}, status=status)
