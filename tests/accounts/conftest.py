import pytest
from django.core.cache import cache

from diplomacy.celery import app


@pytest.fixture(autouse=True)
def own_cache(settings):
    """Rate limits count in the cache: each test has its own."""
    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def tasks_at_once():
    """What is queued runs in place: there is no worker here."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
