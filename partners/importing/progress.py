"""How far an import is, told beside the transaction that would hide it until its end."""

from typing import Any

from django.core.cache import cache

KEPT_SECONDS = 3600
# A worker says how far it is more often than this.
QUIET_SECONDS = 120


def note(job_id: Any, percent: int) -> None:
    cache.set(f"import:{job_id}", percent, KEPT_SECONDS)
    cache.set(f"import-at-work:{job_id}", True, QUIET_SECONDS)


def is_at_work(job_id: Any) -> bool:
    """Whether the work was asked for or went on lately."""
    return cache.get(f"import-at-work:{job_id}", False)


def percent_of(job_id: Any) -> int:
    return cache.get(f"import:{job_id}", 0)
