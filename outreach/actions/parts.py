"""What hangs on a dispatch: added, changed, taken away, from when on its expert has accepted.

A dispatch the person does not see raises `Dispatch.DoesNotExist`, a part that is gone its own `DoesNotExist`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from diplomacy.versioned.editing import Conflict, apply_changes
from outreach.actions.dispatches import RUNNING
from outreach.models import Dispatch, Engagement, MediaItem, Stop
from partners.actions.records import locked

if TYPE_CHECKING:
    from accounts.models import User

Part = Stop | Engagement | MediaItem
PARTS: dict[str, type[Part]] = {"stop": Stop, "engagement": Engagement, "media": MediaItem}
MOST_PARTS = 200


@transaction.atomic
def add_part(dispatch_id: UUID, kind: str, *, fields: Mapping[str, Any], actor: User) -> Part:
    """A line of the itinerary, a talk with who heard it, or what the media told."""
    dispatch = _running(dispatch_id, actor)
    model = PARTS[kind]
    if model.objects.filter(dispatch=dispatch).count() >= MOST_PARTS:
        raise ValidationError(_("%(most)s件までです。") % {"most": MOST_PARTS})
    part = model(dispatch=dispatch, **fields)
    part.full_clean(exclude={"dispatch"})
    part.save()
    return part


@transaction.atomic
def edit_part(
    dispatch_id: UUID, kind: str, pk: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User
) -> list[str]:
    """Put right what was registered; `Conflict` where somebody else changed the same fields. Names what changed."""
    dispatch = _running(dispatch_id, actor)
    part = _locked_part(dispatch, kind, pk)
    changed = apply_changes(part, changes, seen_version=seen_version)
    if changed:
        part.full_clean(exclude={"dispatch"})
        part.save()
    return changed


@transaction.atomic
def remove_part(dispatch_id: UUID, kind: str, pk: UUID, *, seen_version: int, actor: User) -> None:
    """Its history stays. `Conflict` where somebody else changed it meanwhile."""
    dispatch = _changeable(dispatch_id, actor)
    part = _locked_part(dispatch, kind, pk)
    if part.version != seen_version:
        raise Conflict(part)
    part.delete()


def _changeable(dispatch_id: UUID, actor: User) -> Dispatch:
    dispatch = locked(Dispatch, dispatch_id, actor)
    require(actor, "outreach.change_dispatch", dispatch)
    return dispatch


def _running(dispatch_id: UUID, actor: User) -> Dispatch:
    dispatch = _changeable(dispatch_id, actor)
    if dispatch.state not in RUNNING:
        raise ValidationError(_("行程・講演・報道は、専門家が受諾してから登録できます。"), code="state")
    return dispatch


def _locked_part(dispatch: Dispatch, kind: str, pk: UUID) -> Part:
    """With the dispatch itself, which its rules ask."""
    part = PARTS[kind].objects.select_for_update(of=("self",), no_key=True).get(dispatch=dispatch, pk=pk)
    part.dispatch = dispatch
    return part
