"""What others changed in the meetings a person sees, read from the history that triggers keep.

Only rows visible now, and of their history only what was as open then as now: an event from a time when the row
was hidden tells nothing. Fields are named, their texts before and after are not shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.handling import Handling
from accounts.models import User
from accounts.reading import note_restricted_rows
from diplomacy.ui.desk import Change
from diplomacy.ui.titles import local
from meetings.models import AgendaItem, Meeting

MOST_EVENTS = 200
MOST_CHANGES = 12
COLUMNS = ("pgh_obj", "pgh_label", "pgh_created_at", "version", "field_versions", "version_before", "who")
DATE_FIELDS = {"start_date", "end_date", "date_precision", "start_time", "end_time", "time_zone"}
PLACE_FIELDS = {"city", "country", "venue", "online"}


def recent_changes(user: Any, since: datetime) -> list[Change]:
    """Per meeting and kind of change one line, the latest first; a constant number of queries."""
    meetings = events_of("MeetingEvent", Meeting.objects.visible_to(user), user, since)
    items = events_of("AgendaItemEvent", AgendaItem.objects.visible_to(user), user, since)
    found = list(meetings.values(*COLUMNS)) + list(items.values(*COLUMNS, "meeting", "deleted_at"))
    titles = titles_of({event.get("meeting", event["pgh_obj"]) for event in found}, user)
    names = names_of({event["who"] for event in found}, user)
    return _lines(_grouped(found), titles, names)[:MOST_CHANGES]


def events_of(model: str, visible: QuerySet, user: Any, since: datetime) -> QuerySet:
    """Events by people other than the reader, each with the version the row had before it."""
    events = apps.get_model("meetings", model).objects
    earlier = events.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    as_open = Q(handling=F("pgh_obj__handling")) | Q(handling=Handling.PUBLIC)
    return (
        events.filter(as_open, pgh_created_at__gt=since, pgh_obj__in=visible.order_by().values("pk"))
        .annotate(who=F("pgh_context__metadata__user"), version_before=Subquery(earlier.values("version")[:1]))
        .filter(who__isnull=False)
        .exclude(who=str(user.pk))
        .order_by("-pgh_id")[:MOST_EVENTS]
    )


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
    return {str(one.pk): f"{one}（{one.organisation}）" if one.organisation else str(one) for one in people}


def what_changed(event: dict[str, Any]) -> str:
    """The kind of change, empty for one that shows nowhere."""
    is_item = "meeting" in event
    if event["pgh_label"] == "insert":
        return "item_added" if is_item else "meeting_added"
    if event["version"] == event["version_before"]:
        return ""
    names = {name for name, version in event["field_versions"].items() if version == event["version"]}
    if is_item and "deleted_at" in names:
        return "item_removed" if event["deleted_at"] else "item_restored"
    if is_item:
        return "item_changed"
    if names & DATE_FIELDS:
        return "date_changed"
    if names & PLACE_FIELDS:
        return "place_changed"
    return "status_changed" if "status" in names else "meeting_changed"


def said(kind: str, count: int) -> str:
    words = {
        "meeting_added": _("会合が追加されました"),
        "meeting_changed": _("会合の内容が変わりました"),
        "date_changed": _("日程が変わりました"),
        "place_changed": _("開催地が変わりました"),
        "status_changed": _("状態が変わりました"),
        "item_added": ngettext("議題が追加 %(count)s件", "議題が追加 %(count)s件", count),
        "item_changed": ngettext("議題が変更 %(count)s件", "議題が変更 %(count)s件", count),
        "item_restored": ngettext("議題が復元 %(count)s件", "議題が復元 %(count)s件", count),
        "item_removed": ngettext("議題が削除 %(count)s件", "議題が削除 %(count)s件", count),
    }
    return words[kind] % {"count": count} if kind.startswith("item") else words[kind]


def _grouped(events: Iterable[dict[str, Any]]) -> dict[tuple[Any, str], list[dict[str, Any]]]:
    groups = defaultdict(list)
    for event in events:
        if kind := what_changed(event):
            groups[event.get("meeting", event["pgh_obj"]), kind].append(event)
    return groups


def _lines(groups: dict, titles: dict[Any, str], names: dict[str, str]) -> list[Change]:
    changes = []
    for (meeting, kind), events in groups.items():
        latest = max(events, key=lambda event: event["pgh_created_at"])
        changes.append(
            Change(
                at=latest["pgh_created_at"],
                what=said(kind, len({event["pgh_obj"] for event in events})),
                title=titles[meeting],
                url=reverse("meetings:detail", args=[meeting]),
                who=names.get(latest["who"], ""),
            )
        )
    return sorted(changes, key=lambda change: change.at, reverse=True)
