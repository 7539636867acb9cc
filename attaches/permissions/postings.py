"""Postings.

| permission                | on      | who                                  |
|---------------------------|---------|--------------------------------------|
| attaches.change_postings  | –       | staff of the foreign ministry        |
"""

from __future__ import annotations

import rules

from partners.permissions import is_foreign_ministry, is_staff

rules.add_perm("attaches.change_postings", is_staff & is_foreign_ministry)
