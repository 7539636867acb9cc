from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from diplomacy.text import refuse_control_characters
from diplomacy.ui.forms import Combobox, ComboboxMultiple, DateInput
from diplomacy.versioned.forms import VersionedForm
from meetings.forms.part import HANDLING, PartForm
from meetings.models import ActionItem, AgendaItem, Decision, Meeting
from meetings.models.outcomes import Side
from meetings.outline import outline
from partners.models import DatePrecision, Organisation

if TYPE_CHECKING:
    from accounts.models import User

DAYS_ONLY = [choice for choice in DatePrecision.choices if choice[0] != DatePrecision.UNKNOWN]


class ItemChoice(forms.ModelChoiceField):
    """An agenda item by its number and title, as its reader sees them."""

    numbers: dict[Any, str] = {}

    def label_from_instance(self, item: Any) -> str:
        return f"{self.numbers.get(item.pk, '')} {item}".strip()


class OutcomeForm(PartForm):
    """A decision or an action."""

    QUICK: tuple[str, ...] = ()

    def __init__(self, *args: Any, actor: User, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, meeting=meeting, **kwargs)
        items = AgendaItem.objects.in_visible(meeting, actor).live()
        self.offer(item=items.order_by("ancestors__len", "position"))
        if "item" in self.fields:
            numbered = outline(meeting, actor).rows
            self.fields["item"].numbers = {row.item.pk: row.number for row in numbered}
        self.leave_untold("item")


class DecisionForm(OutcomeForm):
    QUICK = ("text_ja", "text_en", "item")

    class Meta:
        model = Decision
        fields = ["text_ja", "text_en", "item", "day", *HANDLING]
        field_classes = {"item": ItemChoice}
        widgets = {
            "text_ja": forms.Textarea(attrs={"rows": 3}),
            "text_en": forms.Textarea(attrs={"rows": 3}),
            "day": forms.NumberInput(attrs={"min": 1, "max": 31, "inputmode": "numeric"}),
            "shared_with": ComboboxMultiple,
        }
        help_texts = {"item": _("議題の閲覧範囲を超えては読まれません。")}


class ActionForm(OutcomeForm):
    """Without a due date its precision says nothing: only day, month or year are offered."""

    QUICK = ("title_ja", "side", "responsible", "responsible_text", "due_on", "item")
    due_precision = forms.ChoiceField(label=_("期限の精度"), choices=DAYS_ONLY, required=False)

    class Meta:
        model = ActionItem
        fields = [
            *("title_ja", "title_en", "side", "responsible", "responsible_text", "contact"),
            *("due_on", "due_precision", "item", "decision", "detail", *HANDLING),
        ]
        field_classes = {"item": ItemChoice}
        widgets = {
            "side": forms.RadioSelect,
            "responsible": Combobox,
            "due_on": DateInput,
            "detail": forms.Textarea(attrs={"rows": 4}),
            "shared_with": ComboboxMultiple,
        }
        help_texts = {
            "responsible": _("日本側の行動では府省を選びます。"),
            "responsible_text": _("相手側の担当が一覧にないときに入力します。"),
            "due_precision": _("月や年までしか決まっていないときは、その初日を入れて「月」「年」を選びます。"),
            "item": _("議題の閲覧範囲を超えては読まれません。"),
        }

    def __init__(self, *args: Any, actor: User, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, meeting=meeting, **kwargs)
        organisations = Organisation.objects.visible_to(actor)
        theirs = Q(kind__in=["embassy", "mission"])
        named = organisations.exclude(theirs) | organisations.filter(pk=self.instance.responsible_id)
        self.offer(
            responsible=named.defer("search").order_by("name_ja"),
            decision=Decision.objects.in_visible(meeting, actor).live().in_order(),
        )
        self.leave_untold("decision")
        if self.instance._state.adding:
            self.fields["responsible"].initial = actor.organisation_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "due_precision" in self.fields:
            cleaned["due_precision"] = self._precision(cleaned)
        elif "due_on" in self.fields:
            self.instance.due_precision = self._precision(cleaned)
        if self.is_quick and cleaned.get("side") == Side.THEIRS:
            cleaned["responsible"] = None
        return cleaned

    def _precision(self, cleaned: dict[str, Any]) -> str:
        if not cleaned.get("due_on"):
            return DatePrecision.UNKNOWN
        return cleaned.get("due_precision") or DatePrecision.DAY

    @property
    def is_quick(self) -> bool:
        """The short form names a ministry for our side and a text for theirs; the other one is not meant."""
        return self.fields.keys() == set(self.QUICK)

    def changes(self) -> dict[str, Any]:
        found = super().changes()
        if "due_on" in self.fields:
            found["due_precision"] = self._precision(self.cleaned_data)
        if self.is_quick:
            found |= {name: self.cleaned_data[name] for name in ("side", "responsible")}
        return found


class ResultForm(VersionedForm):
    """What came of an action, and when."""

    class Meta:
        model = ActionItem
        fields = ["result", "result_on"]
        widgets = {"result": forms.Textarea(attrs={"rows": 3}), "result_on": DateInput}
        help_texts = {"result_on": _("空欄なら今日の日付になります。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].required = True


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("取りやめる理由"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=20_000,
        validators=[refuse_control_characters],
    )


class HandOverForm(forms.Form):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("引き継ぐ会合"))

    def __init__(self, *args: Any, sessions: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = sessions
