"""Papers shared with the circle: put up and taken away. The file is checked before any row is locked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from attaches.actions.circle import locked
from attaches.models import CircleEvent, CirclePaper
from diplomacy.uploads import store
from diplomacy.uploads.checking import Checked, check_upload

if TYPE_CHECKING:
    from accounts.models import User

MOST_PAPERS = 50


def share_paper(
    event_id: UUID, *, upload: Any, title_ja: str = "", title_en: str = "", actor: User, now: datetime
) -> CirclePaper:
    """Whoever reads the gathering may take it from then on."""
    event = CircleEvent.objects.visible_to(actor).get(pk=event_id)
    require(actor, "attaches.change_circle_event", event)
    paper = _paper(event, _checked(upload), title_ja, title_en, actor, now)
    with store.kept(upload.file, paper.pk), transaction.atomic():
        if locked(event_id, actor).papers.count() >= MOST_PAPERS:
            raise ValidationError(_("資料は一つの行事に%(most)s件までです。") % {"most": MOST_PAPERS})
        paper.save(force_insert=True)
    return paper


@transaction.atomic
def take_away_paper(paper_id: UUID, *, actor: User) -> CircleEvent:
    """Its row goes, and with the next sweep of the store its file. Returns the gathering it was of."""
    paper = CirclePaper.objects.visible_to(actor).select_related("event").get(pk=paper_id)
    event = locked(paper.event_id, actor)
    paper.delete()
    return event


def keys_with_papers(keys: list[UUID]) -> Iterable[UUID]:
    """Of keys in the store, those a paper stands for (registered in `diplomacy.uploads.keepers`)."""
    return CirclePaper.objects.filter(pk__in=keys).values_list("pk", flat=True)


def _checked(upload: Any) -> Checked:
    try:
        return check_upload(upload)
    except ValidationError as fault:
        raise ValidationError({"file": fault.error_list}) from fault


def _paper(
    event: CircleEvent, checked: Checked, title_ja: str, title_en: str, actor: User, now: datetime
) -> CirclePaper:
    paper = CirclePaper(
        event=event,
        title_ja=title_ja,
        title_en=title_en,
        file_name=checked.name,
        media_type=checked.media_type,
        size=checked.size,
        sha256=checked.sha256,
        scanner=checked.scanner,
        uploaded_at=now,
        uploaded_by=actor,
    )
    paper.clean_fields(exclude={"event"})
    return paper
