import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def own_cache(settings):
    """Rate limits count in the cache: each test has its own."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    yield
    cache.clear()
