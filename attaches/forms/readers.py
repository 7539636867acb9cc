"""Who reads a contact that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.handling import Handling
from accounts.models import Role
from attaches.forms.contacts import nameable
from partners.forms.handling import HandlingForm

if TYPE_CHECKING:
    from accounts.models import User
    from attaches.models import Contact


class ReadersForm(HandlingForm):
    """An embassy shares by name alone: its form asks for nothing but with whom."""

    def __init__(self, *args: Any, record: Contact, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, record=record, actor=actor, **kwargs)
        self.fields["shared_with"].queryset = nameable(actor)
        if actor.role == Role.ATTACHE:
            del self.fields["handling"], self.fields["members"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        return cleaned if "handling" in self.fields else {**cleaned, "handling": Handling.SHARED}
