"""The positions of a meeting as one reader sees them: beside each item its state, and its texts in reading order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from diplomacy.markdown.render import markdown
from meetings.actions.position import NOT_WRITTEN
from meetings.models import AgendaItem, Meeting, Position, PositionVersion
from meetings.models.position import TEXTS, PositionTexts
from meetings.outline import Outline, Row
from meetings.position_querysets import may_read_positions

if TYPE_CHECKING:
    from accounts.models import User

State = Position.State
TONES = {
    State.BLANK.value: "neutral",
    State.DRAFT.value: "info",
    State.IN_CLEARANCE.value: "warning",
    State.CLEARED.value: "success",
    State.STALE.value: "error",
}


def needs_position(item: AgendaItem) -> bool:
    """Opening and closing (その他) are on the agenda too, and nobody takes a position on them."""
    return item.kind != AgendaItem.Kind.OTHER


def states(meeting: Meeting, agenda: Outline, user: User) -> dict[UUID, str] | None:
    """The state of each item's position, empty where none is written nor needed; None for who reads no positions.

    A position kept from the reader counts as not written: that it exists is not theirs to know.
    """
    if not may_read_positions(user):
        return None
    written = dict(Position.objects.in_visible(meeting, user).with_state().values_list("item", "state"))
    return {row.item.pk: _state(row.item, written.get(row.item.pk, "")) for row in agenda.rows}


def _state(item: AgendaItem, state: str) -> str:
    if state in ("", State.BLANK):
        return State.BLANK.value if needs_position(item) else ""
    return state


def stamped(token: str, found: dict[UUID, str] | None) -> str:
    """The agenda's token, changed whenever a state that the reader sees has changed."""
    if not found:
        return token
    text = token + "|" + "|".join(f"{key}:{state}" for key, state in found.items())
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()


@dataclass
class Text:
    """One text, rendered; `lang` is set where it is in the language the reader did not choose."""

    name: str
    label: str
    html: SafeString | str
    lang: str = ""


@dataclass
class Earlier:
    """What was said before: the position with its meeting, and its texts."""

    position: Position
    texts: list[Text]

    @property
    def meeting(self) -> Meeting:
        return self.position.item.meeting


@dataclass
class Paper:
    """One item with its position. `missing` are the texts that its writer could begin."""

    row: Row
    position: Position
    state: str
    writes: bool
    texts: list[Text] = field(default_factory=list)
    missing: list[Text] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)

    @property
    def item(self) -> AgendaItem:
        return self.row.item

    @property
    def state_label(self) -> str:
        return str(State(self.state).label) if self.state else ""

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "neutral")


@dataclass
class Sheet:
    papers: list[Paper]
    token: str


def sheet(meeting: Meeting, agenda: Outline, user: User) -> Sheet:
    """All items with their positions, in one query beside the agenda's."""
    rows = Position.objects.in_visible(meeting, user).with_state()
    written = {position.item_id: position for position in rows}
    papers = [paper(meeting, row, written.get(row.item.pk), user) for row in agenda.rows]
    versions = "|".join(f"{one.position.version}:{one.state}" for one in papers)
    token = hashlib.blake2s(f"{agenda.token}|{versions}".encode(), digest_size=8).hexdigest()
    return Sheet(papers, token)


def paper(meeting: Meeting, row: Row, position: Position | None, user: User) -> Paper:
    """`position` comes `with_state`, or is None where the reader sees none."""
    item = row.item
    item.meeting = meeting
    state = _state(item, getattr(position, "state", ""))
    position = position or unwritten(item)
    position.item = item
    found = Paper(row, position, state, user.has_perm("meetings.change_position", item))
    for text in texts_of(position):
        (found.texts if text.html else found.missing).append(text)
    return found


def told_before(positions: Iterable[Position]) -> list[Earlier]:
    return [Earlier(each, [text for text in texts_of(each) if text.html]) for each in positions]


def unwritten(item: AgendaItem) -> Position:
    return Position(item=item, version=NOT_WRITTEN)


def texts_of(position: Position | PositionVersion) -> list[Text]:
    """In reading order, of each pair the reader's language first."""
    english = get_language() == "en"
    order = ("line_en", "line_ja", "points_en", "points_ja", *TEXTS[4:]) if english else TEXTS
    other = "ja" if english else "en"
    return [
        Text(
            name,
            str(PositionTexts._meta.get_field(name).verbose_name),
            markdown(written) if (written := getattr(position, name)) else "",
            other if name.endswith(f"_{other}") else "",
        )
        for name in order
    ]
