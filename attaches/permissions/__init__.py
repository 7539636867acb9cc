"""Who may do what in the network. Rows are `visible_to`; the verbs stand in one table for each area:

`postings` (who is posted where), `contacts` (contacts and what follows them),
`circle` (gatherings and invitations).
"""

from attaches.permissions import circle, contacts, postings

__all__ = ["circle", "contacts", "postings"]
