"""Who may do what in the network. Rows are `visible_to`; the verbs stand in one table for each area:

`postings` (who is posted where), `contacts` (contacts), `follow_ups` (what follows
them),
`circle` (gatherings and invitations), `bulletins` (news to the posts), `requests` (meetings that embassies ask for).
"""

from attaches.permissions import bulletins, circle, contacts, follow_ups, postings, requests

__all__ = ["bulletins", "circle", "contacts", "follow_ups", "postings", "requests"]
