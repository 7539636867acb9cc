"""Contacts and postings for the access matrix: rows of the foreign ministry and of each person's own post."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from accounts.handling import Handling
from accounts.models import AccessGroupMember, Role
from attaches import drafts
from attaches.models import ContactInterval, FollowUp
from meetings.models import Draft
from partners.models import Organisation, Person
from tests.access_objects.sample import LEAD, Arguments, Sample, nothing, owner, stranger
from tests.factories.accounts import AccessGroupFactory
from tests.factories.attaches import ContactFactory, FollowUpFactory, PostingFactory
from tests.factories.partners import OrganisationFactory, PersonFactory
from tests.planters.planted import NOW

# Whose posting the matrix makes at their own embassy or mission; and the foreign ministry.
AT_THEIR_POST = frozenset({"lead_staff", "officer", "attache_a", "attache_b"})


def is_outside(somebody: Any) -> bool:
    return somebody.role == Role.ATTACHE


def contact_of(cast: Any, person: str) -> Arguments:
    """Of the foreign ministry, read by all of government, or shared with the person's embassy."""
    somebody = owner(cast, person)
    level = Handling.SHARED if is_outside(somebody) else Handling.GOVERNMENT
    shared_with = [somebody.organisation] if is_outside(somebody) else []
    return {"pk": ContactFactory(owner=cast.organisations.mofa, handling=level, shared_with=shared_with).pk}


def hidden_contact(cast: Any, person: str) -> Arguments:
    return {"pk": ContactFactory(owner=OrganisationFactory(), handling=Handling.SHARED).pk}


def with_body(make: Callable, body: str) -> Callable:
    return lambda cast, person: {**make(cast, person), "body": body}


def draft_by(somebody: Any) -> Arguments:
    key = uuid4()
    met = PersonFactory(name_ja="面談の相手", handling=Handling.PUBLIC)
    typed = {
        "rows": "1",
        "people": str(met.pk),
        "met_on": "2026-01-15",
        "way": "call",
        "said": "途中",
        "readers": "own",
    }
    payload = {name: [value] for name, value in typed.items()}
    Draft.objects.create(user=somebody, key=drafts.name_of(key), payload=payload, updated_at=NOW)
    return {"key": key}


def draft_of(cast: Any, person: str) -> Arguments:
    return draft_by(owner(cast, person))


def hidden_draft(cast: Any, person: str) -> Arguments:
    return draft_by(stranger(cast))


def any_key(cast: Any, person: str) -> Arguments:
    """A draft is its writer's alone: no record is asked, and every key is as good as another."""
    return {"key": str(uuid4()), "body": "said=x"}


def embassy(cast: Any, person: str) -> Arguments:
    return {"pk": OrganisationFactory(kind=Organisation.Kind.EMBASSY).pk}


def posting_of(cast: Any, person: str) -> Arguments:
    """At the person's own embassy or mission; of others, at an embassy of which government knows."""
    somebody = owner(cast, person)
    at = {"organisation": somebody.organisation} if somebody.role in (Role.ATTACHE, Role.OFFICER) else {}
    return {"pk": PostingFactory(**at).pk}


def hidden_posting(cast: Any, person: str) -> Arguments:
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=stranger(cast))
    hidden: Person = PersonFactory(handling=Handling.RESTRICTED, access_group=group)
    return {"pk": PostingFactory(person=hidden).pk}


def follow_up_of(cast: Any, person: str) -> Arguments:
    """After a contact of the foreign ministry."""
    ministry = cast.organisations.mofa
    return {"pk": FollowUpFactory(contact_id=contact_of(cast, person)["pk"], organisation=ministry).pk}


def hidden_follow_up(cast: Any, person: str) -> Arguments:
    body = OrganisationFactory()
    return {"pk": FollowUpFactory(contact_id=hidden_contact(cast, person)["pk"], organisation=body).pk}


def closed_follow_up(cast: Any, person: str) -> Arguments:
    made = follow_up_of(cast, person)
    FollowUp.objects.filter(**made).update(state="done", result="済み", result_on=NOW.date())
    return {**made, "body": VERSION}


