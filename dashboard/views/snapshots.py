"""スナップショット: the figures of each council session, and what changed since."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access
from dashboard import names
from dashboard.actions import TakenAlready, take_snapshot
from dashboard.figures.kept import Keeper
from dashboard.figures.snapshot import SETS, council_at_large, differences, figures_of
from dashboard.forms import SnapshotForm
from dashboard.models import Snapshot
from diplomacy.ui.toasts import toast

LABELS = {
    "coming": gettext_lazy("90日以内の会合"),
    "late": gettext_lazy("準備の遅れ"),
    "kept": gettext_lazy("守った約束"),
    "overdue": gettext_lazy("期限超過の約束"),
    "open": gettext_lazy("対応中の約束"),
    "blank": gettext_lazy("空白のテーマ"),
    "quiet": gettext_lazy("連絡の途絶えた国・機関"),
    "over_cadence": gettext_lazy("間隔を過ぎた系列"),
    "agreements": gettext_lazy("1年以内に期間の終わる協定"),
    "proposed": gettext_lazy("日本の提案（提出）"),
    "adopted": gettext_lazy("日本の提案（採用）"),
    "decided": gettext_lazy("日本の提案（決定に反映）"),
    "cases": gettext_lazy("司令塔連携（進行中）"),
    "cases_overdue": gettext_lazy("司令塔連携（期限超過）"),
}
SET_LABELS = {
    "blank_themes": gettext_lazy("空白のテーマ"),
    "quiet_partners": gettext_lazy("連絡の途絶えた国・機関"),
    "late_series": gettext_lazy("間隔を過ぎた系列"),
}
NAMED = {"blank_themes": names.themes, "quiet_partners": names.partners, "late_series": names.series}


@require_safe
@access(Access.OVERVIEW)
def snapshots(request: HttpRequest) -> HttpResponse:
    return _list(request, SnapshotForm())


def _list(request: HttpRequest, form: SnapshotForm, status: int = 200) -> HttpResponse:
    rows = Snapshot.objects.visible_to(request.user).select_related("taken_by")
    context = {"rows": rows, "form": form, "may_take": request.user.has_perm("dashboard.take_snapshot")}
    return render(request, "dashboard/snapshots.html", context, status=status)


@require_POST
@access(Access.SECRETARIAT)
def snapshot_take(request: HttpRequest) -> HttpResponse:
    form, status = SnapshotForm(request.POST), 400
    if form.is_valid():
        try:
            made = take_snapshot(occasion=form.cleaned_data["occasion"], actor=request.user, now=timezone.now())
            toast(request, _("今日の数字を残しました。"))
            return redirect("dashboard:snapshot", pk=made.pk)
        except TakenAlready as fault:
            form.add_error(None, fault)
            status = 409
        except ValidationError as fault:
            form.add_error(None, fault)
    return _list(request, form, status)


@require_safe
@access(Access.OVERVIEW)
def snapshot(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One session's figures beside today's, both counted over what a council member on no list reads."""
    row = get_object_or_404(Snapshot.objects.visible_to(request.user).select_related("taken_by"), pk=pk)
    now = timezone.now()
    today = timezone.localdate(now)
    reader = council_at_large()
    kept = Keeper(reader, now).get(f"snapshot:{today}", lambda: figures_of(reader, today))
    found = differences(row.figures, kept.value)
    context = {
        "row": row,
        "numbers": [(LABELS[name], then, here, here - then) for name, then, here in found.numbers],
        "sets": _sets(found, request.user),
        "counted_at": kept.at,
        "age": kept.age(now),
    }
    return render(request, "dashboard/snapshot.html", context)


def _sets(found: Any, user: Any) -> list[dict[str, Any]]:
    rows = []
    for name in SETS:
        entered, left = found.entered.get(name, []), found.left.get(name, [])
        named = NAMED[name]([*entered, *left], user)
        said = {"label": SET_LABELS[name], "entered": [], "left": []}
        said["entered"] = sorted(named[pk] for pk in entered if pk in named)
        said["left"] = sorted(named[pk] for pk in left if pk in named)
        if said["entered"] or said["left"]:
            rows.append(said)
    return rows
