from celery import shared_task
from django.utils import timezone

from diplomacy.uploads import keepers
from meetings import drafts
from meetings.actions import documents
from meetings.actions.agenda import purge_bin
from meetings.actions.outcomes import purge_outcomes
from meetings.actions.participants import purge_participants


@shared_task(name="meetings.empty_bin")
def empty_bin() -> None:
    """Remove outcomes, participants, items, documents and drafts deleted 30 days ago, and files without a document."""
    now = timezone.now()
    purge_outcomes(now=now)
    purge_participants(now=now)
    purge_bin(now=now)
    documents.purge_bin(now=now)
    keepers.sweep(now=now)
    drafts.purge(now=now)
