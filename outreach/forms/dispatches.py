from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import DateInput, TimeInput
from diplomacy.versioned.forms import ActionRuledForm
from outreach.models import Dispatch, Effect, Engagement, Expert, MediaItem, Stop
from partners.forms.records import RecordForm
from partners.models import Partner


class DispatchForm(RecordForm):
    class Meta:
        model = Dispatch
        fields = [
            *("title_ja", "title_en", "partner", "city", "time_zone", "starts_on", "ends_on", "theme", "language"),
            *("purpose_ja", "purpose_en", "audience"),
        ]
        help_texts = {
            "time_zone": _(
                "行程の時刻をこの時間帯で示します。例: Europe/Paris。空欄のときは派遣先の首都の時間帯になります。"
            ),
            "purpose_ja": _("何のために、誰に、何を話してほしいか。招請状にも使います。"),
        }

    def narrow(self, actor: Any, parent: Any) -> None:
        if "partner" in self.fields:
            self.fields["partner"].queryset = Partner.objects.visible_to(actor).counterparts().defer("search")
        if self.instance._state.adding:
            self.fields["time_zone"].required, self.initial["time_zone"] = False, ""


class StepForm(FaultsForm, forms.Form):
    """What the steps need: which expert and why, or the report."""

    expert = forms.ModelChoiceField(Expert.objects.none(), label=_("専門家"), required=False)
    reason = forms.CharField(label=_("選定の理由"), required=False, max_length=2000)
    report_ja = forms.CharField(label=_("報告"), required=False, widget=forms.Textarea, max_length=20_000)

    def __init__(self, *args: Any, actor: Any, step: str = "report", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = Expert.objects.visible_to(actor)
        self.fields["report_ja"].required = step == "report"


class StopForm(ActionRuledForm):
    class Meta:
        model = Stop
        fields = ["day", "starts_at", "ends_at", "what", "place", "escort"]
        widgets = {"day": DateInput, "starts_at": TimeInput, "ends_at": TimeInput}


class EngagementForm(ActionRuledForm):
    class Meta:
        model = Engagement
        fields = ["day", "what", "place", "audience", "heard_by", "reaction"]
        widgets = {"day": DateInput, "reaction": forms.Textarea(attrs={"rows": 2})}


class MediaForm(ActionRuledForm):
    link = forms.URLField(label=_("リンク"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = MediaItem
        fields = ["outlet", "title", "day", "tone", "link"]
        widgets = {"day": DateInput}


PART_FORMS = {"stop": StopForm, "engagement": EngagementForm, "media": MediaForm}


class EffectForm(ActionRuledForm):
    class Meta:
        model = Effect
        fields = ["text"]
        help_texts = {"text": _("共同研究・留学・協定など、派遣から生まれたこと。何もなければ、そう書いてください。")}
