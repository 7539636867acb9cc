"""お知らせ: written and sent by a ministry, read at the posts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read
from attaches.actions import bulletins as actions
from attaches.bulletins.recipients import recipients
from attaches.forms.bulletins import BulletinForm
from attaches.models import Bulletin, BulletinDelivery
from attaches.views.circle import form_page
from attaches.views.handling import handling_page
from attaches.views.refusals import conflict_page, done
from diplomacy.markdown.render import markdown
from diplomacy.paging.keys import BadToken, Key, Page, page_of
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolved
from diplomacy.versioned.seen import seen_version

NEWEST_SENT = (Key("sent_at", descending=True), Key("id", descending=True))
NEWEST_DRAFT = (Key("updated_at", descending=True), Key("id", descending=True))


@require_safe
@access(Access.NETWORK)
def bulletins(request: HttpRequest) -> HttpResponse:
    """Sent ones, the newest first; for who writes them, the drafts of their ministry."""
    writes = request.user.has_perm("attaches.write_bulletins")
    side = request.GET.get("side", "sent")
    if side not in ("sent", "drafts") or (side == "drafts" and not writes):
        raise Http404
    visible = Bulletin.objects.visible_to(request.user).select_related("owner")
    visible = visible.defer("search", "body_ja", "body_en", "owner__search")
    rows, keys = (visible.sent(), NEWEST_SENT) if side == "sent" else (visible.drafts(), NEWEST_DRAFT)
    status, page = 200, Page([])
    try:
        page = page_of(rows, keys, **{name: request.GET.get(name, "") for name in ("after", "before")})
    except BadToken:
        status = 400
    note_restricted_read(request.user, *page.rows)
    waiting = BulletinDelivery.objects.of(request.user).unopened().filter(bulletin__in=[row.pk for row in page.rows])
    labels = {"sent": _("送信済み"), "drafts": _("下書き")}
    context = {
        "side": side,
        "writes": writes,
        "tabs": [{"label": labels[name], "url": f"?side={name}", "current": name == side} for name in labels],
        "rows": page.rows,
        "unopened": set(waiting.values_list("bulletin", flat=True)),
        "previous": f"side={side}&before={page.before}" if page.before else "",
        "next": f"side={side}&after={page.after}" if page.after else "",
        "error": _("このページの位置を読み取れません。一覧の最初から開き直してください。") if status == 400 else "",
    }
    return render(request, "attaches/bulletins.html", context, status=status)


def bulletin_or_404(request: HttpRequest, pk: UUID) -> Bulletin:
    rows = Bulletin.objects.visible_to(request.user).select_related("owner", "sent_by")
    row = get_object_or_404(rows.defer("search", "owner__search"), pk=pk)
    note_restricted_read(request.user, row)
    return row


def bulletin_to_change(request: HttpRequest, pk: UUID) -> Bulletin:
    row = bulletin_or_404(request, pk)
    require(request.user, "attaches.change_bulletin", row)
    return row


@require_safe
@access(Access.NETWORK)
def bulletin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To have the page before one is to have opened it."""
    row, now = bulletin_or_404(request, pk), timezone.now()
    changes = request.user.has_perm("attaches.change_bulletin", row)
    if request.method == "GET" and row.is_sent:
        actions.note_opening(row, person=request.user, now=now)
    context: dict[str, Any] = {
        "bulletin": row,
        "body": markdown(row.body),
        "themes": list(row.themes.all()),
        "changes": changes,
    }
    if changes and row.is_sent:
        sent = list(BulletinDelivery.objects.visible_to(request.user).filter(bulletin=row).select_related(
            "person", "organisation"
        ))  # fmt: skip
        context |= {"deliveries": sent, "opened": sum(one.opened_at is not None for one in sent)}
    elif changes:
        context |= {"people": list(recipients(row, timezone.localdate(now)))}
    return render(request, "attaches/bulletin.html", context)


@form_page
@access(Access.STAFF)
def bulletin_add(request: HttpRequest) -> HttpResponse:
    require(request.user, "attaches.write_bulletins")
    form = BulletinForm(request.POST if request.method == "POST" else None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.draft_bulletin(fields=form.cleaned_data, actor=request.user)
            toast(request, _("下書きを保存しました。送り先を確かめてから送信してください。"))
            return redirect("attaches:bulletin", new.pk)
        except ValidationError as fault:
            form.add_error(None, fault)
    context = {"form": form, "back": reverse("attaches:bulletins")}
    return render(request, "attaches/bulletin_form.html", context, status=400 if form.errors else 200)


@form_page
@access(Access.STAFF)
def bulletin_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = bulletin_to_change(request, pk)
    address, back = reverse("attaches:bulletin_edit", args=[pk]), reverse("attaches:bulletin", args=[pk])
    data = resolved(request.POST) if request.method == "POST" else None
    form = BulletinForm(data, instance=row, actor=request.user, only=only(data) if data else None)
    try:
        if request.method == "POST" and form.is_valid():
            version = seen_version(request)
            actions.edit_bulletin(pk, changes=form.changes(), seen_version=version, actor=request.user)
            toast(request, _("保存しました。"))
            return redirect(back)
    except Conflict as conflict:
        fresh = BulletinForm(instance=conflict.current, actor=request.user)
        return conflict_page(request, form, fresh, conflict, action=address, back=back)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    context = {"form": form, "bulletin": row, "back": back}
    return render(request, "attaches/bulletin_form.html", context, status=400 if form.errors else 200)


@require_POST
@access(Access.STAFF)
def bulletin_send(request: HttpRequest, pk: UUID) -> HttpResponse:
    bulletin_to_change(request, pk)

    def send() -> None:
        by = {"seen_version": seen_version(request), "actor": request.user, "now": timezone.now()}
        actions.send_bulletin(pk, **by)

    return done(request, send, _("お知らせを送信しました。"), reverse("attaches:bulletin", args=[pk]))


@require_POST
@access(Access.STAFF)
def bulletin_discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    bulletin_to_change(request, pk)

    def discard() -> None:
        actions.discard_bulletin(pk, seen_version=seen_version(request), actor=request.user)

    return done(request, discard, _("下書きを削除しました。"), reverse("attaches:bulletins") + "?side=drafts")


@form_page
@access(Access.STAFF)
def bulletin_handling(request: HttpRequest, pk: UUID) -> HttpResponse:
    back = reverse("attaches:bulletin", args=[pk])
    return handling_page(request, bulletin_to_change(request, pk), actions.set_bulletin_handling, back)
