from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.handling import HandledQuerySet, readable_by
from accounts.models import Role
from attaches.circle.roles import is_inside
from diplomacy.search.bigrams import matching

if TYPE_CHECKING:
    from attaches.models import Bulletin, BulletinDelivery  # noqa: F401  (named as strings in the bases below)


class BulletinQuerySet(HandledQuerySet["Bulletin"]):
    def visible_to(self, user: Any) -> BulletinQuerySet:
        """Drafts to the ministry that writes them. Sent ones by their level; at a post, those sent to the post."""
        found = self.readable(user)
        organisation = getattr(user, "organisation_id", None)
        if not is_inside(user) or user.role == Role.OFFICER:
            return found.sent().sent_to_post(organisation)
        return found.filter(Q(sent_at__isnull=False) | Q(owner=organisation, owner__isnull=False))

    def readable(self, user: Any) -> BulletinQuerySet:
        """By the level alone."""
        return self.filter(readable_by(user, self.model))

    def sent(self) -> BulletinQuerySet:
        return self.filter(sent_at__isnull=False)

    def drafts(self) -> BulletinQuerySet:
        return self.filter(sent_at=None)

    def sent_to_post(self, organisation_id: Any) -> BulletinQuerySet:
        from attaches.models import BulletinDelivery

        there = BulletinDelivery.objects.filter(bulletin=OuterRef("pk"), organisation=organisation_id)
        return self.filter(Exists(there.order_by()))

    def unopened_by(self, user: Any) -> BulletinQuerySet:
        from attaches.models import BulletinDelivery

        waiting = BulletinDelivery.objects.filter(bulletin=OuterRef("pk"), person=user.pk, opened_at=None)
        return self.filter(Exists(waiting.order_by()))

    def sent_since(self, moment: datetime) -> BulletinQuerySet:
        return self.filter(sent_at__gte=moment)

    def worded_like(self, text: str) -> BulletinQuerySet:
        return matching(self, text, columns=self.model.SEARCH_COLUMNS)


class BulletinDeliveryQuerySet(QuerySet["BulletinDelivery"]):
    def visible_to(self, user: Any) -> BulletinDeliveryQuerySet:
        """Who got it and who opened it is for the ministry that sent it; nobody else sees of another's."""
        from attaches.models import Bulletin

        if not is_inside(user) or user.role != Role.STAFF:
            return self.none()
        mine = Bulletin.objects.visible_to(user).filter(owner=user.organisation_id).order_by().values("pk")
        return self.filter(bulletin__in=mine)

    def of(self, user: Any) -> BulletinDeliveryQuerySet:
        return self.filter(person=user.pk)

    def unopened(self) -> BulletinDeliveryQuerySet:
        return self.filter(opened_at=None)
