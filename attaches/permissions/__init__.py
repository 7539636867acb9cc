"""Who may do what in the network. Rows are `visible_to`; the verbs stand in one table for each area:

`postings` (who is posted where).
"""

from attaches.permissions import postings

__all__ = ["postings"]
