from __future__ import annotations

from typing import Any

from django import forms

from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import Combobox
from meetings.models import MeetingSeries, SeriesLink


class SeriesLinkForm(FaultsForm, forms.ModelForm):
    """From a series to another one."""

    class Meta:
        model = SeriesLink
        fields = ["relation", "to_series", "note_ja", "note_en", "source"]
        widgets = {
            "relation": forms.RadioSelect,
            "to_series": Combobox,
            "note_ja": forms.Textarea(attrs={"rows": 2}),
            "note_en": forms.Textarea(attrs={"rows": 2}),
            "source": forms.TextInput,
        }

    def __init__(self, *args: Any, series: MeetingSeries, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = MeetingSeries.objects.visible_to(actor).exclude(pk=series.pk)
        self.fields["to_series"].queryset = others.order_by("name_ja").defer("search")
        self.fields["relation"].choices = SeriesLink.Relation.choices
        self.instance.from_series = series
