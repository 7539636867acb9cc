"""The doors from Celery: no rule in here. Lost or doubled tasks do no harm, the next tick finds what is due."""

from celery import shared_task
from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone

from reminders.actions import delivery
from reminders.actions.sweep import sweep


@shared_task(name="reminders.sweep")
def sweep_task() -> None:
    swept = sweep(now=timezone.now())
    if swept is not None and swept.waiting:
        for _lane in range(settings.REMINDER_LANES):
            deliver_task.apply_async(expires=settings.REMINDER_TICK_SECONDS * 5)


@shared_task(name="reminders.deliver")
def deliver_task() -> None:
    connection = get_connection()
    try:
        delivery.deliver(clock=timezone.now, connection=connection, seconds=settings.REMINDER_LANE_SECONDS)
    finally:
        connection.close()
