from celery import shared_task
from django.utils import timezone

from attaches.actions.quiet import note_quiet_partners


@shared_task(name="attaches.note_quiet")
def note_quiet() -> None:
    """Write down which partners have fallen silent; the sweep reminds their desks."""
    note_quiet_partners(today=timezone.localdate())
