"""Drafts on the server: what a person has typed and not sent, offered to the same person again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from meetings.models import Draft

if TYPE_CHECKING:
    from accounts.models import User

KEPT = timedelta(days=30)
LARGEST = 200_000
MOST = 100
NOT_TYPED = {"csrfmiddlewaretoken", "discard", "next"}


def key_for(record: Any, kind: str = "") -> str:
    """The draft of one form over one record."""
    return f"{kind or record._meta.model_name}:{record.pk}"


def keep(user: User, key: str, data: QueryDict, *, now: datetime) -> Draft:
    """Keep the form's fields as they stand; the person's oldest drafts make room."""
    payload = {name: data.getlist(name) for name in data if name not in NOT_TYPED}
    if sum(len(value) for values in payload.values() for value in values) > LARGEST:
        raise ValidationError(_("下書きが大きすぎます。"))
    if any("\x00" in value for values in payload.values() for value in values):
        raise ValidationError(_("使えない制御文字があります。"))
    draft, _new = Draft.objects.update_or_create(user=user, key=key, defaults={"payload": payload, "updated_at": now})
    surplus = Draft.objects.filter(user=user).order_by("-updated_at").values("pk")[MOST:]
    Draft.objects.filter(pk__in=list(surplus.values_list("pk", flat=True))).delete()
    return draft


def find(user: User, key: str) -> Draft | None:
    return Draft.objects.filter(user=user, key=key).first()


def as_posted(draft: Draft) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in draft.payload.items():
        data.setlist(name, values)
    return data


def discard(user: User, key: str) -> None:
    Draft.objects.filter(user=user, key=key).delete()


def purge(*, now: datetime) -> int:
    return Draft.objects.filter(updated_at__lt=now - KEPT).delete()[0]
