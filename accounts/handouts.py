"""Papers that leave the portal in somebody's hand: for whom they are made, and what may stand on them.

A paper never holds more than its maker sees, and never more than its audience may: rows come through `visible_to` of
the maker and are then asked of a reader of that audience. What is restricted is on no paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet, TextChoices
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.handling import Handled, Handling, readable_by
from accounts.models import Act, Role, User
from diplomacy.papers import on_paper


class Audience(TextChoices):
    PUBLIC = Handling.PUBLIC.value, gettext_lazy("公開（公開の記録だけ）")
    SHARED = Handling.SHARED.value, gettext_lazy("共有先（その機関と共有した記録まで）")
    GOVERNMENT = Handling.GOVERNMENT.value, gettext_lazy("政府部内（関係者限りを除く）")


@dataclass(frozen=True)
class Handout:
    """What somebody wants on paper. `recipient` is the organisation a shared paper is handed to."""

    form: str = "pdf"
    language: str = "ja"
    audience: str = Audience.GOVERNMENT
    recipient: Any = None


@dataclass(frozen=True)
class Made:
    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Reading:
    """Through whose eyes a paper's rows pass: its maker's, and those of somebody it is handed to.

    The reader is nobody in particular and so on nobody's list: what is restricted never passes.
    """

    maker: User
    reader: User | AnonymousUser
    inside: bool = False

    def cut(self, rows: QuerySet) -> Any:
        """Of rows the maker sees, those whose own level lets the reader see them."""
        return rows.filter(readable_by(self.reader, rows.model))

    def of(self, model: type[Model]) -> Any:
        """The rows both see, whatever they hang on."""
        manager: Any = model._default_manager
        rows = manager.visible_to(self.maker)
        if not issubclass(model, Handled):
            return rows
        return rows.filter(pk__in=manager.visible_to(self.reader).order_by().values("pk"))


def audiences(user: User) -> list[str]:
    """For whom the person may make a paper: nobody hands out more than is theirs to read."""
    own = [Audience.GOVERNMENT] if user.is_government else []
    return [*own, Audience.SHARED, Audience.PUBLIC]


def usual(user: User) -> Handout:
    """What the person most likely wants: all they read, in their language."""
    language = "en" if translation.get_language() == "en" else "ja"
    if user.is_government:
        return Handout(language=language)
    return Handout(language=language, audience=Audience.SHARED, recipient=user.organisation)


def reading(wish: Handout, maker: User) -> Reading:
    if wish.audience == Audience.PUBLIC:
        return Reading(maker, AnonymousUser())
    if wish.audience == Audience.SHARED:
        return Reading(maker, User(role=Role.ATTACHE, organisation=wish.recipient))
    return Reading(maker, User(role=Role.STAFF, organisation=maker.organisation), inside=True)


def refuse_beyond(wish: Handout, maker: User, recipients: QuerySet) -> None:
    """`recipients` are the organisations such a paper may be handed to."""
    if wish.audience not in audiences(maker):
        raise ValidationError({"audience": _("この渡す先の文書は作れません。")})
    if wish.audience != Audience.SHARED:
        return
    if wish.recipient is None or not recipients.filter(pk=wish.recipient.pk).exists():
        raise ValidationError({"recipient": _("渡す先の機関を選んでください。")})


def notes(
    wish: Handout, level: str, *, left_out: str, holds_shared: bool, maker: User, now: datetime, is_sample: str = ""
) -> list[str]:
    """The small print: how high it is, for whom it was cut, who took it when.

    `left_out` and `is_sample` are sentences.
    """
    here = timezone.localtime(now)
    moment = f"{on_paper(here.date(), language=wish.language)} {here:%H:%M} {here.tzname()}"
    lines = [_("取扱区分（この文書で最も高いもの）: %(level)s") % {"level": Handling(level).label}]
    if wish.audience == Audience.PUBLIC:
        lines.append(_("公開の記録だけで作成しています。"))
    elif wish.audience == Audience.SHARED:
        lines.append(_("公開の記録と、%(body)sと共有した記録だけで作成しています。") % {"body": wish.recipient})
    else:
        lines.append(left_out)
        if holds_shared:
            lines.append(_("「共有先限り」の記録を含みます。共有先でない機関には渡さないでください。"))
    if wish.audience == Audience.GOVERNMENT or not maker.is_government:
        who = {"name": maker.get_full_name(), "body": maker.organisation or maker.get_role_display()}
        lines.append(_("書き出した人: %(name)s（%(body)s）") % who)
    lines.append(_("書き出した日時: %(moment)s") % {"moment": moment})
    return [*lines, is_sample] if is_sample else lines


def note(subject: Model, wish: Handout, *, paper: str, rows: int, level: str, maker: User) -> None:
    """Who took which paper, and how high it is marked, in the audit."""
    audit.record(
        Act.EXPORTED,
        actor=maker,
        subject=subject,
        rows=rows,
        format=wish.form,
        paper=paper,
        audience=str(wish.audience),
        recipient=str(wish.recipient.pk) if wish.recipient else "",
        language=wish.language,
        highest=level,
    )
