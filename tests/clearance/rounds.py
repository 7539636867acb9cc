"""What is done with a round, in few words."""

from datetime import UTC, datetime, timedelta

from django.urls import reverse

from meetings import clearance
from meetings.actions.clearance import open_round, reply
from meetings.actions.position import edit_position
from meetings.models import ClearanceRound, Position

# A Tuesday, 18:00 in Tokyo.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
AFTER = DEADLINE + timedelta(hours=1)


def opened_by(actor, meeting, positions, ministries, **fields):
    return open_round(
        meeting.pk,
        positions=[position.pk for position in positions],
        ministries=[ministry.pk for ministry in ministries],
        **{"deadline": DEADLINE, "actor": actor, "now": NOW, **fields},
    )


def entry_of(round, position):
    return round.entries.open().get(position=position)


def say(round, position, actor, kind="none", seen=0, now=NOW, **fields):
    return reply(entry_of(round, position).pk, kind=kind, seen_version=seen, actor=actor, now=now, **fields)


def edit(position, actor, text):
    version = Position.objects.get(pk=position.pk).version
    edit_position(position.item_id, changes={"line_ja": text}, seen_version=version, actor=actor)


def answers(round, now=NOW):
    round = ClearanceRound.objects.with_parties().get(pk=round.pk)
    found = clearance.standings(round, round.entries.current().with_position(), now=now)
    return {(str(s.entry.position), str(s.ministry_id)): s.answer.value for s in found.values()}


def state_of(position):
    return Position.objects.with_state().get(pk=position.pk).state


def page(name, *keys):
    return reverse(f"meetings:{name}", args=keys)


def entry_page(round, position):
    return page("clearance_entry", round.pk, round.entries.open().get(position=position).pk)


def said(answer):
    return answer.content.decode()


def form_of(positions, ministries, **fields):
    return {
        "positions": [str(position.pk) for position in positions],
        "ministries": [str(ministry.pk) for ministry in ministries],
        "deadline_date": "2026-11-27",
        "deadline_time": "17:00",
        "deadline_zone": "Asia/Tokyo",
        **fields,
    }
