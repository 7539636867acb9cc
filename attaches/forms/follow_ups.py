from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from attaches.actions.follow_ups import NextStep
from attaches.follow_ups.undertakers import bodies_reading, people_reading
from attaches.forms.contacts import DUE_IN, colleagues
from attaches.models import FollowUp
from diplomacy.days import refuse_far_days
from diplomacy.text import refuse_control_characters, refuse_line_feeds
from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import Combobox, DateInput
from diplomacy.versioned.forms import ActionRuledForm
from partners.models import Organisation


class PersonField(forms.ModelChoiceField):
    """A colleague with the body they act for, as people of several bodies may stand in one list."""

    def label_from_instance(self, person: Any) -> str:
        return f"{person} · {person.organisation}"


class NewFollowUpForm(FaultsForm, forms.Form):
    what = forms.CharField(
        label=_("次の一手"), max_length=300, validators=[refuse_control_characters, refuse_line_feeds]
    )
    due_on = forms.DateField(label=_("期限"), widget=DateInput, validators=[refuse_far_days])
    person = forms.ModelChoiceField(
        User.objects.none(), label=_("担当者"), required=False, empty_label=_("機関として（担当者なし）")
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues(actor)
        self.initial = {"due_on": timezone.localdate() + DUE_IN, "person": actor.pk}

    def step(self) -> NextStep:
        return NextStep(**self.cleaned_data)


class FollowUpForm(ActionRuledForm):
    class Meta:
        model = FollowUp
        fields = ["what", "due_on"]
        widgets = {"due_on": DateInput}


class HandOverForm(FaultsForm, forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("担当機関"), widget=Combobox)
    person = PersonField(
        User.objects.none(), label=_("担当者"), required=False, empty_label=_("機関として（担当者なし）")
    )

    def __init__(self, *args: Any, follow_up: FollowUp, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = bodies_reading(follow_up.contact, actor)
        self.fields["person"].queryset = people_reading(follow_up.contact, actor, timezone.localdate())
        shown = actor.is_government or follow_up.organisation_id == actor.organisation_id
        self.initial = {
            "organisation": follow_up.organisation_id,
            "person": follow_up.person_id if shown else None,
        }


class CloseForm(FaultsForm, forms.Form):
    """Done or dropped, never without words."""

    state = forms.ChoiceField(
        label=_("どう終わったか"),
        choices=[
            (FollowUp.State.DONE, FollowUp.State.DONE.label),
            (FollowUp.State.DROPPED, FollowUp.State.DROPPED.label),
        ],
        widget=forms.RadioSelect,
        initial=FollowUp.State.DONE,
    )
    result = forms.CharField(
        label=_("結果"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=20_000,
        validators=[refuse_control_characters],
        help_text=_("取りやめるときは、その理由を書きます。"),
    )
    result_on = forms.DateField(
        validators=[refuse_far_days],
        label=_("結果の日付"),
        required=False,
        widget=DateInput,
        help_text=_("空欄なら今日の日付になります。"),
    )
