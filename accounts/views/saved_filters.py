"""A person's own saved filters of the lists: nobody else meets them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Access, access
from accounts.lists.forms import SavedFilterForm
from accounts.lists.listing import listings
from accounts.models import SavedFilter
from diplomacy.ui.toasts import toast


def address_of(saved: SavedFilter) -> str:
    listing = listings[saved.page]
    return reverse(f"{listing.namespace}:{listing.routes['list']}")


@require_POST
@access(Access.READER)
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter in force of the list that `page` names."""
    page = request.POST.get("page", "")
    if page not in listings:
        raise BadRequest("no such list")
    kept = SavedFilter(user=request.user, page=page)
    form = SavedFilterForm(request.POST, instance=kept, listing=listings[page])
    if not form.is_valid():
        return _asked_again(request, form)
    saved = form.save()
    toast(request, _("条件「%(name)s」を保存しました。") % {"name": saved.name})
    return redirect(f"{address_of(saved)}?{saved.query}")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.READER)
def change_filter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rename it, or delete it where the button said so."""
    saved = get_object_or_404(SavedFilter, pk=pk, user=request.user.pk, page__in=listings)
    address = address_of(saved)
    if request.method == "POST" and "delete" in request.POST:
        saved.delete()
        toast(request, _("条件「%(name)s」を削除しました。") % {"name": saved.name}, level=messages.INFO)
        return redirect(address)
    name = saved.name
    form = SavedFilterForm(request.POST or None, instance=saved, listing=listings[saved.page])
    if request.method == "POST" and form.is_valid():
        form.save()
        toast(request, _("条件の名称を「%(name)s」に変えました。") % {"name": saved.name})
        return redirect(f"{address}?{saved.query}")
    return _asked_again(request, form, name=name)


def _asked_again(request: HttpRequest, form: SavedFilterForm, name: str = "") -> HttpResponse:
    status = 400 if form.is_bound else 200
    listing = form.listing
    context = {
        "form": form,
        "name": name,
        "list_title": listing.title,
        "page": listing.saved_page,
        "back": address_of(form.instance),
    }
    return render(request, "lists/saved_filter.html", context, status=status)
