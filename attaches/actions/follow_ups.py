"""Follow-ups: undertaken, reworded, handed to somebody else, closed with a result, taken up again.

Each asks for its permission itself. What the person cannot see raises `DoesNotExist`, bad input `ValidationError`
with the fields named, somebody else's earlier change `Conflict`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require
from attaches.follow_ups.undertakers import bodies_reading, people_reading
from attaches.models import Contact, FollowUp
from diplomacy.versioned.editing import Conflict, apply_changes, grow

if TYPE_CHECKING:
    from accounts.models import User
    from partners.models import Organisation

State = FollowUp.State
MOST_OPEN = 50


@dataclass(frozen=True)
class NextStep:
    """What is to be done after a contact, until when; `person` of the author's own body, or nobody in particular."""

    what: str
    due_on: date
    person: User | None = None


@transaction.atomic
def add_follow_up(contact: Contact, step: NextStep, *, actor: User) -> FollowUp:
    """The body that the contact belongs to undertakes it; `contact` came through the actor's `visible_to`."""
    require(actor, "attaches.change_contact", contact)
    if contact.is_withdrawn:
        raise ValidationError(_("取り下げられた記録には加えられません。"))
    if contact.follow_ups.open().count() >= MOST_OPEN:
        raise ValidationError(_("一つの記録に置ける対応中のフォローアップは%(most)s件までです。") % {"most": MOST_OPEN})
    # A constraint sees to it that a contact belongs to somebody.
    owner = cast("UUID", contact.owner_id)
    follow_up = FollowUp(contact=contact, what=step.what, due_on=step.due_on, organisation_id=owner, person=step.person)
    follow_up.full_clean()
    follow_up.save()
    return follow_up


@transaction.atomic
def edit_follow_up(
    follow_up_id: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User
) -> tuple[FollowUp, list[str]]:
    """Say better what is to be done, or until when. Who has it and how it ends have verbs of their own."""
    follow_up = locked(follow_up_id, actor)
    _refuse_closed(follow_up)
    kept = {name: value for name, value in changes.items() if name in ("what", "due_on")}
    changed = apply_changes(follow_up, kept, seen_version=seen_version)
    if changed:
        follow_up.clean_fields(exclude={field.name for field in follow_up._meta.fields} - set(changed))
        follow_up.save()
    return follow_up, changed


@transaction.atomic
def hand_over_follow_up(
    follow_up_id: UUID, *, organisation: Organisation, person: User | None, seen_version: int, actor: User
) -> FollowUp:
    """Give it to another person or another body: one that reads the contact, or it would never know of it."""
    follow_up = locked(follow_up_id, actor)
    _refuse_closed(follow_up)
    _refuse_changed(follow_up, seen_version)
    if not bodies_reading(follow_up.contact, actor).filter(pk=organisation.pk).exists():
        raise ValidationError({"organisation": _("この記録を読める機関から選んでください。")})
    if person and not people_reading(follow_up.contact, actor, timezone.localdate()).filter(pk=person.pk).exists():
        raise ValidationError({"person": _("この記録を読める人から選んでください。")})
    apply_changes(follow_up, {"organisation": organisation, "person": person}, seen_version=seen_version)
    follow_up.clean()
    follow_up.save()
    return follow_up


@transaction.atomic
def close_follow_up(
    follow_up_id: UUID,
    *,
    state: str,
    result: str,
    result_on: date | None = None,
    seen_version: int,
    actor: User,
    now: datetime,
) -> FollowUp:
    """Done or dropped, never without words; the day is today unless told otherwise."""
    follow_up = locked(follow_up_id, actor)
    _refuse_changed(follow_up, seen_version)
    _refuse_closed(follow_up)
    if state not in (State.DONE, State.DROPPED):
        raise ValidationError({"state": _("完了か取りやめを選んでください。")})
    if not result.strip():
        asked = _("結果を入力してください。") if state == State.DONE else _("取りやめる理由を入力してください。")
        raise ValidationError({"result": asked})
    today = timezone.localdate(now)
    if result_on and result_on > today:
        raise ValidationError({"result_on": _("結果の日付が今日より後です。")})
    follow_up.state, follow_up.result, follow_up.result_on = state, result, result_on or today
    follow_up.clean_fields(exclude={field.name for field in follow_up._meta.fields} - {"result", "result_on"})
    grow(follow_up, "state", "result", "result_on")
    follow_up.save()
    return follow_up


@transaction.atomic
def reopen_follow_up(follow_up_id: UUID, *, seen_version: int, actor: User) -> FollowUp:
    """Take it up again. The words it was closed with stay in the history."""
    follow_up = locked(follow_up_id, actor)
    _refuse_changed(follow_up, seen_version)
    if follow_up.is_open:
        raise ValidationError(_("このフォローアップは対応中です。"))
    follow_up.state, follow_up.result, follow_up.result_on = State.OPEN, "", None
    grow(follow_up, "state", "result", "result_on")
    follow_up.save()
    return follow_up


def locked(follow_up_id: UUID, actor: User) -> FollowUp:
    """The row, locked until the transaction ends, for somebody who may change it."""
    rows = FollowUp.objects.visible_to(actor).select_related("contact").select_for_update(of=("self",))
    follow_up = rows.get(pk=follow_up_id)
    require(actor, "attaches.change_follow_up", follow_up)
    if follow_up.contact.is_withdrawn:
        raise ValidationError(_("もとの記録が取り下げられています。"))
    return follow_up


def _refuse_changed(follow_up: FollowUp, seen_version: int) -> None:
    if follow_up.version != seen_version:
        raise Conflict(follow_up)


def _refuse_closed(follow_up: FollowUp) -> None:
    if not follow_up.is_open:
        raise ValidationError(_("このフォローアップはもう対応中ではありません。"))
