"""The picture of a story: sent, drawn anew in several sizes, replaced, taken away."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from diplomacy.uploads import store
from diplomacy.uploads.drawing import Drawn, drawn
from diplomacy.versioned.editing import Conflict, grow
from outreach.models import Editorial, Picture, Rendition, Story

if TYPE_CHECKING:
    from accounts.models import User

WIDTHS = (480, 960, 1600)
State = Editorial.State


def set_picture(story_id: UUID, *, upload: Any, fields: Mapping[str, str], seen_version: int, actor: User) -> Picture:
    """A new picture in place of the old one, or, without a file, new words for it. Its story is checked again."""
    _changeable(Story.objects.visible_to(actor).get(pk=story_id), seen_version, actor)
    sizes = _drawn(upload) if upload else []
    renditions = [_rendition(size) for size in sizes]
    with ExitStack() as files:
        for row, size in zip(renditions, sizes, strict=True):
            files.enter_context(store.kept(io.BytesIO(size.content), row.pk))
        with transaction.atomic():
            return _saved(story_id, fields, renditions, seen_version, actor)


def _saved(
    story_id: UUID, fields: Mapping[str, str], renditions: list[Rendition], seen_version: int, actor: User
) -> Picture:
    story = _locked(story_id, actor)
    _changeable(story, seen_version, actor)
    picture = Picture.objects.filter(story=story).first() or Picture(story=story)
    if picture._state.adding and not renditions:
        raise ValidationError({"file": _("写真のファイルを選んでください。")})
    for name, value in fields.items():
        setattr(picture, name, value)
    picture.clean_fields(exclude={"story"})
    picture.clean()
    picture.save()
    if renditions:
        picture.renditions.all().delete()
        for row in renditions:
            row.picture = picture
        Rendition.objects.bulk_create(renditions)
    _checked_again(story, actor)
    return picture


@transaction.atomic
def remove_picture(story_id: UUID, *, seen_version: int, actor: User) -> None:
    """Its files follow by the sweep of uploads. A story without one stays as it is, and as checked as it was."""
    story = _locked(story_id, actor)
    _changeable(story, seen_version, actor)
    deleted, _rows = Picture.objects.filter(story=story).delete()
    if deleted:
        _checked_again(story, actor)


def known(keys: Iterable[UUID]) -> set[UUID]:
    """Of the files, those that are a size of a picture."""
    return set(Rendition.objects.filter(pk__in=list(keys)).values_list("pk", flat=True))


def _drawn(upload: Any) -> list[Drawn]:
    try:
        return drawn(upload, WIDTHS)
    except ValidationError as fault:
        raise ValidationError({"file": fault.error_list}) from fault


def _rendition(size: Drawn) -> Rendition:
    return Rendition(width=size.width, height=size.height, media_type=size.media_type, size=len(size.content))


def _locked(story_id: UUID, actor: User) -> Story:
    return Story.objects.visible_to(actor).select_for_update(of=("self",), no_key=True).get(pk=story_id)


def _changeable(story: Story, seen_version: int, actor: User) -> None:
    require(actor, "outreach.change_text", story)
    if story.version != seen_version:
        raise Conflict(story)
    if story.state in (State.PUBLISHED, State.WITHDRAWN):
        raise ValidationError(_("公開したものの写真は替えられません。取り下げて下書きに戻してください。"))


def _checked_again(story: Story, actor: User) -> None:
    """A picture says as much as a text: whoever checked the story has not seen this one."""
    story.state, story.checked_by, story.edited_by = State.DRAFT, None, actor
    grow(story, "state")
    story.save()
