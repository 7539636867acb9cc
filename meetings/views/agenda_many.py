"""Several items at once: bulk changes, and lines pasted from Word or Excel."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Access, access
from diplomacy.markdown.render import markdown
from meetings import pasting
from meetings.actions import many
from meetings.actions.pasting import paste_items
from meetings.forms.agenda import BulkForm, PasteForm
from meetings.models import Meeting
from meetings.views.agenda import done
from meetings.views.agenda_bin import delete_all
from meetings.views.meeting_page import agenda_shown, answers_refusals, head, seen_versions, writable_or_refused
from partners.models import Organisation


@access(Access.STAFF)
@require_POST
@answers_refusals
def bulk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete, indent, or set a field of the chosen items: all of them or none."""
    meeting = writable_or_refused(request, pk)
    versions = seen_versions(request.POST.getlist("item"))
    form = BulkForm(request.POST, actor=request.user)
    if not versions:
        raise ValidationError(_("議題を選択してください。"))
    if not form.is_valid():
        raise ValidationError([text for texts in form.errors.values() for text in texts])
    deed = form.cleaned_data["deed"]
    if deed == "delete":
        return delete_all(request, meeting, versions)
    if deed == "indent":
        many.indent_items(meeting.pk, versions=versions, actor=request.user)
    else:
        many.edit_items(meeting.pk, versions=versions, changes=form.changes(), actor=request.user)
    text = ngettext("%(count)s件の議題を変更しました。", "%(count)s件の議題を変更しました。", len(versions))
    return done(request, meeting, text % {"count": len(versions)})


@access(Access.STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read the pasted lines and show the tree they make; sent once more with `confirm`, make it."""
    meeting = writable_or_refused(request, pk)
    form = PasteForm(request.POST or None, rows=agenda_shown(request, meeting).rows)
    lines: list[pasting.Line] = []
    if request.method == "POST" and form.is_valid():
        try:
            lines = pasting.read(form.cleaned_data["text"], _ministries(request.user))
            if "confirm" in request.POST:
                return _paste(request, meeting, lines, form.cleaned_data["parent"])
        except ValidationError as fault:
            form.add_error(None, fault)
    context = head(request, meeting, "detail") | {"form": form, "lines": lines}
    return render(request, "meetings/paste.html", context, status=400 if form.errors else 200)


def _paste(request: HttpRequest, meeting: Meeting, lines: list[pasting.Line], parent: str) -> HttpResponse:
    new = paste_items(meeting.pk, lines=lines, parent=UUID(parent) if parent else None, actor=request.user)
    text = ngettext("%(count)s件の議題を追加しました。", "%(count)s件の議題を追加しました。", len(new))
    return done(request, meeting, text % {"count": len(new)}, at=new[0].pk)


def _ministries(user: Any) -> dict[str, Organisation]:
    """Every name and short name of the ministries."""
    rows = Organisation.objects.visible_to(user).ministries()
    return {name: row for row in rows for name in (row.name_ja, row.name_en, row.abbreviation) if name}


@access(Access.STAFF)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """How a note will look."""
    return HttpResponse(markdown(request.POST.get("note", "")[:20_000]))
