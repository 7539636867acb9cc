from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diplomacy.ui.faults import FaultsForm
from diplomacy.ui.forms import DateInput, TimeInput
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


class PartForm(FaultsForm, forms.ModelForm):
    """A part is checked by the action, which knows its dispatch.

    Over one that is kept each field carries what it held when the page was drawn.
    """

    def __init__(self, *args: Any, only: tuple[str, ...] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - set(only or self.fields):
            del self.fields[name]
        for field in self.fields.values():
            field.show_hidden_initial = not self.instance._state.adding

    @property
    def version(self) -> str:
        return self.data.get("version", "") if self.is_bound else str(self.instance.version)

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def _post_clean(self) -> None:
        pass


class StopForm(PartForm):
    class Meta:
        model = Stop
        fields = ["day", "starts_at", "ends_at", "what", "place", "escort"]
        widgets = {"day": DateInput, "starts_at": TimeInput, "ends_at": TimeInput}


class EngagementForm(PartForm):
    class Meta:
        model = Engagement
        fields = ["day", "what", "place", "audience", "heard_by", "reaction"]
        widgets = {"day": DateInput, "reaction": forms.Textarea(attrs={"rows": 2})}


class MediaForm(PartForm):
    link = forms.URLField(label=_("リンク"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = MediaItem
        fields = ["outlet", "title", "day", "tone", "link"]
        widgets = {"day": DateInput}


PART_FORMS = {"stop": StopForm, "engagement": EngagementForm, "media": MediaForm}


class EffectForm(PartForm):
    class Meta:
        model = Effect
        fields = ["text"]
        help_texts = {"text": _("共同研究・留学・協定など、派遣から生まれたこと。何もなければ、そう書いてください。")}
