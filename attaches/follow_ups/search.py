"""Follow-ups in the search box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from attaches.models import FollowUp
from diplomacy.search.providers import Hit
from diplomacy.ui.dates import written

OF_CONTACT = [f"contact__{name}" for name in ("handling", "is_sample", "met_on", "way", "owner")]


class FollowUpFinder:
    name, label, order = "follow_ups", _("フォローアップ"), 52
    columns = ("what", "due_on", "state")

    def rows(self, text: str, user: Any) -> QuerySet:
        found = FollowUp.objects.visible_to(user).live().worded_like(text).select_related("contact")
        return found.order_by("-due_on", "id").only(*self.columns, *OF_CONTACT)

    def hits(self, rows: Sequence[FollowUp]) -> Iterable[Hit]:
        for row in rows:
            yield Hit(
                str(row),
                reverse("attaches:follow_up", args=[row.pk]),
                "",
                (str(row.contact), written(row.due_on), row.get_state_display()),
                row.contact.handling,
                row.contact.is_sample,
                (row.contact,),
            )
