"""Experts and dispatches that some may not know of, and what hangs on them."""

from typing import Any

from accounts.handling import Handled
from outreach.models import Asking, Dispatch, Effect, Engagement, Expert, MediaItem, Portrait, Stop
from tests.factories.outreach import DispatchFactory, ExpertFactory
from tests.planters.planted import NOW, Planted, Planter, handle


def plant_expert(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden expert who was asked for a dispatch everybody in government reads."""
    face = Portrait.objects.create(width=640, height=800, media_type="image/webp", size=4)
    expert = handle(planted.mark(ExpertFactory(portrait=face), level), level, cast)
    expert.themes.add(visible.theme)


def plant_dispatch(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden dispatch with all that hangs on it, that came out of an action that everybody reads."""
    expert = ExpertFactory()
    about = {"partner": visible.partner, "theme": visible.theme, "action": visible.action}
    dispatch = DispatchFactory(expert=expert, state="reported", **about)
    handle(planted.mark(dispatch, level), level, cast)
    on = {"dispatch": dispatch}
    Asking.objects.create(expert=expert, asked_on=NOW.date(), **on)
    planted.mark(Stop.objects.create(day=dispatch.starts_on, what="x", **on), level)
    planted.mark(
        Engagement.objects.create(day=dispatch.starts_on, what="x", audience="public", heard_by=7, **on), level
    )
    planted.mark(MediaItem.objects.create(day=dispatch.starts_on, outlet="x", title="x", **on), level)
    planted.mark(Effect.objects.create(months=3, due_on=dispatch.ends_on, **on), level)
    # Who speaks at a hidden dispatch is as hidden as the dispatch itself.
    handle(planted.mark(expert, level), level, cast)


PLANTERS: dict[type[Handled], Planter] = {Expert: plant_expert, Dispatch: plant_dispatch}
