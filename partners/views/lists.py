"""Which countries, regions and organisations there are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import Access, access, opens
from diplomacy.paging.keys import BadToken, Key, Page, page_of
from partners.filters import PartnerFilter
from partners.models import Partner, Relation

PAGE_SIZE = 100


@require_safe
@access(Access.READER)
def partner_list(request: HttpRequest) -> HttpResponse:
    found = Partner.objects.visible_to(request.user).counterparts().select_related("desk")
    narrowed = PartnerFilter(request.GET, found.defer("search", "desk__search"), request=request)
    keys = (Key("name_en" if get_language() == "en" else "name_ja"), Key("id"))
    page, error = Page([]), ""
    if narrowed.is_valid():
        tokens = {name: request.GET.get(name, "") for name in ("after", "before")}
        try:
            page = page_of(narrowed.qs, keys, size=PAGE_SIZE, **tokens)
        except BadToken:
            error = _("このページの位置を読み取れません。一覧の最初から開き直してください。")
    relations = Relation.objects.visible_to(request.user).filter(partner__in=[one.pk for one in page.rows])
    priorities = {one.partner_id: one for one in relations.order_by("updated_at")}
    context = {
        "form": narrowed.form,
        "rows": [(one, priorities.get(one.pk)) for one in page.rows],
        "kinds": Partner.Kind.choices,
        "may_import": opens("partners:import")(request.user),
        "error": error,
        "previous": _query(request, before=page.before),
        "next": _query(request, after=page.after),
    }
    return render(request, "partners/list.html", context, status=200 if narrowed.is_valid() and not error else 400)


def _query(request: HttpRequest, **place: str) -> str:
    """The address of another page of the list, or nothing where there is none."""
    (name, token), *_none = place.items()
    if not token:
        return ""
    params = request.GET.copy()
    for key in ("after", "before"):
        params.pop(key, None)
    params[name] = token
    return params.urlencode()
