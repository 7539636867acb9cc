"""The clock of the periodic tasks: kept in memory, first tick at once.

A schedule file would remember a time that means nothing here: every tick asks the database what is due, so a
doubled or an early one does no harm, and after an outage the first one must not wait.
"""

from datetime import timedelta

from celery.beat import Scheduler


class MemoryScheduler(Scheduler):
    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at -= timedelta(days=1)
