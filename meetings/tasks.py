from celery import shared_task
from django.utils import timezone

from meetings import drafts
from meetings.actions.agenda import purge_bin


@shared_task(name="meetings.empty_bin")
def empty_bin() -> None:
    """Remove deleted agenda items and drafts whose 30 days are over."""
    now = timezone.now()
    purge_bin(now=now)
    drafts.purge(now=now)
