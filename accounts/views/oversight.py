"""What the administrator oversees: who did what and when, and in the demo the mail that was not sent.

Texts of records are not shown here: before and after of a change belong to the record's page, under its own rights.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import history, outbox
from accounts.access import Access, access
from accounts.filters import AuditFilter
from accounts.models import AuditEntry, User

PAGE = 100


@access(Access.ADMIN)
@require_GET
def administration(request: HttpRequest) -> HttpResponse:
    """The administrator's desk: how many accounts want attention, and the ways on."""
    now = timezone.now()
    context = {
        "to_review": User.objects.needing_review(now).count(),
        "invited": User.objects.invited().count(),
        "people": User.objects.in_term(timezone.localdate()).count(),
        "mail_is_kept": outbox.is_kept(),
    }
    return render(request, "accounts/administration.html", context)


@access(Access.ADMIN)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    found = AuditFilter(request.GET, AuditEntry.objects.select_related("actor"))
    rows, older = _page(found.qs, request.GET.get("before"), "pk")
    context = {"filter": found, "entries": rows, "next": _older_query(request, older)}
    return render(request, "accounts/audit.html", context, status=200 if found.is_valid() else 400)


@access(Access.ADMIN)
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """The changes of one kind of record, newest first: when, which, by whom, from where."""
    kinds = history.kinds()
    kind = request.GET.get("kind") or next(iter(kinds))
    if kind not in kinds:
        raise Http404
    rows, older = _page(history.changes(kinds[kind]), request.GET.get("before"), "pgh_id")
    context = {
        "kinds": [(name, model.pgh_tracked_model._meta.verbose_name) for name, model in kinds.items()],
        "kind": kind,
        "changes": history.with_actors(rows),
        "next": _older_query(request, older),
    }
    return render(request, "accounts/changes.html", context)


def _page(rows: Any, before: str | None, key: str) -> tuple[list[Any], int | None]:
    """A page of rows below a key, newest first, and the key to go on from."""
    if before and before.isdecimal() and len(before) < 19:
        rows = rows.filter(**{f"{key}__lt": int(before)})
    page = list(rows.order_by(f"-{key}")[: PAGE + 1])
    return page[:PAGE], getattr(page[PAGE - 1], key) if len(page) > PAGE else None


def _older_query(request: HttpRequest, older: int | None) -> str:
    if older is None:
        return ""
    query = request.GET.copy()
    query["before"] = str(older)
    return query.urlencode()


@access(Access.ADMIN)
@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    if not outbox.is_kept():
        raise Http404
    return render(request, "accounts/outbox.html", {"mails": outbox.newest()})
