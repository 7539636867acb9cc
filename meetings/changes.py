"""What others changed in the meetings a person sees, read from the history that triggers keep.

Only rows visible now, and of their history only what was as open then as now: an event from a time when the row
was hidden tells nothing. Fields are named, their texts before and after are not shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.handling import Handling
from accounts.models import User
from accounts.reading import note_restricted_rows
from accounts.record_history import event_model
from diplomacy.ui.desk import Change
from diplomacy.ui.titles import bracketed, local
from meetings.models import (
    ActionItem,
    AgendaItem,
    ClearanceRound,
    Decision,
    Document,
    DocumentVersion,
    Meeting,
    Position,
)

MOST_EVENTS = 200
MOST_CHANGES = 12
COLUMNS = ("pgh_obj", "pgh_label", "pgh_created_at", "version", "field_versions", "version_before", "who", "of")
DATE_FIELDS = {"start_date", "end_date", "date_precision", "start_time", "end_time", "time_zone"}
PLACE_FIELDS = {"city", "country", "venue", "online"}


@dataclass(frozen=True)
class Kept:
    """A kind of record with a history: where its meeting stands in it, and the page of the meeting that shows it."""

    model: Any
    meeting: str
    page: str
    is_binned: bool = True


KEPT = {
    "meeting": Kept(Meeting, "pgh_obj", "meetings:detail", is_binned=False),
    "item": Kept(AgendaItem, "meeting", "meetings:detail"),
    "position": Kept(Position, "pgh_obj__item__meeting", "meetings:positions", is_binned=False),
    "document": Kept(Document, "meeting", "meetings:documents"),
    "decision": Kept(Decision, "meeting", "meetings:outcomes"),
    "action": Kept(ActionItem, "meeting", "meetings:outcomes"),
}


@dataclass(frozen=True)
class News:
    """One change: of which record of which meeting, by whom; `page` is where it is read."""

    kind: str
    page: str
    meeting: Any
    record: Any
    at: datetime
    who: str


def recent_changes(user: Any, since: datetime) -> list[Change]:
    """Per meeting and kind of change one line, the latest first; a constant number of queries."""
    found = [*_from_history(user, since), *_files(user, since), *_clearances(user, since)]
    titles = titles_of({news.meeting for news in found}, user)
    names = names_of({news.who for news in found}, user)
    return _lines(found, titles, names)[:MOST_CHANGES]


def _from_history(user: Any, since: datetime) -> Iterator[News]:
    for part, kept in KEPT.items():
        columns = (*COLUMNS, "deleted_at") if kept.is_binned else COLUMNS
        for event in events_of(kept, user, since).values(*columns):
            if kind := what_changed(part, event):
                at, who = event["pgh_created_at"], event["who"]
                yield News(kind, kept.page, event["of"], event["pgh_obj"], at, who)


def events_of(kept: Kept, user: Any, since: datetime) -> QuerySet:
    """Events by people other than the reader, each with the version the row had before it and its meeting (`of`)."""
    visible = kept.model.objects.visible_to(user).order_by()
    events = event_model(kept.model).objects
    earlier = events.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    as_open = Q(handling=F("pgh_obj__handling")) | Q(handling=Handling.PUBLIC)
    return (
        events.filter(as_open, pgh_created_at__gt=since, pgh_obj__in=visible.values("pk"))
        .annotate(
            who=F("pgh_context__metadata__user"),
            version_before=Subquery(earlier.values("version")[:1]),
            of=F(kept.meeting),
        )
        .filter(who__isnull=False)
        .exclude(who=str(user.pk))
        .order_by("-pgh_id")[:MOST_EVENTS]
    )


def _files(user: Any, since: datetime) -> Iterator[News]:
    """New versions of documents; the first came with the document."""
    versions = DocumentVersion.objects.visible_to(user).filter(uploaded_at__gt=since, number__gt=1)
    rows = versions.exclude(uploaded_by=None).exclude(uploaded_by=user.pk).order_by("-uploaded_at")
    columns = ("document__meeting", "document", "uploaded_at", "uploaded_by")
    for meeting, document, at, who in rows.values_list(*columns)[:MOST_EVENTS]:
        yield News("version_added", "meetings:documents", meeting, document, at, str(who))


def _clearances(user: Any, since: datetime) -> Iterator[News]:
    """Rounds opened and ended."""
    rounds = ClearanceRound.objects.visible_to(user).filter(Q(opened_at__gt=since) | Q(closed_at__gt=since))
    columns = ("meeting", "pk", "outcome", "opened_at", "opened_by", "closed_at", "closed_by")
    for meeting, pk, outcome, *ends in rounds.order_by("-opened_at").values_list(*columns)[:MOST_EVENTS]:
        opened_at, opened_by, closed_at, closed_by = ends
        ended = "clearance_withdrawn" if outcome == ClearanceRound.Outcome.WITHDRAWN else "clearance_closed"
        for kind, at, who in (("clearance_opened", opened_at, opened_by), (ended, closed_at, closed_by)):
            if at and at > since and who not in (None, user.pk):
                yield News(kind, "meetings:clearances", meeting, pk, at, str(who))


def titles_of(meeting_ids: set[Any], reader: Any) -> dict[Any, str]:
    columns = ("pk", "handling", "title_ja", "title_en")
    found = list(Meeting.objects.filter(pk__in=meeting_ids).values_list(*columns))
    note_restricted_rows(reader, Meeting, [(pk, handling) for pk, handling, *_titles in found])
    return {pk: local(ja, en) for pk, _handling, ja, en in found}


def names_of(ids: set[str], reader: Any) -> dict[str, str]:
    """姓 名（所属） for readers inside government; outsiders are not told who inside works on what."""
    if not reader.is_government:
        return {}
    people = User.objects.filter(pk__in=ids).select_related("organisation")
    return {str(one.pk): bracketed(one, one.organisation) for one in people}


def what_changed(part: str, event: dict[str, Any]) -> str:
    """The kind of change, empty for one that shows nowhere."""
    if event["pgh_label"] == "insert":
        return f"{part}_added"
    if event["version"] == event["version_before"]:
        return ""
    names = {name for name, version in event["field_versions"].items() if version == event["version"]}
    if "deleted_at" in names:
        return f"{part}_removed" if event["deleted_at"] else f"{part}_restored"
    if part == "meeting" and names & DATE_FIELDS:
        return "date_changed"
    if part == "meeting" and names & PLACE_FIELDS:
        return "place_changed"
    return "status_changed" if part == "meeting" and "status" in names else f"{part}_changed"


def said(kind: str, count: int) -> str:
    once = {
        "meeting_added": _("会合が追加されました"),
        "meeting_changed": _("会合の内容が変わりました"),
        "date_changed": _("日程が変わりました"),
        "place_changed": _("開催地が変わりました"),
        "status_changed": _("状態が変わりました"),
    }
    return once[kind] if kind in once else counted(kind, count) % {"count": count}


def counted(kind: str, count: int) -> str:
    words = {
        "item_added": ngettext("議題が追加 %(count)s件", "議題が追加 %(count)s件", count),
        "item_changed": ngettext("議題が変更 %(count)s件", "議題が変更 %(count)s件", count),
        "item_restored": ngettext("議題が復元 %(count)s件", "議題が復元 %(count)s件", count),
        "item_removed": ngettext("議題が削除 %(count)s件", "議題が削除 %(count)s件", count),
        "position_added": ngettext("対処方針が作成 %(count)s件", "対処方針が作成 %(count)s件", count),
        "position_changed": ngettext("対処方針が変更 %(count)s件", "対処方針が変更 %(count)s件", count),
        "document_added": ngettext("資料が追加 %(count)s件", "資料が追加 %(count)s件", count),
        "document_changed": ngettext("資料が変更 %(count)s件", "資料が変更 %(count)s件", count),
        "document_restored": ngettext("資料が復元 %(count)s件", "資料が復元 %(count)s件", count),
        "document_removed": ngettext("資料が削除 %(count)s件", "資料が削除 %(count)s件", count),
        "version_added": ngettext("資料の新しい版 %(count)s件", "資料の新しい版 %(count)s件", count),
        "decision_added": ngettext("決定が追加 %(count)s件", "決定が追加 %(count)s件", count),
        "decision_changed": ngettext("決定が変更 %(count)s件", "決定が変更 %(count)s件", count),
        "decision_restored": ngettext("決定が復元 %(count)s件", "決定が復元 %(count)s件", count),
        "decision_removed": ngettext("決定が削除 %(count)s件", "決定が削除 %(count)s件", count),
        "action_added": ngettext("行動が追加 %(count)s件", "行動が追加 %(count)s件", count),
        "action_changed": ngettext("行動が変更 %(count)s件", "行動が変更 %(count)s件", count),
        "action_restored": ngettext("行動が復元 %(count)s件", "行動が復元 %(count)s件", count),
        "action_removed": ngettext("行動が削除 %(count)s件", "行動が削除 %(count)s件", count),
        "clearance_opened": ngettext("各省協議が開始 %(count)s件", "各省協議が開始 %(count)s件", count),
        "clearance_closed": ngettext("各省協議が終了 %(count)s件", "各省協議が終了 %(count)s件", count),
        "clearance_withdrawn": ngettext("各省協議が取下げ %(count)s件", "各省協議が取下げ %(count)s件", count),
    }
    return words[kind]


def _lines(found: Iterable[News], titles: dict[Any, str], names: dict[str, str]) -> list[Change]:
    groups: dict[tuple[Any, str], list[News]] = defaultdict(list)
    for news in found:
        groups[news.meeting, news.kind].append(news)
    changes = []
    for (meeting, kind), together in groups.items():
        latest = max(together, key=lambda news: news.at)
        changes.append(
            Change(
                at=latest.at,
                what=said(kind, len({news.record for news in together})),
                title=titles[meeting],
                url=reverse(latest.page, args=[meeting]),
                who=names.get(latest.who, ""),
            )
        )
    return sorted(changes, key=lambda change: change.at, reverse=True)
