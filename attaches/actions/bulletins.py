"""Writes to bulletins: drafted, edited, sent once, opened. Each asks for its permission itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actions.handling import change_handling
from accounts.handling import Handling
from attaches.bulletins.recipients import recipients
from attaches.models import Bulletin, BulletinDelivery
from diplomacy.versioned.editing import Conflict, apply_changes, grow, is_set
from reminders.actions.telling import tell
from reminders.models import Notification
from reminders.subjects import subject_named

if TYPE_CHECKING:
    from accounts.models import User
    from partners.models import Organisation

SUBJECT = "attaches.bulletin"


@transaction.atomic
def draft_bulletin(*, fields: Mapping[str, Any], actor: User) -> Bulletin:
    require(actor, "attaches.write_bulletins")
    bulletin = Bulletin(owner_id=actor.organisation_id, handling=Handling.SHARED)
    many = {name: value for name, value in fields.items() if is_set(bulletin, name)}
    for name in fields.keys() - many.keys():
        setattr(bulletin, name, fields[name])
    _check(bulletin, [field.name for field in bulletin._meta.fields])
    bulletin.save()
    for name, value in many.items():
        getattr(bulletin, name).set(value)
    return bulletin


@transaction.atomic
def edit_bulletin(
    bulletin_id: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User
) -> tuple[Bulletin, list[str]]:
    """Save the changed fields of a draft."""
    bulletin = locked(bulletin_id, actor)
    _refuse_sent(bulletin)
    changed = apply_changes(bulletin, changes, seen_version=seen_version)
    if changed:
        _check(bulletin, changed)
        bulletin.save()
    return bulletin, changed


@transaction.atomic
def discard_bulletin(bulletin_id: UUID, *, seen_version: int, actor: User) -> None:
    """Throw a draft away. What was sent stays."""
    bulletin = locked(bulletin_id, actor)
    _refuse_sent(bulletin)
    if bulletin.version != seen_version:
        raise Conflict(bulletin)
    bulletin.delete()


@transaction.atomic
def send_bulletin(bulletin_id: UUID, *, seen_version: int, actor: User, now: datetime) -> Bulletin:
    """Send it to whom it names, once. Asked again for the same it answers with what was sent.

    Where it goes to named bodies only, those of the recipients are added to them.
    """
    bulletin = locked(bulletin_id, actor)
    if bulletin.is_sent:
        return bulletin
    if bulletin.version != seen_version:
        raise Conflict(bulletin)
    people = list(recipients(bulletin, timezone.localdate(now)))
    if not people:
        raise ValidationError(_("送り先に該当する人がいません。送り先かテーマを見直してください。"))
    _share_with(bulletin, people)
    bulletin.sent_at, bulletin.sent_by = now, actor
    grow(bulletin, "sent_at")
    bulletin.save()
    BulletinDelivery.objects.bulk_create(
        [
            BulletinDelivery(bulletin=bulletin, person=one, organisation=one.organisation)
            for one in people
            if one.organisation
        ]
    )
    _tell(bulletin, now)
    return bulletin


def _share_with(bulletin: Bulletin, people: Iterable[User]) -> None:
    if bulletin.handling == Handling.SHARED:
        bulletin.shared_with.add(*{person.organisation for person in people if person.organisation})
    for person in people:
        if not Bulletin.objects.readable(person).filter(pk=bulletin.pk).exists():
            raise ValidationError(
                _("「%(level)s」のため、%(person)sは読めません。取扱区分か送り先を見直してください。")
                % {"level": bulletin.get_handling_display(), "person": person}
            )


def _tell(bulletin: Bulletin, now: datetime) -> None:
    from attaches.bulletins.reminders import coming_of

    tell(subject_named(SUBJECT), [coming_of(bulletin.pk)], kind=Notification.Kind.NEWS, step="0", now=now)


@transaction.atomic
def set_bulletin_handling(
    bulletin: Bulletin,
    *,
    handling: str,
    shared_with: Iterable[Organisation] = (),
    members: Iterable[User] = (),
    seen_version: int,
    actor: User,
) -> Bulletin:
    """Of a draft or of one that was sent: who got it and may no longer read it loses sight of it."""
    row = locked(bulletin.pk, actor)
    if row.version != seen_version:
        raise Conflict(row)
    row = change_handling(row, handling=handling, shared_with=shared_with, access_group_members=members, actor=actor)
    if not Bulletin.objects.visible_to(actor).filter(pk=row.pk).exists():
        raise ValidationError(
            {"handling": _("この設定ではご自身が読めなくなります。ご自身の所属か、ご自身を含めてください。")}
        )
    return row


def note_opening(bulletin: Bulletin, *, person: User, now: datetime) -> None:
    """The person has the page before them; the first time counts."""
    BulletinDelivery.objects.of(person).unopened().filter(bulletin=bulletin).update(opened_at=now)


def locked(bulletin_id: UUID, actor: User) -> Bulletin:
    bulletin = Bulletin.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=bulletin_id)
    require(actor, "attaches.change_bulletin", bulletin)
    return bulletin


def _refuse_sent(bulletin: Bulletin) -> None:
    if bulletin.is_sent:
        raise ValidationError(_("送信したお知らせは変更できません。訂正は新しいお知らせとして送ってください。"))


def _check(bulletin: Bulletin, fields: Collection[str]) -> None:
    untouched = {field.name for field in bulletin._meta.fields} - set(fields)
    faults: dict[str, Any] = {}
    for rule in (lambda: bulletin.clean_fields(exclude=untouched), bulletin.clean):
        try:
            rule()
        except ValidationError as fault:
            faults = {**fault.update_error_dict({}), **faults}
    if faults:
        raise ValidationError(faults)
