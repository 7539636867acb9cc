"""How far an import is, told beside the transaction that would hide it until its end."""

from typing import Any

from django.core.cache import cache

KEPT_SECONDS = 3600


def note(job_id: Any, percent: int) -> None:
    cache.set(f"import:{job_id}", percent, KEPT_SECONDS)


def percent_of(job_id: Any) -> int:
    return cache.get(f"import:{job_id}", 0)
