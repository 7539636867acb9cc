"""Who may do what with the records on partners. Rows are `visible_to`; these are the verbs.

| permission                      | on                    | who                                                    |
|---------------------------------|-----------------------|--------------------------------------------------------|
| partners.change_partner         | partner               | staff of its desk ministry and of the foreign ministry |
| partners.add_record             | partner               | the same                                               |
| partners.change_record          | any record below it   | the same, and the staff of a record's owner            |
| partners.change_record_handling | a record with a level | staff of its owner                                     |
| partners.erase_person           | person                | who may change it, its owner's people, the secretariat |
| partners.change_organisation    | organisation          | its own staff, its country's desk, foreign ministry    |

Agreements, projects and the rest belong to one or more partners; `partners_of` says to which.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import rules

from accounts.access import Access, admits
from accounts.models import Role
from partners.models import (
    FOREIGN_MINISTRY,
    AcademicAgreement,
    Agreement,
    Base,
    Organisation,
    Partner,
    Person,
    Post,
    Project,
    Relation,
    Risk,
    Secondment,
    Stance,
)


def partners_of(record: Any) -> Iterable[Partner | None]:
    """The partners whose relation a record is about. Uses what the queryset brought along."""
    match record:
        case Partner():
            return [record]
        case Project():
            return record.partners.all()
        case Organisation() | Base():
            return [record.country]
        case Post():
            return [record.person.partner]
        case Risk():
            return [record.stance.partner]
        case Agreement() | AcademicAgreement() | Person() | Relation() | Secondment() | Stance():
            return [record.partner]
    raise TypeError(type(record))


@rules.predicate
def is_staff(user: Any) -> bool:
    return user.is_authenticated and user.role == Role.STAFF


@rules.predicate
def is_foreign_ministry(user: Any) -> bool:
    return user.organisation is not None and user.organisation.slug == FOREIGN_MINISTRY


@rules.predicate
def keeps_the_relation(user: Any, record: Any) -> bool:
    """Staff of the desk ministry of one of the partners the record is about."""
    if record is None or user.organisation_id is None:
        return False
    return any(partner and partner.desk_id == user.organisation_id for partner in partners_of(record))


@rules.predicate
def owns(user: Any, record: Any) -> bool:
    person = record.person if isinstance(record, Post) else record
    owner_id = getattr(person, "owner_id", None)
    return owner_id is not None and owner_id == user.organisation_id


@rules.predicate
def belongs_to(user: Any, organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.pk == user.organisation_id


@rules.predicate
def works_for_its_owner(user: Any, record: Any) -> bool:
    """Staff, officers and attachés of the body that the record belongs to."""
    return admits(Access.NETWORK, user) and owns.test(user, record)


@rules.predicate
def is_secretariat(user: Any) -> bool:
    return user.is_authenticated and user.is_secretariat


writes = is_staff & (is_foreign_ministry | keeps_the_relation)

rules.add_perm("partners.change_partner", writes)
rules.add_perm("partners.add_record", writes)
rules.add_perm("partners.change_record", writes | (is_staff & owns))
rules.add_perm("partners.erase_person", writes | works_for_its_owner | is_secretariat)
rules.add_perm("partners.change_record_handling", is_staff & owns)
rules.add_perm("partners.change_organisation", writes | (is_staff & belongs_to))
