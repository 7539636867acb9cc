"""Whether the portal is alive (`/healthz`) and whether it is ready for work (`/readyz`).

Alive asks nothing of anybody. Ready asks the database, the broker, the worker's last sign of life, and whatever an
app registers. Nothing here waits for a worker: signs of life are written as they happen and only read here. What is
wrong is told to the administrator alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

PATIENCE = 2.0
WORKER_KEY = "worker-sign-of-life"
WORKER_EVERY = 10.0
WORKER_GONE_AFTER = 45

# A check returns details to show and raises `NotReady`, or anything else, where something is wrong.
Check = Callable[[], dict[str, Any]]


class NotReady(Exception):
    """Something the portal needs does not answer. Its details are shown to the administrator."""

    def __init__(self, **details: Any) -> None:
        super().__init__(str(details))
        self.details = details


def database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {}


def broker() -> dict[str, Any]:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as client:
        client.ping()
    return {}


def worker_sign_of_life() -> None:
    """Written by every Celery worker, every few seconds. A broker that is away shows by itself."""
    with suppress(redis.RedisError):
        cache.set(WORKER_KEY, timezone.now(), timeout=WORKER_GONE_AFTER)


def worker() -> dict[str, Any]:
    at = cache.get(WORKER_KEY)
    if at is None:
        raise NotReady(seen="never or long ago")
    return {"seen_seconds_ago": round((timezone.now() - at).total_seconds())}


checks: dict[str, Check] = {"database": database, "broker": broker, "worker": worker}


def register(name: str, check: Check) -> None:
    checks[name] = check


def examine() -> dict[str, dict[str, Any]]:
    """Every check's outcome; one that fails does not keep the others from being asked."""
    found: dict[str, dict[str, Any]] = {}
    for name, check in checks.items():
        try:
            found[name] = {"ok": True, **check()}
        except NotReady as problem:
            found[name] = {"ok": False, **problem.details}
        except Exception as problem:  # a check may fail in any way its service can
            logger.warning("readiness: %s: %s", name, type(problem).__name__)
            found[name] = {"ok": False, "error": type(problem).__name__}
    return found


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    found = examine()
    ready = all(outcome["ok"] for outcome in found.values())
    answer: dict[str, Any] = {"status": "ok" if ready else "not ready"}
    # Who asks is read from the database, which has just been found to answer or not.
    if found["database"]["ok"] and request.user.is_authenticated and request.user.is_staff:
        answer["checks"] = found
    return JsonResponse(answer, status=200 if ready else 503)
