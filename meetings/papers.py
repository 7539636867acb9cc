"""The agenda on paper: alone, or annotated with the positions, cut to whom it is handed to (accounts/handouts.py)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import handouts
from accounts.handling import Handling
from accounts.handouts import Audience, Handout, Made, reading
from accounts.models import User
from diplomacy.export.sheets import highest
from diplomacy.papers import WRITERS
from diplomacy.papers.naming import file_name
from meetings.models import AgendaItem, Meeting, Participant, Position
from meetings.outline import lay_out
from meetings.paper_blocks import Inside, paper_of
from partners.models import Organisation


class Kind(TextChoices):
    AGENDA = "agenda", gettext_lazy("議題")
    ANNOTATED = "annotated", gettext_lazy("対処方針付きの議題")


@dataclass(frozen=True)
class Wish(Handout):
    """Which paper of a meeting somebody wants, and for whom."""

    kind: str = Kind.AGENDA


def recipients(meeting: Meeting, user: User) -> QuerySet[Organisation]:
    """With whom the meeting or something on its agenda is shared; from outside one knows of oneself alone."""
    organisations = Organisation.objects.visible_to(user)
    if not user.is_government:
        return organisations.filter(pk=user.organisation_id)
    items = AgendaItem.objects.in_visible(meeting, user).live().filter(handling=Handling.SHARED)
    named = AgendaItem.shared_with.through.objects.filter(agendaitem__in=items.order_by().values("pk"))
    sitting = Participant.objects.in_visible(meeting, user).live().filter(handling=Handling.SHARED)
    told = Participant.shared_with.through.objects.filter(participant__in=sitting.order_by().values("pk"))
    return organisations.filter(
        Q(pk__in=meeting.shared_with.values("pk"))
        | Q(pk__in=named.values("organisation"))
        | Q(pk__in=told.values("organisation"))
    )


def make_paper(meeting: Meeting, wish: Wish, *, actor: User, now: datetime) -> Made:
    """The file; writes who took which paper, and how high it is marked, into the audit."""
    _refuse_beyond(meeting, wish, actor)
    with translation.override(wish.language):
        agenda = lay_out(meeting, _items(meeting, wish, actor))
        positions = _positions(meeting, wish, actor, {row.item.pk for row in agenda.rows})
        participants = _participants(meeting, wish, actor)
        rows = [meeting, *(row.item for row in agenda.rows), *positions.values(), *participants]
        level = highest((row.handling for row in rows), Handling.values)
        inside = Inside(
            annotated=wish.kind == Kind.ANNOTATED,
            positions=positions,
            participants=participants,
            level=level,
            holds_shared=any(row.handling == Handling.SHARED for row in rows),
        )
        paper = paper_of(meeting, agenda, inside, wish, actor=actor, now=now)
        write, media_type = WRITERS[wish.form]
        content = write(paper)
        name = file_name(paper.title, paper.marking, wish.form)
    count = len(agenda.rows) + len(participants)
    handouts.note(meeting, wish, paper=str(wish.kind), rows=count, level=level, maker=actor)
    return Made(name, content, media_type)


def _refuse_beyond(meeting: Meeting, wish: Wish, actor: User) -> None:
    if meeting.handling == Handling.RESTRICTED:
        raise ValidationError(_("「関係者限り」の会合は書き出せません。"))
    if wish.kind == Kind.ANNOTATED and not actor.is_government:
        raise ValidationError({"audience": _("この渡す先の文書は作れません。")})
    if wish.kind == Kind.ANNOTATED and wish.audience != Audience.GOVERNMENT:
        raise ValidationError({"audience": _("対処方針を載せた文書は、政府部内にだけ渡せます。")})
    handouts.refuse_beyond(wish, actor, recipients(meeting, actor))
    if not reading(wish, actor).cut(Meeting.objects.filter(pk=meeting.pk)).exists():
        raise ValidationError(
            {
                "audience": _("この会合は「%(level)s」のため、この渡す先の文書は作れません。")
                % {"level": meeting.get_handling_display()}
            }
        )


def _items(meeting: Meeting, wish: Wish, actor: User) -> list[AgendaItem]:
    """Items below one that is left out are left out with it, by the way the agenda is laid out."""
    items = reading(wish, actor).cut(AgendaItem.objects.in_visible(meeting, actor).live())
    return list(items.select_related("lead_ministry", "proposer").defer("search", "lead_ministry__search").order_by())


def _participants(meeting: Meeting, wish: Wish, actor: User) -> list[Participant]:
    """Those the reader may know of: by their row, and by the person's own record where they are on file."""
    through = reading(wish, actor)
    found = through.cut(Participant.objects.in_visible(meeting, actor).live())
    return list(found.with_readable_person(through.reader).with_names().in_order())


def _positions(meeting: Meeting, wish: Wish, actor: User, shown: set[Any]) -> dict[Any, Position]:
    if wish.kind != Kind.ANNOTATED:
        return {}
    rows = Position.objects.in_visible(meeting, actor).exclude(handling=Handling.RESTRICTED).with_state()
    return {row.item_id: row for row in rows.defer("search") if row.item_id in shown and not row.is_blank}
