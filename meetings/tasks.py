from celery import shared_task
from django.utils import timezone

from meetings import drafts
from meetings.actions import documents
from meetings.actions.agenda import purge_bin


@shared_task(name="meetings.empty_bin")
def empty_bin() -> None:
    """Remove deleted agenda items, documents and drafts whose 30 days are over, and files without a document."""
    now = timezone.now()
    purge_bin(now=now)
    documents.purge_bin(now=now)
    documents.sweep_files(now=now)
    drafts.purge(now=now)
