from celery import shared_task
from django.utils import timezone

from meetings import drafts
from meetings.actions.agenda import purge_bin
from meetings.actions.outcomes import purge_outcomes


@shared_task(name="meetings.empty_bin")
def empty_bin() -> None:
    """Remove deleted agenda items, decisions, actions and drafts whose 30 days are over."""
    now = timezone.now()
    purge_outcomes(now=now)
    purge_bin(now=now)
    drafts.purge(now=now)
