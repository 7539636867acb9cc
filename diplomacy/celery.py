"""The Celery application; tasks live in each app's `tasks.py`, the beat schedule in the settings."""

import os
from typing import Any

from celery import Celery, bootsteps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
os.environ.setdefault("PORTAL_PROCESS", "worker")

app = Celery("diplomacy")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class SignOfLife(bootsteps.StartStopStep):
    """Has the worker say that it is alive, by its own timer: `/readyz` reads it instead of asking every worker."""

    requires = {"celery.worker.components:Timer"}

    def start(self, worker: Any) -> None:
        from diplomacy import health

        health.worker_sign_of_life()
        self.entry = worker.timer.call_repeatedly(health.WORKER_EVERY, health.worker_sign_of_life)

    def stop(self, worker: Any) -> None:
        self.entry.cancel()


app.steps["worker"].add(SignOfLife)
