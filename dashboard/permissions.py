"""Who may do what with the overview.

| permission               | on | who                                     |
|--------------------------|----|-----------------------------------------|
| dashboard.take_snapshot  | –  | the council's secretariat               |
"""

from __future__ import annotations

import rules

from meetings.permissions import is_secretariat

rules.add_perm("dashboard.take_snapshot", is_secretariat)
