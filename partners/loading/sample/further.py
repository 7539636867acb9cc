"""Samples of the apps above, loaded after those of the meetings: each app registers its own when it is ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from accounts.models import AccessGroup

# Told the day and the list of who reads restricted samples; answers what it added.
Loader = Callable[[date, AccessGroup], Counter[str]]

loaders: list[Loader] = []


def register(loader: Loader) -> None:
    if loader not in loaders:
        loaders.append(loader)


def load_further(today: date, listed: AccessGroup) -> Counter[str]:
    return sum((loader(today, listed) for loader in loaders), Counter())
