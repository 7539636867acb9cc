"""Postings: entered, changed, taken away. The account that signs in through one follows its term."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.actions.people import follow_posting
from accounts.handling import Handling
from attaches.models import Posting
from diplomacy.ui.dates import written
from diplomacy.versioned.editing import Conflict, apply_changes
from partners.models import Organisation, Person

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def enter_posting(
    organisation: Organisation,
    *,
    fields: Mapping[str, Any],
    new_person: Mapping[str, str] | None = None,
    actor: User,
) -> Posting:
    """A new term at an embassy or mission, of a person on file or of one who is entered with it."""
    require(actor, "attaches.change_postings")
    given = dict(fields)
    if new_person:
        given["person"] = _new_person(organisation, new_person, actor)
    posting = Posting(organisation=organisation, **given)
    _save(posting, actor)
    return posting


@transaction.atomic
def edit_posting(
    posting_id: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User
) -> tuple[Posting, list[str]]:
    require(actor, "attaches.change_postings")
    posting = _locked(posting_id, actor)
    changed = apply_changes(posting, changes, seen_version=seen_version)
    if changed:
        _save(posting, actor)
    return posting, changed


@transaction.atomic
def remove_posting(posting_id: UUID, *, seen_version: int, actor: User) -> Posting:
    """Take away one that was entered by mistake; its history stays, and the account is not touched."""
    require(actor, "attaches.change_postings")
    posting = _locked(posting_id, actor)
    if posting.version != seen_version:
        raise Conflict(posting)
    posting.delete()
    posting.pk = posting_id
    return posting


def _locked(posting_id: UUID, actor: User) -> Posting:
    return Posting.objects.visible_to(actor).select_for_update(of=("self",), no_key=True).get(pk=posting_id)


def _save(posting: Posting, actor: User) -> None:
    # The person's row is locked, so that two terms entered at once are compared with one another.
    if posting.person_id:
        Person.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=posting.person_id)
    posting.full_clean(validate_constraints=False)
    _refuse_overlap(posting)
    try:
        with transaction.atomic():
            posting.save()
    except IntegrityError as fault:
        raise ValidationError({"predecessor": _("この前任には、もう後任が登録されています。")}) from fault
    latest = Posting.objects.filter(account=posting.account_id).order_by("-starts_on", "-id").first()
    if posting.account and latest == posting:
        follow_posting(posting.account, starts_on=posting.starts_on, ends_on=posting.ends_on, actor=actor)


def _refuse_overlap(posting: Posting) -> None:
    """The database refuses it too (`posting_one_at_a_time`); here it is said which term is in the way."""
    others = Posting.objects.filter(person=posting.person_id).exclude(pk=posting.pk).select_related("organisation")
    for other in others:
        begins_after = other.ends_on is not None and posting.starts_on > other.ends_on
        ends_before = posting.ends_on is not None and posting.ends_on < other.starts_on
        if not (begins_after or ends_before):
            until = written(other.ends_on) if other.ends_on else _("現職")
            term = f"{written(other.starts_on)} – {until}"
            said = _("この人は同じ時期に%(body)sに在任しています（%(term)s）。")
            raise ValidationError({"starts_on": said % {"body": other.organisation, "term": term}})


def _new_person(organisation: Organisation, names: Mapping[str, str], actor: User) -> Person:
    """Known inside government; the embassy itself knows its own people through their postings."""
    person = Person(
        **names,
        partner=organisation.country,
        owner_id=actor.organisation_id,
        handling=Handling.GOVERNMENT,
        purpose=Person.AS_ATTACHE,
    )
    person.full_clean(exclude=["search", "sorted_by"])
    person.save()
    return person
