"""The portrait of an expert: sent, drawn anew, replaced, taken away. Whoever may change the entry may do so."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.access import require
from diplomacy.uploads import store
from diplomacy.uploads.drawing import Drawn, drawn
from diplomacy.versioned.editing import apply_changes
from outreach.models import Expert, Portrait
from partners.actions.records import locked

if TYPE_CHECKING:
    from accounts.models import User

WIDTH = 640


def set_portrait(expert_id: UUID, *, upload: Any, seen_version: int, actor: User) -> Portrait:
    """In place of the one there was; `Conflict` where somebody else changed it meanwhile."""
    require(actor, "outreach.change_expert", Expert.objects.visible_to(actor).get(pk=expert_id))
    face = _drawn(upload)
    portrait = Portrait(width=face.width, height=face.height, media_type=face.media_type, size=len(face.content))
    with store.kept(io.BytesIO(face.content), portrait.pk), transaction.atomic():
        portrait.save(force_insert=True)
        _put(expert_id, portrait, seen_version, actor)
    return portrait


@transaction.atomic
def remove_portrait(expert_id: UUID, *, seen_version: int, actor: User) -> None:
    """Its file follows by the sweep of uploads."""
    _put(expert_id, None, seen_version, actor)


def known(keys: Iterable[UUID]) -> set[UUID]:
    """Of the files, those that are the portrait of an expert."""
    return set(Expert.objects.filter(portrait__in=list(keys)).order_by().values_list("portrait", flat=True))


def _put(expert_id: UUID, portrait: Portrait | None, seen_version: int, actor: User) -> None:
    expert = locked(Expert, expert_id, actor)
    require(actor, "outreach.change_expert", expert)
    before = expert.portrait_id
    if apply_changes(expert, {"portrait": portrait}, seen_version=seen_version):
        expert.save()
        Portrait.objects.filter(pk=before).delete()


def _drawn(upload: Any) -> Drawn:
    try:
        return drawn(upload, [WIDTH])[0]
    except ValidationError as fault:
        raise ValidationError({"file": fault.error_list}) from fault
