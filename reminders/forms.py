from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext_lazy as _

from reminders.models import Circle, ReminderRule

MOST_RULES = 12
COUNTED = {
    ReminderRule.Unit.BUSINESS: _("営業日前"),
    ReminderRule.Unit.CALENDAR: _("日前"),
    ReminderRule.Unit.AFTER: _("営業日後"),
}


class RuleForm(forms.ModelForm):
    audience = forms.MultipleChoiceField(
        label=_("送り先"),
        choices=Circle.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=Circle.values,
        error_messages={"required": _("送り先を1つ以上選んでください。")},
    )

    unit = forms.ChoiceField(
        label=ReminderRule._meta.get_field("unit").verbose_name,
        choices=ReminderRule.Unit.choices,
        initial=ReminderRule.Unit.BUSINESS,
    )

    class Meta:
        model = ReminderRule
        fields = ("amount", "unit", "hour", "audience", "channel", "enabled")
        labels = {"amount": _("日数")}

    def __init__(self, *args: Any, units: Iterable[ReminderRule.Unit] = ReminderRule.AHEAD, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(unit.value, COUNTED[unit]) for unit in units]

    def has_changed(self) -> bool:
        """A row without a number of days is no rule, whatever else stands in it."""
        return bool(self["amount"].data)


class _RuleFormSet(BaseFormSet):
    """All rules of a scope on one page. What was there before is compared by the action, not by the form."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        steps = [form.instance.step for form in self.kept() if form.is_valid()]
        for form in self.kept():
            if form.is_valid() and steps.count(form.instance.step) > 1:
                form.add_error("amount", _("同じ日数の規則が2つあります。1つにしてください。"))
                raise forms.ValidationError(_("同じ日数の規則が2つあります。1つにしてください。"))

    def kept(self) -> list[RuleForm]:
        return [form for form in self.forms if form.has_changed() and not self._should_delete_form(form)]

    def rules(self) -> list[ReminderRule]:
        return [form.instance for form in self.kept()]


RuleFormSet: Any = forms.formset_factory(
    RuleForm, formset=_RuleFormSet, extra=1, can_delete=True, max_num=MOST_RULES, validate_max=True
)


class GeneralRuleFormSet(RuleFormSet):
    """The widest rules: behind them there are none to fall back on, so one at least has to stay."""

    def clean(self) -> None:
        super().clean()
        if not self.kept():
            raise forms.ValidationError(
                _("全体の規則をすべて削除することはできません。通知を止めるときは「有効」を外してください。")
            )


def initial_of(rule: ReminderRule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in RuleForm.Meta.fields}
