"""On the page of an agenda item: the contact it came out of, for whoever reads that too."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.reading import note_restricted_read
from attaches.models import AgendaProposal
from meetings.models import AgendaItem
from partners.panels import MAIN, Panel


class CameFrom(Panel):
    name, label, order, place, subjects = "came_from", _("もとになった面談"), 30, MAIN, (AgendaItem,)
    template = "attaches/panels/_came_from.html"

    def rows(self, subject: AgendaItem, user: Any, today: date) -> Any:
        found = list(AgendaProposal.objects.visible_to(user).filter(item=subject).with_names(user))
        note_restricted_read(user, *[one.contact for one in found])
        return found
