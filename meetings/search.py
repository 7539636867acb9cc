"""What of the meetings can be found in the search box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from diplomacy.search.bigrams import matching
from diplomacy.search.providers import Hit
from diplomacy.ui.dates import written
from diplomacy.ui.titles import local
from meetings.models import AgendaItem, Document, Meeting, MeetingSeries, Position
from meetings.models.position import TEXTS

MEETING = ("title_ja", "title_en", "start_date", "end_date", "date_precision", "handling")


def other_of(ja: str, en: str) -> str:
    """The text in the language the reader did not choose, where there are two."""
    first, second = (en, ja) if get_language() == "en" else (ja, en)
    return second if first else ""


class MeetingFinder:
    name, label, order = "meetings", _("会合"), 10

    def rows(self, text: str, user: Any) -> QuerySet:
        found = Meeting.objects.visible_to(user).titled_like(text)
        return found.order_by(F("start_date").desc(nulls_last=True), "id").only(*MEETING, "city", "status", "is_sample")

    def hits(self, rows: Sequence[Meeting]) -> Iterable[Hit]:
        for meeting in rows:
            when = written(meeting.start_date, meeting.end_date, meeting.date_precision)
            yield Hit(
                str(meeting),
                reverse("meetings:detail", args=[meeting.pk]),
                other_of(meeting.title_ja, meeting.title_en),
                tuple(filter(None, [when, meeting.city, meeting.get_status_display()])),
                meeting.handling,
                meeting.is_sample,
                (meeting,),
            )


class AgendaItemFinder:
    name, label, order = "agenda_items", _("議題"), 20

    def rows(self, text: str, user: Any) -> QuerySet:
        found = AgendaItem.objects.visible_to(user).live().titled_like(text).select_related("meeting")
        found = found.order_by(F("meeting__start_date").desc(nulls_last=True), "meeting", "position", "id")
        return found.only("title_ja", "title_en", "handling", "is_sample", *[f"meeting__{name}" for name in MEETING])

    def hits(self, rows: Sequence[AgendaItem]) -> Iterable[Hit]:
        for item in rows:
            meeting = item.meeting
            when = written(meeting.start_date, meeting.end_date, meeting.date_precision)
            yield Hit(
                str(item),
                f"{reverse('meetings:detail', args=[meeting.pk])}#i-{item.pk}",
                other_of(item.title_ja, item.title_en),
                (str(meeting), when),
                item.handling,
                item.is_sample,
                (item, meeting),
            )


class DocumentFinder:
    """By title and by the names of all its files."""

    name, label, order = "documents", _("資料"), 25

    def rows(self, text: str, user: Any) -> QuerySet:
        found = Document.objects.visible_to(user).live().called_like(text).select_related("meeting")
        found = found.order_by(F("meeting__start_date").desc(nulls_last=True), "created_at", "id")
        return found.only("title_ja", "title_en", "handling", "is_sample", "kind", *[f"meeting__{n}" for n in MEETING])

    def hits(self, rows: Sequence[Document]) -> Iterable[Hit]:
        for document in rows:
            yield Hit(
                str(document),
                reverse("meetings:document", args=[document.meeting_id, document.pk]),
                other_of(document.title_ja, document.title_en),
                (str(document.meeting), document.get_kind_display()),
                document.handling,
                document.is_sample,
                (document, document.meeting),
            )


class SeriesFinder:
    name, label, order = "series", _("会合の系列"), 30

    def rows(self, text: str, user: Any) -> QuerySet:
        return MeetingSeries.objects.visible_to(user).named_like(text).order_by("name_ja", "id")

    def hits(self, rows: Sequence[MeetingSeries]) -> Iterable[Hit]:
        for series in rows:
            yield Hit(
                local(series.name_ja, series.name_en),
                reverse("meetings:series", args=[series.pk]),
                other_of(series.name_ja, series.name_en),
                (series.get_kind_display(), series.get_level_display()),
            )


class PositionFinder:
    """By what a position says, or by the title of its item; nothing for readers outside government."""

    name, label, order = "positions", _("対処方針"), 25

    def rows(self, text: str, user: Any) -> QuerySet:
        visible = Position.objects.visible_to(user)
        said = matching(visible, text, columns=Position.SEARCH_COLUMNS)
        titled = AgendaItem.objects.live().titled_like(text)
        either = Q(pk__in=said.order_by().values("pk")) | Q(item__in=titled.order_by().values("pk"))
        found = visible.filter(either).exclude(**dict.fromkeys(TEXTS, "")).with_state().select_related("item__meeting")
        return found.order_by(F("item__meeting__start_date").desc(nulls_last=True), "item__meeting", "pk").defer(
            "search"
        )

    def hits(self, rows: Sequence[Position]) -> Iterable[Hit]:
        for position in rows:
            item, meeting = position.item, position.item.meeting
            when = written(meeting.start_date, meeting.end_date, meeting.date_precision)
            yield Hit(
                str(item),
                f"{reverse('meetings:positions', args=[meeting.pk])}#p-{item.pk}",
                other_of(item.title_ja, item.title_en),
                (str(meeting), when, str(Position.State(position.state).label)),
                position.handling,
                item.is_sample,
                (position, item, meeting),
            )


FINDERS = [MeetingFinder(), AgendaItemFinder(), PositionFinder(), DocumentFinder(), SeriesFinder()]
