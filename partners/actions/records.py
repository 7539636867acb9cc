"""Writes to a partner and to the records about it. Each asks for the permission; somebody else's earlier change
raises `Conflict`; the rules over one record are its own `clean()`, whoever asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actions.handling import change_handling
from accounts.handling import Handled, Handling
from diplomacy.versioned.editing import Conflict, apply_changes
from partners.models import Organisation, Partner, Person, Relation, Risk, Stance

if TYPE_CHECKING:
    from accounts.models import User

# What may be moved from one partner to another, by the field that names the partner.
PLACES = ("partner", "country")
# A record of one of these kinds stands alone under its parent, among the rows its writer sees.
ALONE: dict[type[models.Model], tuple[str, ...]] = {Relation: ("partner",), Stance: ("partner", "theme")}


def permission_to_change(record: models.Model) -> str:
    match record:
        case Partner():
            return "partners.change_partner"
        case Organisation():
            return "partners.change_organisation"
    return "partners.change_record"


@transaction.atomic
def create_record(
    model: type[models.Model], *, parent: Partner | Person | Stance, fields: Mapping[str, Any], actor: User
) -> Any:
    """A new record under a partner, a post under a person, a risk under a stance. Its owner is the actor's body.

    A risk begins with its writer as the only reader; other sensitive records with all of government.
    """
    require(actor, "partners.add_record" if isinstance(parent, Partner) else "partners.change_record", parent)
    type(parent)._default_manager.select_for_update(no_key=True).get(pk=parent.pk)
    sets = {name: value for name, value in fields.items() if model._meta.get_field(name).many_to_many}
    record = model(**{name: value for name, value in fields.items() if name not in sets})
    if isinstance(record, Handled):
        record.owner_id = actor.organisation_id
    check(record, actor)
    record.save()
    for name, value in sets.items():
        getattr(record, name).set(value)
    if isinstance(record, Risk):
        return change_handling(record, handling=Handling.RESTRICTED, access_group_members=[actor], actor=actor)
    return record


@transaction.atomic
def edit_record(
    model: type[models.Model], pk: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User
) -> tuple[Any, list[str]]:
    """Save the changed fields; returns the record with the names of what really changed.

    Raises the model's `DoesNotExist` where the person does not see the record.
    """
    record = locked(model, pk, actor)
    require(actor, permission_to_change(record), record)
    for name in PLACES:
        if isinstance(place := changes.get(name), Partner) and place.pk != getattr(record, f"{name}_id"):
            require(actor, "partners.add_record", place)
    changed = apply_changes(record, changes, seen_version=seen_version)
    if changed:
        check(record, actor, changed)
        record.save()
    return record, changed


@transaction.atomic
def remove_record(model: type[models.Model], pk: UUID, *, seen_version: int, actor: User) -> Any:
    """Take a record away; its history stays. Refused where it changed since, or where others hang on it."""
    record = locked(model, pk, actor)
    require(actor, permission_to_change(record), record)
    if record.version != seen_version:
        raise Conflict(record)
    try:
        record.delete()
    except ProtectedError:
        raise ValidationError(_("ほかの記録がこれを使っているため、削除できません。")) from None
    record.pk = pk
    return record


@transaction.atomic
def set_record_handling(
    model: type[models.Model],
    pk: UUID,
    *,
    handling: str,
    shared_with: Collection[Any] = (),
    members: Collection[User] = (),
    seen_version: int,
    actor: User,
) -> Any:
    """Say how far a record may go; whoever sets it goes on reading it. Raises `Conflict` where it changed since."""
    record = locked(model, pk, actor)
    require(actor, "partners.change_record_handling", record)
    if record.version != seen_version:
        raise Conflict(record)
    record = change_handling(
        record, handling=handling, shared_with=shared_with, access_group_members=members, actor=actor
    )
    if not _visible(model, actor).filter(pk=pk).exists():
        raise ValidationError(
            {"handling": _("この設定ではご自身が読めなくなります。ご自身の所属か、ご自身を含めてください。")}
        )
    return record


def locked(model: type[models.Model], pk: UUID, actor: User) -> Any:
    return _visible(model, actor).select_for_update(of=("self",), no_key=True).get(pk=pk)


def _visible(model: Any, actor: User) -> Any:
    return model._default_manager.visible_to(actor)


def check(record: models.Model, actor: User, fields: Collection[str] | None = None) -> None:
    """The rules over one record, all of them or those of the changed fields, every fault named by its field."""
    names = {field.name for field in record._meta.fields}
    untouched = names - set(fields) if fields is not None else set()
    faults: dict[str, Any] = {}
    for rule in (lambda: record.clean_fields(exclude=untouched), record.clean, lambda: _refuse_twin(record, actor)):
        try:
            rule()
        except ValidationError as fault:
            faults = {**fault.update_error_dict({}), **faults}
    if faults:
        raise ValidationError(faults)


def _refuse_twin(record: models.Model, actor: User) -> None:
    """Only rows the actor sees count, so that nothing is revealed."""
    names = ALONE.get(type(record))
    if not names:
        return
    same = {name: getattr(record, f"{name}_id") for name in names}
    if _visible(type(record), actor).filter(**same).exclude(pk=record.pk).exists():
        raise ValidationError({names[-1]: _("すでに登録されています。その記録を編集してください。")})
