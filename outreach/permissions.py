"""Who may do what in what is told to the world. Rows are `visible_to`.

| permission             | on    | who                                                                          |
|------------------------|-------|------------------------------------------------------------------------------|
| outreach.add_text      | –     | staff                                                                        |
| outreach.change_text   | text  | staff of the ministry responsible for it, the secretariat                     |
| outreach.check_text    | text  | staff who neither wrote it nor edited it last                                 |
| outreach.publish_text  | text  | staff of the ministry responsible for it, of the foreign ministry, secretariat |
| outreach.add_expert    | –     | staff                                                                        |
| outreach.change_expert | expert | staff of who put them forward, of their institution, foreign ministry, secretariat |
| outreach.add_dispatch  | –     | staff and officers                                                           |
| outreach.change_dispatch | dispatch | the body that asks, the desk (foreign ministry, secretariat)             |
| outreach.match_dispatch | dispatch | the desk: chooses and invites, notes the answer                           |
| outreach.approve_dispatch | dispatch | the desk, but never who asked for it                                    |
"""

from __future__ import annotations

from typing import Any

import rules

from accounts.models import Role
from outreach.models import Dispatch, Editorial, Expert
from partners.permissions import is_foreign_ministry, is_staff


@rules.predicate
def is_secretariat(user: Any) -> bool:
    return user.is_secretariat


@rules.predicate
def answers_for(user: Any, record: Editorial | Expert | Dispatch | None) -> bool:
    """Of the body whose record it is."""
    return record is not None and record.owner_id is not None and record.owner_id == user.organisation_id


@rules.predicate
def wrote_none_of_it(user: Any, text: Editorial | None) -> bool:
    return text is not None and user.pk not in {text.written_by_id, text.edited_by_id}


@rules.predicate
def is_officer(user: Any) -> bool:
    return user.role == Role.OFFICER


@rules.predicate
def of_their_institution(user: Any, expert: Expert | None) -> bool:
    return expert is not None and expert.institution_id is not None and expert.institution_id == user.organisation_id


@rules.predicate
def asked_for_none(user: Any, dispatch: Dispatch | None) -> bool:
    return dispatch is not None and dispatch.requested_by_id != user.pk


is_desk = is_staff & (is_foreign_ministry | is_secretariat)

rules.add_perm("outreach.add_text", is_staff)
rules.add_perm("outreach.change_text", is_staff & (answers_for | is_secretariat))
rules.add_perm("outreach.check_text", is_staff & wrote_none_of_it)
rules.add_perm("outreach.publish_text", is_staff & (answers_for | is_foreign_ministry | is_secretariat))
rules.add_perm("outreach.add_expert", is_staff)
rules.add_perm("outreach.change_expert", is_desk | (is_staff & (answers_for | of_their_institution)))
rules.add_perm("outreach.add_dispatch", is_staff | is_officer)
rules.add_perm("outreach.change_dispatch", is_desk | ((is_staff | is_officer) & answers_for))
rules.add_perm("outreach.match_dispatch", is_desk)
rules.add_perm("outreach.approve_dispatch", is_desk & asked_for_none)
