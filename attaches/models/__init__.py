"""The network: who is posted where, and what the posts hear.

A contact, like what was agreed to follow it up, belongs to the embassy, mission or ministry, not to who wrote it.
"""

from attaches.models.postings import Posting

__all__ = ["Posting"]
