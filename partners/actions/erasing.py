"""Erasing a person's data everywhere they may be read; what stays is that somebody was there, and this record."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import require
from diplomacy.versioned.editing import Conflict, grow
from partners.models import ERASED, Erasure, Person, Post
from partners.personal.history import blank_events
from partners.personal.holdings import holdings

if TYPE_CHECKING:
    from accounts.models import User

KINDS = {
    Erasure.Kind.NAMES: ("name_ja", "name_en", "reading"),
    Erasure.Kind.EMAIL: ("email",),
    Erasure.Kind.PHONE: ("phone",),
    Erasure.Kind.NOTE: ("note",),
    Erasure.Kind.SOURCE: ("source",),
}


@transaction.atomic
def erase_person(person_id: UUID, *, reason: str, seen_version: int, actor: User, now: datetime) -> Erasure:
    """Anonymise the person, take away their posts, unname them elsewhere, and empty what history kept of them.

    Reaches records the actor does not see, and tells nothing of them: the kinds named are those of the person's own
    data, which whoever erases has read.
    """
    visible = Person.objects.visible_to(actor).select_for_update(of=("self",))
    person = visible.get(pk=person_id)
    require(actor, "partners.erase_person", person)
    if person.is_erased:
        raise ValidationError(_("この人の個人情報は、すでに消去されています。"))
    if person.version != seen_version:
        raise Conflict(person)
    if not reason.strip():
        raise ValidationError({"reason": _("消去する理由を入力してください。")})
    refuse_what_is_in_the_way(person, now)
    kinds = _kinds_of(person)
    posts = list(Post.objects.filter(person=person).values_list("pk", flat=True))
    for holding in holdings:
        holding.erase(person)
    Post.objects.filter(pk__in=posts).delete()
    for name, value in ERASED.items():
        setattr(person, name, value)
    person.erased_at, person.kept_until, person.source_date = now, None, None
    grow(person, *ERASED)
    person.save()
    _empty_history(person, posts)
    record = Erasure(person=person, by=actor, at=now, reason=reason, kinds=kinds)
    record.clean_fields()
    record.save()
    return record


def refuse_what_is_in_the_way(person: Person, now: datetime) -> None:
    reasons = [text for one in holdings if (text := one.in_the_way(person, timezone.localdate(now)))]
    if reasons:
        raise ValidationError(reasons)


def _kinds_of(person: Person) -> list[str]:
    found = [kind.value for kind, names in KINDS.items() if any(getattr(person, name) for name in names)]
    if person.posts.exists():
        found.append(Erasure.Kind.POSTS.value)
    return [*found, Erasure.Kind.HISTORY.value]


def _empty_history(person: Person, posts: list[UUID]) -> None:
    blank_events(Person, [person.pk], **ERASED, kept_until=None, source_date=None, slug=None)
    nothing = dict.fromkeys(("title_ja", "title_en", "source"), "")
    blank_events(Post, posts, **nothing, starts_on=None, ends_on=None, source_date=None, slug=None)
