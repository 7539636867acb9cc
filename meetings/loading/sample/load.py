"""Add the sample to a portal that has its reference data. What is there already stays as people have made it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.utils.dateparse import parse_date

from accounts.handling import Handling
from accounts.models import AccessGroup
from meetings.loading.sample.coordination import add_cases
from meetings.loading.sample.documents import add_documents
from meetings.loading.sample.further import add_further
from meetings.loading.sample.outcomes import add_outcomes
from meetings.loading.sample.participants import add_participants
from meetings.loading.sample.people import add_bodies, add_people, listed_people
from meetings.loading.sample.positions import add_positions
from meetings.loading.sample.programme import SESSIONS
from meetings.loading.sample.sessions import Line, Session, outline
from meetings.models import AgendaItem, Meeting, MeetingSeries
from partners.loading.sample.load import load_partner_sample
from partners.models import LoadedRow, Organisation, Partner, Theme

SHEET = "sample"
NOTE = (
    "見本です。実際の会合の予定や内容を示すものではありません。\n\n"
    "This is a sample. It does not show the dates or the contents of a real meeting."
)


class ReferenceMissingError(Exception):
    """The sample hangs on series, ministries and themes of the reference files."""


@transaction.atomic
def load_sample(today: date) -> Counter[str]:
    """Demo people and sample sessions around `today`; counts of what was added.

    Each session is made once. When the last of them is over, the next set is made around the new day.
    """
    wanted = {session.series for session in SESSIONS}
    series = MeetingSeries.objects.in_bulk(wanted, field_name="slug")
    if wanted - series.keys():
        raise ReferenceMissingError(", ".join(sorted(wanted - series.keys())))
    with pghistory.context(command="load_sample"):
        added = Counter(organisations=add_bodies(), people=add_people())
        sessions = _Sessions(today, series)
        added += sessions.add() + add_outcomes(today, sessions.bodies) + add_cases(today, sessions.bodies)
        added += load_partner_sample(today, listed_people())
        added += add_participants(sessions.bodies)
        return added + add_further(today)


class _Sessions:
    def __init__(self, today: date, series: dict[str, MeetingSeries]):
        self.today, self.series = today, series
        self.partners = Partner.objects.in_bulk(field_name="slug")
        self.bodies = Organisation.objects.exclude(slug=None).in_bulk(field_name="slug")
        self.themes = Theme.objects.in_bulk(field_name="slug")
        self.group = listed_people()

    def add(self) -> Counter[str]:
        made = dict(LoadedRow.objects.filter(sheet=SHEET).values_list("key", "values"))
        generation = max((row["generation"] for row in made.values()), default=1)
        if made and all(parse_date(row["last_date"]) < self.today for row in made.values()):
            generation += 1
        added: Counter[str] = Counter()
        for session in SESSIONS:
            slug = f"sample-{session.name}-{generation}"
            if slug not in made and (generation == 1 or session.in_days > 0):
                meeting = self._add_meeting(session, slug)
                added += Counter(meetings=1, agenda_items=self._add_agenda(session, meeting))
                added += Counter(positions=add_positions(session.name, meeting, self.today, self.bodies))
                LoadedRow.objects.create(
                    sheet=SHEET,
                    key=slug,
                    record_id=meeting.pk,
                    values={"generation": generation, "last_date": meeting.last_date.isoformat()},
                )
        return added

    def _add_meeting(self, session: Session, slug: str) -> Meeting:
        series = self.series[session.series]
        start, end = session.dates(self.today)
        ordinal = None if session.variant else self._next_ordinal(series, start)
        lead = self.bodies[session.lead] if session.lead else series.lead_ministry
        meeting = Meeting.objects.create(
            slug=slug,
            is_sample=True,
            series=series,
            ordinal=ordinal,
            **_titles(series, ordinal, start),
            start_date=start,
            end_date=end,
            date_precision=session.precision,
            start_time=session.starts,
            end_time=session.ends,
            time_zone=session.zone,
            city=session.city,
            country=self.partners.get(session.country),
            venue=session.venue,
            online=session.online,
            status=session.status,
            lead_ministry=lead,
            note=NOTE,
            **self._handling(session.handling, lead),
        )
        meeting.concerned.set(self.bodies[slug] for slug in session.concerned)
        meeting.shared_with.set(self.bodies[slug] for slug in session.shared_with)
        return meeting

    def _next_ordinal(self, series: MeetingSeries, start: date) -> int | None:
        """One more than the last session's; none where the last one is known without its number.

        An earlier sample session has no number, or it would push itself between those that took place.
        """
        counted = series.meetings.exclude(is_sample=True, ordinal=None)
        last = counted.filter(start_date__lt=start).order_by("start_date").last()
        return last.ordinal + 1 if last and last.ordinal else None

    def _handling(self, handling: str, owner: Organisation | None) -> dict[str, Any]:
        group: AccessGroup | None = self.group if handling == Handling.RESTRICTED else None
        return {"handling": handling, "owner": owner, "access_group": group}

    def _add_agenda(self, session: Session, meeting: Meeting) -> int:
        parents: list[AgendaItem] = []
        children: Counter[Any] = Counter()
        items: list[tuple[AgendaItem, Line]] = []
        for line in outline(session.name):
            del parents[line.level :]
            parent = parents[-1] if parents else None
            children[parent and parent.pk] += 1
            item = self._item(meeting, line, parent, children[parent and parent.pk])
            parents.append(item)
            items.append((item, line))
        AgendaItem.objects.bulk_create(item for item, _line in items)
        self._link(session, items)
        add_documents(meeting, [item for item, _line in items], self.today)
        return len(items)

    def _item(self, meeting: Meeting, line: Line, parent: AgendaItem | None, position: int) -> AgendaItem:
        return AgendaItem(
            meeting=meeting,
            is_sample=True,
            parent=parent,
            ancestors=[*parent.ancestors, parent.pk] if parent else [],
            position=position,
            day=line.day,
            title_ja=line.title_ja,
            title_en=line.title_en,
            kind=line.kind,
            duration_minutes=line.minutes,
            lead_ministry=self.bodies.get(line.ministry),
            speaker=line.speaker,
            proposed_by=line.proposed_by,
            proposer=self.partners[line.proposer] if line.proposer else None,
            fate=line.fate,
            **self._handling(line.handling or meeting.handling, meeting.owner),
        )

    def _link(self, session: Session, items: list[tuple[AgendaItem, Line]]) -> None:
        themes, readers = AgendaItem.themes.through, AgendaItem.shared_with.through
        themes.objects.bulk_create(
            themes(agendaitem=item, theme=self.themes[slug]) for item, line in items for slug in line.themes
        )
        readers.objects.bulk_create(
            readers(agendaitem=item, organisation=self.bodies[slug])
            for item, _line in items
            if item.handling == Handling.SHARED
            for slug in session.shared_with
        )


def _titles(series: MeetingSeries, ordinal: int | None, start: date) -> dict[str, str]:
    if ordinal:
        return {
            "title_ja": f"第{ordinal}回{series.name_ja}",
            "title_en": f"{series.name_en}, session {ordinal}",
        }
    return {
        "title_ja": f"{series.name_ja}（{start.year}年）",
        "title_en": f"{series.name_en} ({start.year})",
    }
