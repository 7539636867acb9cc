"""取扱区分 of a meeting or of one of its agenda items."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from meetings.actions.handling import Record, set_handling
from meetings.models import Meeting, Position
from meetings.views.agenda import item_or_404
from meetings.views.meeting_page import head, meeting_or_404, seen_version
from partners.forms.handling import HandlingForm


@access(Access.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def handling(request: HttpRequest, pk: UUID, item: UUID | None = None, *, paper: bool = False) -> HttpResponse:
    """Of the item's position where `paper` says so."""
    meeting = meeting_or_404(request, pk)
    if paper:
        record = get_object_or_404(Position.objects.visible_to(request.user), item=item, item__meeting=meeting)
        require(request.user, "meetings.change_position", record.item)
        return handling_page(request, meeting, record, reverse("meetings:positions", args=[meeting.pk]))
    require(request.user, "meetings.change_handling", meeting)
    record = item_or_404(request, meeting, item) if item else meeting
    return handling_page(request, meeting, record, reverse("meetings:detail", args=[meeting.pk]))


def handling_page(
    request: HttpRequest, meeting: Meeting, record: Record, back: str, *, called: str = ""
) -> HttpResponse:
    """The form for who may set the level of the record; `back` is where they go on.

    `called` names a record that no title names.
    """
    form = HandlingForm(request.POST or None, record=record, actor=request.user)
    status = 200
    if request.method == "POST":
        status = 400
        try:
            if form.is_valid():
                version = seen_version(request)
                set_handling(record, **form.cleaned_data, seen_version=version, actor=request.user)
                toast(request, _("取扱区分を変更しました。"))
                return redirect(back)
        except Conflict:
            status = 409
            form.add_error(
                None, _("他の人がこの記録を変更しました。最新の内容を確かめてから、もう一度設定してください。")
            )
        except ValidationError as fault:
            form.add_error(None, fault)
    note_restricted_read(request.user, record)
    context = head(request, meeting, "") | {"form": form, "record": record, "back": back}
    context |= {"paper": isinstance(record, Position), "called": called}
    return render(request, "meetings/handling.html", context, status=status)
