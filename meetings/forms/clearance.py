"""The forms of a clearance: what is put to whom until when, what a ministry replies, what the lead does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from diplomacy.text import refuse_control_characters
from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import DateInput, TimeInput
from diplomacy.versioned.forms import VersionedForm
from diplomacy.zones import known_zone
from meetings.forms.meeting import OFTEN
from meetings.models import ClearanceReply
from meetings.rounds.deadlines import deadline_at

if TYPE_CHECKING:
    from meetings.rounds.candidates import Candidate
    from partners.models import Organisation

CLOSE_OF_BUSINESS = time(17)
LONGEST_NOTE = 20_000


class DeadlineForm(FaultsForm, forms.Form):
    """An hour on a day in a zone; the action's word on the deadline stands at its date."""

    deadline_date = forms.DateField(label=_("回答期限の日"), widget=DateInput)
    deadline_time = forms.TimeField(label=_("時刻"), widget=TimeInput, initial=CLOSE_OF_BUSINESS)
    deadline_zone = forms.CharField(
        label=_("期限の時間帯"),
        initial="Asia/Tokyo",
        max_length=50,
        validators=[known_zone],
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
        help_text=_("この時間帯の時計での日時です。例: Asia/Tokyo、Europe/Paris"),
    )

    @property
    def zones(self) -> list[str]:
        return [*OFTEN, *sorted(available_timezones() - set(OFTEN))]

    def add_error(self, field: str | None, error: Any) -> None:
        if field is None and hasattr(error, "error_dict") and "deadline" in error.error_dict:
            faults = {**error.error_dict}
            faults["deadline_date"] = faults.pop("deadline")
            error = ValidationError(faults)
        super().add_error(field, error)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, hour, zone = (data.get(name) for name in ("deadline_date", "deadline_time", "deadline_zone"))
        if day and hour and zone:
            try:
                data["deadline"] = deadline_at(day, hour, zone)
            except ValidationError as fault:
                self.add_error("deadline_date", fault)
        return data

    def told(self) -> dict[str, Any]:
        """The deadline as the actions take it."""
        data = self.cleaned_data
        return {"deadline": data.get("deadline"), "deadline_zone": data["deadline_zone"]}

    @property
    def deadline(self) -> datetime | None:
        return self.cleaned_data.get("deadline")


class OpenForm(DeadlineForm):
    positions = forms.MultipleChoiceField(label=_("協議する対処方針"), widget=forms.CheckboxSelectMultiple)
    ministries = forms.MultipleChoiceField(
        label=_("協議先の府省"), widget=forms.CheckboxSelectMultiple, help_text=_("関係府省庁を先に並べています。")
    )
    silence_is_consent = forms.BooleanField(
        label=_("期限までに回答がなければ意見なしとみなす"),
        required=False,
        help_text=_("一度「協議継続」と回答した府省には適用されません。"),
    )
    note = forms.CharField(
        label=_("協議にあたっての連絡"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST_NOTE,
        validators=[refuse_control_characters],
    )
    field_order = ("positions", "ministries", "deadline_date", "deadline_time", "deadline_zone")

    def __init__(
        self, *args: Any, candidates: Iterable[Candidate], ministries: Iterable[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["positions"].choices = [(str(one.key), one.label) for one in candidates if one.offered]
        self.fields["ministries"].choices = [(str(body.pk), str(body)) for body in ministries]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "positions": [UUID(key) for key in data["positions"]],
            "ministries": [UUID(key) for key in data["ministries"]],
            "silence_is_consent": data["silence_is_consent"],
            "note": data["note"],
            **self.told(),
        }


class RecirculateForm(DeadlineForm):
    """Which of the edited positions go round anew; with or without a new deadline."""

    positions = forms.MultipleChoiceField(label=_("新しい版を回章する対処方針"), widget=forms.CheckboxSelectMultiple)
    field_order = ("positions",)

    def __init__(self, *args: Any, edited: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["positions"].choices = list(edited)


class CloseForm(FaultsForm, forms.Form):
    note = forms.CharField(label=_("終了にあたっての記録"), max_length=300, required=False)
    accept_unsettled = forms.BooleanField(label=_("整っていない府省があることを承知のうえで終了する"), required=False)


class WithdrawForm(FaultsForm, forms.Form):
    reason = forms.CharField(label=_("取り下げる理由"), max_length=300)


class ReplyForm(VersionedForm):
    """One ministry's reply to one entry, or the few fields that met a conflict (`only`)."""

    CARRIES_EMPTY = True

    class Meta:
        model = ClearanceReply
        fields = ("kind", "text", "proposed")
        widgets = {
            "kind": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 3}),
            "proposed": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "text": _("協議継続のときは、その理由が必要です。"),
            "proposed": _("基本方針をどう改めるかを、改めた後の文で書きます。違いは自動で示します。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = ClearanceReply.Kind.choices

    def _get_validation_exclusions(self) -> set[str]:
        """What each kind of reply must say the action tells in words; a constraint would tell its name."""
        return {*super()._get_validation_exclusions(), "kind"}

    def said(self, standing: ClearanceReply) -> dict[str, str]:
        """The whole reply: what stands, with what the person changed."""
        changed = self.changes()
        return {name: changed.get(name, getattr(standing, name)) for name in self._meta.fields}
