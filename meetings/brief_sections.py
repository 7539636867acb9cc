"""What the meetings put into the brief of a partner: when the two sides meet next and met last, and on what.

Decisions and what was promised join as sections of their own, added to `SECTIONS`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from accounts.handling import Handling
from accounts.handouts import Reading
from diplomacy.export.sheets import highest
from diplomacy.papers import on_paper
from diplomacy.ui.titles import local
from meetings.models import AgendaItem, Meeting
from partners.brief.sections import Gathered, Line, Section
from partners.brief.wording import clipped, joined, source_of, with_facts
from partners.models import Partner

NEXT, LAST = 3, 2
LONGEST_AGENDA = 240


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


SECTIONS = (Meetings(),)
