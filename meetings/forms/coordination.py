from __future__ import annotations

from typing import Any

from django import forms

from diplomacy.ui.forms import Combobox, ComboboxMultiple, DateInput
from diplomacy.versioned.forms import VersionedForm
from meetings.coordination.filters import offered_headquarters
from meetings.models import CoordinationCase
from partners.forms.handling import HandlingForm
from partners.models import Organisation


class CoordinationForm(VersionedForm):
    class Meta:
        model = CoordinationCase
        fields = [
            *("subject_ja", "subject_en", "headquarters", "lead", "joint", "raised_on"),
            *("state", "next_step", "due_on", "closed_on"),
        ]
        widgets = {
            "headquarters": Combobox,
            "lead": Combobox,
            "joint": ComboboxMultiple,
            "raised_on": DateInput,
            "state": forms.RadioSelect,
            "next_step": forms.Textarea(attrs={"rows": 4}),
            "due_on": DateInput,
            "closed_on": DateInput,
        }

    def __init__(self, *args: Any, request: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ministries = Organisation.objects.visible_to(request.user).ministries().order_by("name_ja").defer("search")
        self.offer(headquarters=offered_headquarters(request, self.instance), lead=ministries, joint=ministries)
        if "state" in self.fields:
            self.fields["state"].choices = CoordinationCase.State.choices


class CoordinationHandlingForm(HandlingForm):
    """Inside government or for those on a list: there is nobody to share it with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["shared_with"]
