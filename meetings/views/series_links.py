"""系列のつながりを編集する: what a series prepares, feeds into, reports to or succeeds. For the secretariat."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Access, access
from diplomacy.ui.toasts import toast
from meetings.actions.series_links import link_series, unlink_series
from meetings.forms.series_links import SeriesLinkForm
from meetings.models import MeetingSeries, SeriesLink


@access(Access.SECRETARIAT)
@require_http_methods(["GET", "HEAD", "POST"])
def series_links(request: HttpRequest, pk: UUID) -> HttpResponse:
    series = get_object_or_404(MeetingSeries.objects.visible_to(request.user).defer("search"), pk=pk)
    form = SeriesLinkForm(request.POST or None, series=series, actor=request.user)
    try:
        if request.method == "POST" and form.is_valid():
            link_series(pk, fields=form.cleaned_data, actor=request.user)
            toast(request, _("つながりを登録しました。"))
            return redirect("meetings:series_links", pk=pk)
    except ValidationError as fault:
        form.add_error(None, fault)
    links = SeriesLink.objects.visible_to(request.user).with_series()
    context = {
        "series": series,
        "form": form,
        "links_up": links.filter(from_series=series),
        "links_down": links.filter(to_series=series),
    }
    return render(request, "meetings/series_links.html", context, status=400 if form.errors else 200)


@access(Access.SECRETARIAT)
@require_POST
def series_link_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    link = get_object_or_404(SeriesLink.objects.visible_to(request.user), pk=pk)
    unlink_series(pk, actor=request.user)
    toast(request, _("つながりを削除しました。"))
    return redirect("meetings:series_links", pk=link.from_series_id)
