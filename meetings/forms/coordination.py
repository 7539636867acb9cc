from __future__ import annotations

from typing import Any

from django import forms

from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import Combobox, ComboboxMultiple, DateInput
from meetings.coordination.filters import offered_headquarters
from meetings.models import CoordinationCase
from partners.forms.handling import HandlingForm
from partners.models import Organisation


class CoordinationForm(FaultsForm, forms.ModelForm):
    """One case. Each field carries what it held when the page was drawn."""

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

    def __init__(self, *args: Any, request: Any, only: tuple[str, ...] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ministries = Organisation.objects.visible_to(request.user).ministries().order_by("name_ja").defer("search")
        self.fields["headquarters"].queryset = offered_headquarters(request, self.instance)
        self.fields["lead"].queryset = self.fields["joint"].queryset = ministries
        self.fields["state"].choices = CoordinationCase.State.choices
        for name in self.fields.keys() - set(only or self.fields):
            del self.fields[name]
        for field in self.fields.values():
            field.show_hidden_initial = not self.instance._state.adding

    @property
    def version(self) -> str:
        return self.data.get("version", "") if self.is_bound else str(self.instance.version)

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class CoordinationHandlingForm(HandlingForm):
    """Inside government or for those on a list: there is nobody to share it with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["shared_with"]