def handed_over(cast: Any, person: str) -> Arguments:
    return {**follow_up_of(cast, person), "body": f"{VERSION}&organisation={cast.organisations.mofa.pk}"}


def interval_of(cast: Any, person: str) -> Arguments:
    return {"pk": ContactInterval.objects.get_or_create(priority="high", defaults={"months": 3})[0].pk}


VERSION = "version=1"
ADDED = "what=x&due_on=2030-01-01"
CLOSED = f"{VERSION}&state=done&result=x"
OBJECTS: dict[str, Sample] = {
    "api-contacts-detail": Sample(contact_of, hidden_contact, LEAD),
    "api-contacts-readers": Sample(contact_of, hidden_contact, LEAD),
    "api-contacts-restore": Sample(contact_of, hidden_contact, LEAD),
    "api-contacts-withdraw": Sample(contact_of, hidden_contact, LEAD),
    "api-postings-detail": Sample(posting_of, hidden_posting, LEAD),
    "api-postings-handover": Sample(posting_of, hidden_posting, AT_THEIR_POST, verb_on_get=True),
    "api-postings-list": Sample(nothing, writers=LEAD),
    "attaches:contact": Sample(contact_of, hidden_contact),
    "attaches:contact_check": Sample(draft_of, hidden_draft),
    "attaches:contact_draft": Sample(any_key),
    "attaches:contact_edit": Sample(contact_of, hidden_contact, LEAD, verb_on_get=True),
    "attaches:contact_handling": Sample(contact_of, hidden_contact, LEAD, verb_on_get=True),
    "attaches:contact_history": Sample(contact_of, hidden_contact, LEAD, verb_on_get=True),
    "attaches:contact_logged": Sample(contact_of, hidden_contact, LEAD, verb_on_get=True),
    "attaches:contact_restore": Sample(with_body(contact_of, VERSION), hidden_contact, LEAD),
    "attaches:contact_twins": Sample(lambda cast, person: {"row": 0}),
    "attaches:contact_withdraw": Sample(with_body(contact_of, f"{VERSION}&because=x"), hidden_contact, LEAD),
    "api-follow-ups-close": Sample(follow_up_of, hidden_follow_up, LEAD),
    "api-follow-ups-detail": Sample(follow_up_of, hidden_follow_up, LEAD),
    "api-follow-ups-hand-over": Sample(follow_up_of, hidden_follow_up, LEAD),
    "api-follow-ups-reopen": Sample(follow_up_of, hidden_follow_up, LEAD),
    "attaches:follow_up": Sample(follow_up_of, hidden_follow_up),
    "attaches:follow_up_add": Sample(with_body(contact_of, ADDED), hidden_contact, LEAD),
    "attaches:follow_up_close": Sample(with_body(follow_up_of, CLOSED), hidden_follow_up, LEAD),
    "attaches:follow_up_edit": Sample(follow_up_of, hidden_follow_up, LEAD, verb_on_get=True),
    "attaches:follow_up_hand_over": Sample(handed_over, hidden_follow_up, LEAD),
    "attaches:follow_up_reopen": Sample(closed_follow_up, hidden_follow_up, LEAD),
    "attaches:handover": Sample(posting_of, hidden_posting, AT_THEIR_POST, verb_on_get=True),
    "attaches:handover_docx": Sample(posting_of, hidden_posting, AT_THEIR_POST, verb_on_get=True),
    "attaches:handover_pdf": Sample(posting_of, hidden_posting, AT_THEIR_POST, verb_on_get=True),
    "attaches:propose": Sample(contact_of, hidden_contact),
    "attaches:quiet_interval": Sample(interval_of),
    "attaches:posting_add": Sample(embassy, writers=LEAD, verb_on_get=True),
    "attaches:posting_body": Sample(embassy),
    "attaches:posting_edit": Sample(posting_of, hidden_posting, LEAD, verb_on_get=True),
    "attaches:posting_remove": Sample(with_body(posting_of, VERSION), hidden_posting, LEAD),
}
