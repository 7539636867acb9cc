"""The agenda on paper: alone, or annotated with the positions, cut to whom it is handed to.

A paper never holds more than its maker sees, and never more than its audience may: rows come through `visible_to` of
the maker and are then asked of a reader of that audience. What is restricted is on no paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, TextChoices
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.handling import Handling, readable_by
from accounts.models import Act, Role, User
from diplomacy.export.sheets import highest
from diplomacy.papers import WRITERS
from diplomacy.papers.naming import file_name
from meetings.models import AgendaItem, Meeting, Position
from meetings.outline import lay_out
from meetings.paper_blocks import Inside, paper_of
from partners.models import Organisation


class Kind(TextChoices):
    AGENDA = "agenda", gettext_lazy("議題")
    ANNOTATED = "annotated", gettext_lazy("対処方針付きの議題")


class Audience(TextChoices):
    PUBLIC = Handling.PUBLIC.value, gettext_lazy("公開（公開の記録だけ）")
    SHARED = Handling.SHARED.value, gettext_lazy("共有先（その機関と共有した記録まで）")
    GOVERNMENT = Handling.GOVERNMENT.value, gettext_lazy("政府部内（関係者限りを除く）")


@dataclass(frozen=True)
class Wish:
    """What somebody wants on paper. `recipient` is the organisation a shared paper is handed to."""

    kind: str = Kind.AGENDA
    form: str = "pdf"
    language: str = "ja"
    audience: str = Audience.GOVERNMENT
    recipient: Organisation | None = None


@dataclass(frozen=True)
class Made:
    name: str
    content: bytes
    media_type: str


def audiences(user: User) -> list[str]:
    """For whom the person may make a paper: nobody hands out more than is theirs to read."""
    own = [Audience.GOVERNMENT] if user.is_government else []
    return [*own, Audience.SHARED, Audience.PUBLIC]


def recipients(meeting: Meeting, user: User) -> QuerySet[Organisation]:
    """With whom the meeting or something on its agenda is shared; from outside one knows of oneself alone."""
    organisations = Organisation.objects.visible_to(user)
    if not user.is_government:
        return organisations.filter(pk=user.organisation_id)
    items = AgendaItem.objects.in_visible(meeting, user).live().filter(handling=Handling.SHARED)
    named = AgendaItem.shared_with.through.objects.filter(agendaitem__in=items.order_by().values("pk"))
    return organisations.filter(Q(pk__in=meeting.shared_with.values("pk")) | Q(pk__in=named.values("organisation")))


def usual(user: User) -> Wish:
    """What the person most likely wants: all they read, in their language."""
    language = "en" if translation.get_language() == "en" else "ja"
    if user.is_government:
        return Wish(language=language)
    return Wish(language=language, audience=Audience.SHARED, recipient=user.organisation)


def make_paper(meeting: Meeting, wish: Wish, *, actor: User, now: datetime) -> Made:
    """The file; writes who took which paper, and how high it is marked, into the audit."""
    _refuse_beyond(meeting, wish, actor)
    with translation.override(wish.language):
        agenda = lay_out(meeting, _items(meeting, wish, actor))
        positions = _positions(meeting, wish, actor, {row.item.pk for row in agenda.rows})
        rows = [meeting, *(row.item for row in agenda.rows), *positions.values()]
        level = highest((row.handling for row in rows), Handling.values)
        inside = Inside(
            annotated=wish.kind == Kind.ANNOTATED,
            positions=positions,
            level=level,
            holds_shared=any(row.handling == Handling.SHARED for row in rows),
        )
        paper = paper_of(meeting, agenda, inside, wish, actor=actor, now=now)
        write, media_type = WRITERS[wish.form]
        content = write(paper)
        name = file_name(paper.title, paper.marking, wish.form)
    _note(meeting, wish, len(agenda.rows), level, actor)
    return Made(name, content, media_type)


def _refuse_beyond(meeting: Meeting, wish: Wish, actor: User) -> None:
    if meeting.handling == Handling.RESTRICTED:
        raise ValidationError(_("「関係者限り」の会合は書き出せません。"))
    if wish.audience not in audiences(actor) or (wish.kind == Kind.ANNOTATED and not actor.is_government):
        raise ValidationError({"audience": _("この渡す先の文書は作れません。")})
    if wish.kind == Kind.ANNOTATED and wish.audience != Audience.GOVERNMENT:
        raise ValidationError({"audience": _("対処方針を載せた文書は、政府部内にだけ渡せます。")})
    if wish.audience == Audience.SHARED and wish.recipient is None:
        raise ValidationError({"recipient": _("渡す先の機関を選んでください。")})
    if wish.audience == Audience.SHARED and not recipients(meeting, actor).filter(pk=wish.recipient.pk).exists():
        raise ValidationError({"recipient": _("渡す先の機関を選んでください。")})
    reader = _reader(wish)
    if reader is not None and not Meeting.objects.filter(readable_by(reader, Meeting), pk=meeting.pk).exists():
        raise ValidationError(
            {
                "audience": _("この会合は「%(level)s」のため、この渡す先の文書は作れません。")
                % {"level": meeting.get_handling_display()}
            }
        )


def _reader(wish: Wish) -> User | AnonymousUser | None:
    """Somebody of that audience, who is nobody in particular; None inside government, where the level decides."""
    if wish.audience == Audience.PUBLIC:
        return AnonymousUser()
    if wish.audience == Audience.SHARED:
        return User(role=Role.ATTACHE, organisation=wish.recipient)
    return None


def _items(meeting: Meeting, wish: Wish, actor: User) -> list[AgendaItem]:
    """Items below one that is left out are left out with it, by the way the agenda is laid out."""
    items = AgendaItem.objects.in_visible(meeting, actor).live().exclude(handling=Handling.RESTRICTED)
    reader = _reader(wish)
    if reader is not None:
        items = items.filter(readable_by(reader, AgendaItem))
    return list(items.select_related("lead_ministry", "proposer").defer("search", "lead_ministry__search").order_by())


def _positions(meeting: Meeting, wish: Wish, actor: User, shown: set[Any]) -> dict[Any, Position]:
    if wish.kind != Kind.ANNOTATED:
        return {}
    rows = Position.objects.in_visible(meeting, actor).exclude(handling=Handling.RESTRICTED).with_state()
    return {row.item_id: row for row in rows.defer("search") if row.item_id in shown and not row.is_blank}


def _note(meeting: Meeting, wish: Wish, rows: int, level: str, actor: User) -> None:
    audit.record(
        Act.EXPORTED,
        actor=actor,
        subject=meeting,
        rows=rows,
        format=wish.form,
        paper=str(wish.kind),
        audience=str(wish.audience),
        recipient=str(wish.recipient.pk) if wish.recipient else "",
        language=wish.language,
        highest=level,
    )
