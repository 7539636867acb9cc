from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from attaches.models import MeetingRequest
from attaches.models.requests import MOST_DATES
from diplomacy.days import refuse_far_days
from diplomacy.text import refuse_control_characters, refuse_line_feeds
from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import Combobox, ComboboxMultiple, DateInput, TimeInput
from partners.models import Organisation, Theme

if TYPE_CHECKING:
    from accounts.models import User

LABELS = {1: _("第1希望日"), 2: _("第2希望日"), 3: _("第3希望日")}

FOR_SPEAKER = {
    "subject": _("催しの名称"),
    "purpose": _("目的と話してほしいこと"),
    "with_whom": _("希望する専門分野"),
    "participants": _("想定する聞き手"),
}


class RequestForm(FaultsForm, forms.ModelForm):
    """What an embassy asks: of whom, about what, when. `key` makes sending it again harmless.

    For a speaker the same fields are asked in other words.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = MeetingRequest
        fields = ["ministry", "subject", "purpose", "with_whom", "participants", "themes"]
        widgets = {
            "ministry": Combobox,
            "purpose": forms.Textarea(attrs={"rows": 4}),
            "participants": forms.Textarea(attrs={"rows": 2}),
            "themes": ComboboxMultiple,
        }

    def __init__(self, *args: Any, actor: User, kind: str = MeetingRequest.Kind.MEETING, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for name, label in FOR_SPEAKER.items() if kind == MeetingRequest.Kind.SPEAKER else ():
            self.fields[name].label = label
        self.fields["ministry"].queryset = Organisation.objects.visible_to(actor).ministries().order_by("name_ja")
        self.fields["themes"].queryset = Theme.objects.visible_to(actor)
        for number in range(1, MOST_DATES + 1):
            label = LABELS[number]
            self.fields[f"date_{number}"] = forms.DateField(
                label=label, required=number == 1, widget=DateInput, validators=[refuse_far_days]
            )
            self.fields[f"start_{number}"] = forms.TimeField(label=_("開始時刻"), required=False, widget=TimeInput)
            self.fields[f"end_{number}"] = forms.TimeField(label=_("終了時刻"), required=False, widget=TimeInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for number in range(2, MOST_DATES + 1):
            if cleaned.get(f"start_{number}") and not cleaned.get(f"date_{number}"):
                self.add_error(f"date_{number}", _("時刻だけでは分かりません。日付も入力してください。"))
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def dates(self) -> list[tuple[date, time | None, time | None]]:
        said = self.cleaned_data
        return [
            (said[f"date_{number}"], said.get(f"start_{number}"), said.get(f"end_{number}"))
            for number in range(1, MOST_DATES + 1)
            if said.get(f"date_{number}")
        ]

    @property
    def sent_key(self) -> UUID:
        return self.cleaned_data.get("key") or uuid4()


class AgreeForm(FaultsForm, forms.Form):
    agreed_on = forms.DateField(label=_("日程"), widget=DateInput, validators=[refuse_far_days])
    agreed_at = forms.TimeField(label=_("開始時刻"), required=False, widget=TimeInput)
    agreed_place = forms.CharField(
        label=_("場所"), required=False, max_length=300, validators=[refuse_control_characters, refuse_line_feeds]
    )
    answer_note = forms.CharField(
        label=_("大使館への連絡"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        validators=[refuse_control_characters],
        help_text=_("大使館が読みます。講演の依頼では、本人の了承を得た講演者の氏名と所属を書いてください。"),
    )


class DeclineForm(FaultsForm, forms.Form):
    reason = forms.CharField(
        label=_("理由"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2_000,
        validators=[refuse_control_characters],
        help_text=_("大使館が読みます。"),
    )
