"""What the apps above add to the sample: each registers in its `AppConfig.ready()` what it makes around a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

Loader = Callable[[date], Counter[str]]
loaders: list[Loader] = []


def register(loader: Loader) -> None:
    if loader not in loaders:
        loaders.append(loader)


def add_further(today: date) -> Counter[str]:
    """In the order of the apps; each adds nothing where its sample stands already."""
    added: Counter[str] = Counter()
    for loader in loaders:
        added += loader(today)
    return added
