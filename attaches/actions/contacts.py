"""Contacts: logged once however often they are sent, changed, shown to others, withdrawn.

Each asks for its permission itself. What the person cannot see raises `DoesNotExist`, bad input `ValidationError`
with the fields named, somebody else's earlier change `Conflict`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actions.handling import change_handling
from accounts.handling import Handling
from accounts.models import Role
from attaches.actions.follow_ups import NextStep, add_follow_up
from attaches.actions.people import add_people, open_people
from attaches.models import Contact
from attaches.models.contacts import MOST_PEOPLE
from diplomacy.versioned.editing import Conflict, apply_changes, grow
from partners.models import Organisation, Person

if TYPE_CHECKING:
    from accounts.models import User

SETS = ("people", "themes", "shared_with")


@transaction.atomic
def log_contact(
    *,
    key: UUID,
    fields: Mapping[str, Any],
    new_people: Collection[Mapping[str, Any]] = (),
    next_step: NextStep | None = None,
    actor: User,
    now: datetime,
) -> tuple[Contact, bool]:
    """A contact of the actor's body, with its number; whether it is new.

    The same key of the same author is the same contact, sent again: nothing is made then. Somebody else's key says
    nothing, as keys are each author's own.
    """
    require(actor, "attaches.log_contact")
    assert actor.organisation_id is not None, "who logs contacts acts for a body"
    # One after the other for each owner: the number runs on, and what is sent at once finds what came first.
    Organisation.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=str(actor.organisation_id))
    sent_before = Contact.objects.filter(author=actor, key=key).first()
    if sent_before is not None:
        return sent_before, False
    contact = checked(fields, adding=len(new_people), actor=actor, now=now)
    last = Contact.objects.filter(owner=contact.owner_id).aggregate(last=Max("number"))["last"]
    contact.key, contact.number = key, (last or 0) + 1
    contact.save()
    shared_with = fields.get("shared_with", ()) if contact.handling == Handling.SHARED else ()
    made = add_people(contact, new_people, shared_with=shared_with, now=now)
    contact.people.set([*fields.get("people", ()), *made])
    contact.themes.set(fields.get("themes", ()))
    contact.shared_with.set(shared_with)
    if next_step:
        add_follow_up(contact, next_step, actor=actor)
    return contact, True


def checked(fields: Mapping[str, Any], *, adding: int, actor: User, now: datetime) -> Contact:
    """The contact as it would be logged, `adding` new people with it; nothing is saved."""
    plain = {name: value for name, value in fields.items() if name not in SETS}
    contact = Contact(author=actor, owner_id=actor.organisation_id, **plain)
    people = fields.get("people", ())
    _refuse_faults(
        lambda: contact.clean_fields(exclude={"number", "key"}),
        contact.clean,
        lambda: _refuse_future(contact, now),
        lambda: _refuse_hidden(people, actor),
        lambda: refuse_count(len(people) + adding),
        lambda: _refuse_level(contact.handling, actor),
    )
    return contact


@transaction.atomic
def edit_contact(
    contact_id: UUID,
    *,
    changes: Mapping[str, Any],
    new_people: Collection[Mapping[str, Any]] = (),
    seen_version: int,
    actor: User,
    now: datetime,
) -> tuple[Contact, list[str]]:
    """Save the changed fields, people and themes; who reads it is `set_contact_readers`."""
    contact = locked(contact_id, actor)
    require(actor, "attaches.change_contact", contact)
    _refuse_withdrawn(contact)
    kept = {name: value for name, value in changes.items() if name not in ("handling", "shared_with")}
    _refuse_faults(lambda: _refuse_hidden(kept.get("people", ()), actor))
    if "people" in kept:
        kept["people"] = {*kept["people"], *_people_unseen(contact, actor)}
    if new_people:
        made = add_people(contact, new_people, shared_with=contact.shared_with.all(), now=now)
        kept["people"] = {*kept.get("people", contact.people.all()), *made}
    changed = apply_changes(contact, kept, seen_version=seen_version)
    if changed:
        untouched = {field.name for field in contact._meta.fields} - set(changed)
        _refuse_faults(
            lambda: contact.clean_fields(exclude=untouched),
            contact.clean,
            lambda: _refuse_future(contact, now),
            lambda: refuse_count(contact.people.count()),
        )
        contact.save()
    return contact, changed


@transaction.atomic
def set_contact_readers(
    contact_id: UUID,
    *,
    handling: str,
    shared_with: Collection[Any] = (),
    members: Collection[User] = (),
    seen_version: int,
    actor: User,
) -> Contact:
    """Say who reads it; whoever sets it goes on reading it. An embassy shares by name and has no other level."""
    contact = locked(contact_id, actor)
    require(actor, "attaches.change_contact", contact)
    if contact.version != seen_version:
        raise Conflict(contact)
    _refuse_level(handling, actor, kept=True)
    contact = change_handling(
        contact, handling=handling, shared_with=shared_with, access_group_members=members, actor=actor
    )
    if not Contact.objects.visible_to(actor).filter(pk=contact.pk).exists():
        raise ValidationError(
            {"handling": _("この設定ではご自身が読めなくなります。ご自身の所属か、ご自身を含めてください。")}
        )
    open_people(contact, actor=actor)
    return contact


@transaction.atomic
def withdraw_contact(contact_id: UUID, *, because: str, seen_version: int, actor: User, now: datetime) -> Contact:
    """Take it back: from now on its owner alone sees it, with the reason; text and history stay."""
    contact = locked(contact_id, actor)
    require(actor, "attaches.change_contact", contact)
    if contact.version != seen_version:
        raise Conflict(contact)
    _refuse_withdrawn(contact)
    if not because.strip():
        raise ValidationError({"because": _("取り下げる理由を入力してください。")})
    contact.withdrawn_at, contact.withdrawn_because = now, because
    contact.clean_fields(exclude={field.name for field in contact._meta.fields} - {"withdrawn_because"})
    grow(contact, "withdrawn_at", "withdrawn_because")
    contact.save()
    return contact


@transaction.atomic
def restore_contact(contact_id: UUID, *, seen_version: int, actor: User) -> Contact:
    """Bring a withdrawn one back, as it was, to those who read it then."""
    contact = locked(contact_id, actor)
    require(actor, "attaches.change_contact", contact)
    if contact.version != seen_version:
        raise Conflict(contact)
    if not contact.is_withdrawn:
        raise ValidationError(_("この記録は取り下げられていません。"))
    contact.withdrawn_at, contact.withdrawn_because = None, ""
    grow(contact, "withdrawn_at", "withdrawn_because")
    contact.save()
    return contact


def locked(contact_id: UUID, actor: User) -> Contact:
    return Contact.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=contact_id)


def _refuse_withdrawn(contact: Contact) -> None:
    if contact.is_withdrawn:
        raise ValidationError(_("取り下げられた記録は変更できません。まず元に戻してください。"))


def _refuse_faults(*rules: Callable[[], None]) -> None:
    """Every fault of every rule, named by its field."""
    faults: dict[str, Any] = {}
    for rule in rules:
        try:
            rule()
        except ValidationError as fault:
            faults = {**fault.update_error_dict({}), **faults}
    if faults:
        raise ValidationError(faults)


def _refuse_future(contact: Contact, now: datetime) -> None:
    """By the clock of who writes."""
    here = timezone.localtime(now)
    if contact.met_on and contact.met_on > here.date():
        raise ValidationError({"met_on": _("日付が今日より後です。これからの予定は、会った後に記録してください。")})
    if contact.met_on == here.date() and contact.met_at and contact.met_at > here.time():
        raise ValidationError({"met_at": _("時刻が今より後です。")})


def refuse_count(count: int) -> None:
    """How many people a contact may name; asked by the form too, so that every fault is shown at once."""
    if count == 0:
        raise ValidationError({"people": _("相手を1人以上選ぶか、新しく加えてください。")})
    if count > MOST_PEOPLE:
        said = _("相手は%(most)s人までです（%(count)s人が選ばれています）。")
        raise ValidationError({"people": said % {"most": MOST_PEOPLE, "count": count}})


def _refuse_hidden(people: Iterable[Person], actor: User) -> None:
    """Nobody is linked who is hidden from the writer, so that nothing hidden can be probed for."""
    keys = {person.pk for person in people}
    if keys and Person.objects.visible_to(actor).filter(pk__in=keys).count() != len(keys):
        raise ValidationError({"people": _("選んだものは見つかりません。")})


def _people_unseen(contact: Contact, actor: User) -> list[Person]:
    """Of the contact's people those that its editor does not see: they stay with it."""
    seen = Person.objects.visible_to(actor).order_by().values("pk")
    return list(contact.people.exclude(pk__in=seen).defer("search"))


def _refuse_level(handling: str, actor: User, *, kept: bool = False) -> None:
    """With a new one only what the form offers; one that is kept can be restricted, too, but not by an embassy."""
    levels = Contact.levels() if kept and actor.role != Role.ATTACHE else Contact.levels_for(actor)
    if handling not in dict(levels):
        raise ValidationError({"handling": _("この取扱区分は選べません。")})
