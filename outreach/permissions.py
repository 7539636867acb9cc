"""Who may do what in what is told to the world. Rows are `visible_to`.

| permission             | on    | who                                                                          |
|------------------------|-------|------------------------------------------------------------------------------|
| outreach.add_text      | –     | staff                                                                        |
| outreach.change_text   | text  | staff of the ministry responsible for it, the secretariat                     |
| outreach.check_text    | text  | staff who neither wrote it nor edited it last                                 |
| outreach.publish_text  | text  | staff of the ministry responsible for it, of the foreign ministry, secretariat |
"""

from __future__ import annotations

from typing import Any

import rules

from outreach.models import Editorial
from partners.permissions import is_foreign_ministry, is_staff


@rules.predicate
def is_secretariat(user: Any) -> bool:
    return user.is_secretariat


@rules.predicate
def answers_for(user: Any, text: Editorial | None) -> bool:
    """Of the ministry whose text it is."""
    return text is not None and text.owner_id is not None and text.owner_id == user.organisation_id


@rules.predicate
def wrote_none_of_it(user: Any, text: Editorial | None) -> bool:
    return text is not None and user.pk not in {text.written_by_id, text.edited_by_id}


rules.add_perm("outreach.add_text", is_staff)
rules.add_perm("outreach.change_text", is_staff & (answers_for | is_secretariat))
rules.add_perm("outreach.check_text", is_staff & wrote_none_of_it)
rules.add_perm("outreach.publish_text", is_staff & (answers_for | is_foreign_ministry | is_secretariat))
