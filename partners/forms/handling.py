from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handled, Handling
from accounts.models import GOVERNMENT_ROLES, User
from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import ComboboxMultiple
from diplomacy.ui.titles import bracketed
from partners.models import Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PersonChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: Any) -> str:
        return bracketed(person, person.organisation)


class HandlingForm(FaultsForm, forms.Form):
    """How far a record may go: its level, whom it is shared with, who is on its list."""

    handling = forms.ChoiceField(label=_("取扱区分"), choices=Handling.choices, widget=forms.RadioSelect)
    shared_with = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("共有先"),
        required=False,
        widget=ComboboxMultiple,
        help_text=_("「共有先限り」のとき、保有機関とここで選んだ機関だけが読めます。"),
    )
    members = PersonChoice(
        User.objects.none(),
        label=_("閲覧者名簿"),
        required=False,
        widget=ComboboxMultiple,
        help_text=_("「関係者限り」のとき、ここに載っている人だけが読めます。ご自身も含めてください。"),
    )

    def __init__(self, *args: Any, record: Handled, actor: User, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "handling": record.handling,
            "shared_with": record.shared_with.all(),
            "members": record.access_group.members.all() if record.access_group else [actor],
        }
        super().__init__(*args, **kwargs)
        self.fields["handling"].choices = record.levels()
        self.fields["shared_with"].queryset = Organisation.objects.visible_to(actor).acting_in_portal()
        self.fields["members"].queryset = readers()


def readers() -> QuerySet[User]:
    """Who can stand on a list: the people inside government whose term runs."""
    people = User.objects.in_term(timezone.localdate()).filter(role__in=GOVERNMENT_ROLES)
    return people.select_related("organisation")
