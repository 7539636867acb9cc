"""What a post's own contacts put on the desk: the button to log one, what was begun and not sent, what was shared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.handling import Handling
from accounts.models import Role
from attaches.drafts import unsent
from attaches.lists.rows import excerpt
from attaches.models import Contact
from diplomacy.ui.dates import written
from diplomacy.ui.desk import Change, Coming, Provider, Shortcut, Urgency, Waiting

AT_POSTS = (Role.ATTACHE, Role.OFFICER)
MOST, MOST_SHARED = 20, 5


class PostDesk(Provider):
    name = "post"

    def waiting(self, user: Any, today: date) -> Iterable[Waiting]:
        """Drafts last: nobody else waits for them."""
        if user.role not in AT_POSTS:
            return
        for draft in unsent(user):
            yield Waiting(
                urgency=Urgency.LATER,
                due=None,
                what=_("書きかけの面談記録"),
                title=draft.excerpt or _("（本文なし）"),
                url=f"{reverse('attaches:contact_new')}?draft={draft.key}",
                action=_("続きを書く"),
                detail=written(timezone.localdate(draft.updated_at)),
            )

    def coming(self, user: Any, today: date) -> Iterable[Coming]:
        """At an embassy: the latest contacts of others that were shared with it."""
        if user.role != Role.ATTACHE:
            return
        rows = Contact.objects.visible_to(user).live().naming(user.organisation_id).newest_first()
        rows = rows.select_related("owner", "partner").defer("search", "owner__search", "partner__search")
        for row in rows[:MOST_SHARED]:
            yield Coming(
                day=row.met_on,
                when=written(row.met_on),
                title=excerpt(row.said),
                url=reverse("attaches:contact", args=[row.pk]),
                detail=" · ".join(str(one) for one in (row.owner, row.partner, row.get_way_display()) if one),
                group=_("貴館と共有された面談記録"),
                group_order=-2,
                handling=row.handling,
                handling_label=Handling(row.handling).label,
                sample=_("見本") if row.is_sample else "",
            )

    def changes(self, user: Any, since: datetime) -> Iterable[Change]:
        """At an embassy: contacts of others that were shared with it."""
        if user.role != Role.ATTACHE:
            return
        rows = Contact.objects.visible_to(user).live().filter(updated_at__gte=since)
        rows = rows.exclude(owner=user.organisation_id).select_related("owner")
        for row in rows.defer("search", "owner__search").order_by("-updated_at", "pk")[:MOST]:
            address = reverse("attaches:contact", args=[row.pk])
            yield Change(row.updated_at, _("貴館と共有された面談記録"), str(row), address, str(row.owner))

    def shortcuts(self, user: Any) -> Iterable[Shortcut]:
        if user.role in AT_POSTS:
            yield Shortcut(gettext_lazy("面談を記録"), reverse("attaches:contact_new"), "edit", 10)
