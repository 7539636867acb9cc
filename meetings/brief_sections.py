"""What the meetings put into the brief of a partner: when the two sides meet next and met last, and on what; what was
decided, what either side still owes, and how each series runs.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from accounts.handling import Handling
from accounts.handouts import Reading
from diplomacy.export.sheets import highest
from diplomacy.papers import on_paper
from diplomacy.ui.titles import local
from meetings.models import ActionItem, AgendaItem, Decision, Meeting, MeetingSeries
from meetings.models.outcomes import Side
from partners.brief.sections import Gathered, Line, Section, gathered
from partners.brief.wording import clipped, dated, joined, source_of, with_facts
from partners.models import Partner

NEXT, LAST = 3, 2
LONGEST_AGENDA = 240
LONGEST_DECISION = 200
SESSION = ("series", "start_date", "date_precision", "handling")
Session = dict[str, Any]


class Meetings(Section):
    name, label, order, most = "meetings", pgettext_lazy("2枚紙", "会合"), 20, NEXT + LAST

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        met = reading.of(Meeting).of_partner(partner.pk).select_related("lead_ministry", "owner")
        met = met.defer("search", "lead_ministry__search", "owner__search")
        coming = list(met.upcoming(today)[:NEXT])
        past = list(met.past(today).exclude(status=Meeting.Status.CANCELLED)[:LAST])
        agendas = _agendas([one.pk for one in (*coming, *past)], reading)
        labels = [*((_("予定"), one) for one in coming), *((_("前回"), one) for one in past[:1])]
        labels += [(_("前々回"), one) for one in past[1:]]
        return Gathered.of(_line(label, one, agendas.get(one.pk, []), reading) for label, one in labels)


def _agendas(keys: Collection[Any], reading: Reading) -> dict[Any, list[AgendaItem]]:
    """The points at the top of each agenda, as far as they may be on the paper."""
    if not keys:
        return {}
    items = AgendaItem.objects.in_visible_meetings(keys, reading.maker).live().filter(parent=None)
    found: dict[Any, list[AgendaItem]] = {}
    for item in reading.cut(items).order_by("meeting", "position", "pk").defer("search"):
        found.setdefault(item.meeting_id, []).append(item)
    return found


def _line(label: str, meeting: Meeting, items: list[AgendaItem], reading: Reading) -> Line:
    language = get_language() or "ja"
    when = on_paper(meeting.start_date, meeting.end_date, meeting.date_precision, language)
    where = meeting.city or (_("オンライン") if meeting.online else "")
    facts = (when, where, meeting.lead_ministry, meeting.get_status_display())
    titles = clipped(joined(*(local(item.title_ja, item.title_en) for item in items)), LONGEST_AGENDA)
    return Line(
        with_facts(meeting, *facts),
        source_of(meeting, reading),
        label=label,
        handling=highest([meeting.handling, *(item.handling for item in items)], Handling.values),
        is_sample=meeting.is_sample,
        url=reverse("meetings:detail", args=[meeting.pk]),
        below=_("議題: %(titles)s") % {"titles": titles} if titles else "",
    )


class Decisions(Section):
    """Of the partner's own series, the latest first."""

    name, label, order, most = "decisions", pgettext_lazy("2枚紙", "最近の決定"), 22, 6

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        rows = reading.of(Decision).live().with_partner(partner.pk).select_related("meeting", "owner")
        rows = rows.order_by(F("meeting__start_date").desc(nulls_last=True), "day", "created_at", "id")
        rows = rows.defer("search", "meeting__search", "owner__search")
        return gathered(rows, self.most, lambda one: _decision(one, reading))


def _decision(one: Decision, reading: Reading) -> Line:
    meeting = one.meeting
    day = on_paper(meeting.start_date, precision=meeting.date_precision, language=get_language() or "ja")
    return Line(
        clipped(local(one.text_ja, one.text_en), LONGEST_DECISION),
        _written_at(one, reading),
        label=day,
        handling=highest([one.handling, meeting.handling], Handling.values),
        is_sample=one.is_sample,
        url=reverse("meetings:decision", args=[one.pk]),
    )


class Commitments(Section):
    """What one side has undertaken in the partner's own series and not done yet, the most urgent first."""

    most = 6

    def __init__(self, side: str, label: Any, order: int) -> None:
        self.side, self.label, self.order, self.name = side, label, order, f"commitments_{side}"

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        rows = reading.of(ActionItem).open().with_partner(partner.pk).filter(side=self.side)
        rows = rows.select_related("meeting", "responsible", "owner")
        rows = rows.order_by(F("due_by").asc(nulls_last=True), "id")
        rows = rows.defer("search", "meeting__search", "responsible__search", "owner__search")
        return gathered(rows, self.most, lambda one: _commitment(one, reading, today))


def _commitment(one: ActionItem, reading: Reading, today: date) -> Line:
    due = dated(one.due_on, one.due_precision)
    until = _("期限%(day)s") % {"day": due} if due else _("期限未定")
    late = _("期限超過") if one.is_overdue(today) else ""
    return Line(
        with_facts(clipped(str(one), 160), one.responsible or one.responsible_text, until),
        _written_at(one, reading),
        label=late,
        handling=highest([one.handling, one.meeting.handling], Handling.values),
        is_sample=one.is_sample,
        url=reverse("meetings:action", args=[one.pk]),
    )


def _written_at(outcome: Decision | ActionItem, reading: Reading) -> str:
    """Its own reference; where it has none, the meeting it comes from."""
    return source_of(outcome, reading) if outcome.source else clipped(str(outcome.meeting), 80)


class Series(Section):
    """How each series of the partner runs: its next session as far as the reader sees it, else the last one."""

    name, label, order, most = "series", pgettext_lazy("2枚紙", "会合シリーズ"), 30, 8

    def gather(self, partner: Partner, reading: Reading, today: date) -> Gathered:
        rows = reading.of(MeetingSeries).filter(host_partner=partner).defer("search")
        shown = list(rows.order_by("level", "name_ja", "id")[: self.most])
        sessions = reading.of(Meeting).filter(series__in=[one.pk for one in shown])
        following = {row["series"]: row for row in sessions.next_of_each_series(today).values(*SESSION)}
        last = {row["series"]: row for row in sessions.last_of_each_series(today).values(*SESSION)}
        return gathered(
            rows.order_by("level", "name_ja", "id"),
            self.most,
            lambda one: _series(one, following.get(one.pk), last.get(one.pk), reading),
        )


def _series(series: MeetingSeries, following: Session | None, last: Session | None, reading: Reading) -> Line:
    language = get_language() or "ja"
    dates = [(_("次回%(day)s"), following), (_("前回%(day)s"), last)]
    told = [
        words % {"day": on_paper(one["start_date"], precision=one["date_precision"], language=language)}
        for words, one in dates
        if one
    ]
    if not following:
        told.insert(0, _("次回未定"))
    return Line(
        with_facts(series, series.get_level_display(), *told),
        source_of(series, reading),
        handling=highest([Handling.PUBLIC, *(one["handling"] for one in (following, last) if one)], Handling.values),
        is_sample=series.is_sample,
        url=reverse("meetings:series", args=[series.pk]),
    )


SECTIONS: tuple[Section, ...] = (
    Meetings(),
    Decisions(),
    Commitments(Side.OURS, pgettext_lazy("2枚紙", "対応中の行動（日本側）"), 24),
    Commitments(Side.THEIRS, pgettext_lazy("2枚紙", "対応中の行動（相手側）"), 26),
    Series(),
)
