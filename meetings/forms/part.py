from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from accounts.handling import Handling
from diplomacy.versioned.forms import VersionedForm
from partners.models import Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from meetings.models import AgendaItem, Meeting

HANDLING = ("handling", "shared_with")


class PartForm(VersionedForm):
    """A part of one meeting. How far it may go is given with a new one; later it is changed by a form of its own."""

    def __init__(self, *args: Any, actor: User, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.meeting = meeting
        if not self.instance._state.adding:
            for name in self.fields.keys() & HANDLING:
                del self.fields[name]
        if "handling" in self.fields:
            self.fields["handling"].choices = [one for one in Handling.choices if one[0] != Handling.RESTRICTED]
        self.offer(shared_with=Organisation.objects.visible_to(actor).acting_in_portal())


def ministries_for(record: Meeting | AgendaItem, actor: User) -> QuerySet[Organisation]:
    """Who may lead it or be concerned: the ministries the person sees, and the one that leads it now."""
    organisations = Organisation.objects.visible_to(actor)
    return organisations.filter(Q(pk__in=organisations.ministries()) | Q(pk=record.lead_ministry_id))
