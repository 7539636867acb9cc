"""What the meetings put on the pages of partners, themes, organisations and agreements.

A new kind of record of this app adds its panel and its timeline source to `PANELS` and `SOURCES` below; each begins
at its own `visible_to(user)`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diplomacy.ui.dates import written
from meetings.cadence import courses
from meetings.models import ActionItem, Decision, Meeting, MeetingSeries
from meetings.models.outcomes import Side
from meetings.outcomes.rows import ACTION_COLUMNS, action_lines
from meetings.rows import COLUMNS, meeting_lines
from partners.models import Agreement, Organisation, Partner, Theme
from partners.panels import HEAD, MAIN, Panel
from partners.timeline import Source, entries

DATES = ("id", "start_date", "end_date", "date_precision")
MOST = 5
LONGEST = 160


class NextAndLast(Panel):
    """In the head of a partner's page: when we meet next, when we met last."""

    name, label, order, place, subjects = "next_and_last", _("会合"), 10, HEAD, (Partner,)
    template = "meetings/panels/_next_and_last.html"

    def rows(self, subject: Partner, user: Any, today: date) -> Any:
        met = Meeting.objects.visible_to(user).of_partner(subject.pk)
        found = {
            "next": met.upcoming(today).values(*DATES).first(),
            "last": met.past(today).exclude(status=Meeting.Status.CANCELLED).values(*DATES).first(),
        }
        return {name: row | {"text": _text(row)} for name, row in found.items() if row}


class ComingMeetings(Panel):
    """The next meetings of a partner or on a theme, as on the list of meetings."""

    name, label, order, place, subjects = "coming_meetings", _("これからの会合"), 10, MAIN, (Partner, Theme)
    template = "meetings/panels/_meetings.html"

    def rows(self, subject: Partner | Theme, user: Any, today: date) -> Any:
        found = Meeting.objects.visible_to(user).upcoming(today)
        if isinstance(subject, Partner):
            found, query = found.of_partner(subject.pk), f"partner={subject.pk}"
        else:
            keys = list(Theme.objects.under(subject).order_by().values_list("pk", flat=True))
            found, query = found.on_theme(keys, user), f"theme={subject.pk}"
        lines = meeting_lines(found.values(*COLUMNS)[:MOST], user)
        return lines and {"lines": lines, "query": query}


class Committees(Panel):
    """Joint committees and other series: of a partner all of them, of an agreement those under it."""

    name, label, order, subjects = "committees", _("合同委員会・協議"), 15, (Partner, Agreement, Organisation)
    template = "meetings/panels/_series.html"

    def rows(self, subject: Partner | Agreement | Organisation, user: Any, today: date) -> Any:
        found = MeetingSeries.objects.visible_to(user).defer("search")
        match subject:
            case Partner():
                found = found.filter(host_partner=subject)
            case Agreement():
                found = found.filter(agreements=subject)
            case _:
                found = found.filter(host_organisation=subject) | found.filter(lead_ministry=subject)
        series = list(found.order_by("level", "name_ja", "id")[:12])
        run = courses([one.pk for one in series], user, today) if series else {}
        return [(one, run[one.pk]) for one in series]


class Commitments(Panel):
    """What either side has undertaken in the partner's own series and not done yet, the most urgent first."""

    name, label, order, subjects = "commitments", _("対応中の行動"), 12, (Partner,)
    template = "meetings/panels/_commitments.html"

    def rows(self, subject: Partner, user: Any, today: date) -> Any:
        found = ActionItem.objects.visible_to(user).open().with_partner(subject.pk)
        sides = {side.value: Count("pk", filter=Q(side=side)) for side in Side}
        counts = found.order_by().aggregate(**sides)
        if not any(counts.values()):
            return None
        lines = action_lines(
            found.order_by(F("due_by").asc(nulls_last=True), "id").values(*ACTION_COLUMNS)[:MOST], user
        )
        query = f"partner={subject.pk}&status=open"
        return {
            "lines": lines,
            "sides": [(side, counts[side], f"{query}&side={side}") for side in Side],
            "query": query,
        }


class Meetings(Source):
    """Of a partner's own series, wherever they met, and of others held in the country; on a theme by the agenda."""

    name, label, order, subjects = "meetings", _("会合"), 10, (Partner, Theme)

    def entries(self, subject: Partner | Theme, user: Any) -> Iterable[QuerySet]:
        visible = Meeting.objects.visible_to(user).exclude(status=Meeting.Status.CANCELLED)
        if isinstance(subject, Theme):
            keys = list(Theme.objects.under(subject).order_by().values_list("pk", flat=True))
            yield _shaped(visible.on_theme(keys, user))
            return
        theirs = list(MeetingSeries.objects.filter(host_partner=subject).order_by().values_list("pk", flat=True))
        yield _shaped(visible.filter(series__in=theirs))
        yield _shaped(visible.filter(country=subject).exclude(series__in=theirs))

    def url(self, pk: UUID) -> str:
        return reverse("meetings:detail", args=[pk])


class Decisions(Source):
    """What the sessions of a partner's own series decided, and what was decided on the items of a theme."""

    name, label, order, subjects = "decisions", pgettext_lazy("list", "決定"), 15, (Partner, Theme)

    def entries(self, subject: Partner | Theme, user: Any) -> Iterable[QuerySet]:
        visible = Decision.objects.visible_to(user).live()
        if isinstance(subject, Theme):
            found = visible.on_theme(list(Theme.objects.under(subject).order_by().values_list("pk", flat=True)))
        else:
            found = visible.with_partner(subject.pk)
        yield entries(
            found,
            when=F("meeting__start_date"),
            titles=(Left("text_ja", LONGEST), Left("text_en", LONGEST)),
            precision=F("meeting__date_precision"),
            handling=F("handling"),
        )

    def url(self, pk: UUID) -> str:
        return reverse("meetings:decision", args=[pk])


def _shaped(meetings: QuerySet) -> QuerySet:
    return entries(
        meetings,
        when=F("start_date"),
        titles=(F("title_ja"), F("title_en")),
        precision=F("date_precision"),
        handling=F("handling"),
    )


def _text(row: dict[str, Any]) -> str:
    return written(row["start_date"], row["end_date"], row["date_precision"])


PANELS = (NextAndLast(), ComingMeetings(), Commitments(), Committees())
SOURCES = (Meetings(), Decisions())
