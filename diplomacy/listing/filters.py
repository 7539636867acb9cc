"""What filters of lists are made of: records found by typing, words, 年度, periods, orders.

A filter never widens: it narrows the queryset it is given, which is already what the reader may see.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from diplomacy.text import refuse_control_characters
from diplomacy.ui.forms import Combobox

LONGEST_TEXT = 200
MOST_WORDS = 10
FIRST_YEAR, LAST_YEAR = 1900, 2100
FISCAL_YEAR_BEGINS = (4, 1)


def sorts(*named: tuple[str, Any]) -> list[tuple[str, Any]]:
    """Each order upwards and downwards, as the address names them."""
    return [(sign + name, label) for name, label in named for sign in ("", "-")]


def refuse_many_words(text: str) -> None:
    if len(text.split()) > MOST_WORDS:
        raise ValidationError(_("キーワードは%(most)s語までにしてください。"), params={"most": MOST_WORDS})


class FiscalYearField(forms.IntegerField):
    """年度, 1 April to 31 March."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}))
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)
        self.error_messages["invalid"] = _("年度は西暦4桁の数字で入力してください。例: 2026")


class FiscalYearFilter(django_filters.Filter):
    field_class = FiscalYearField


class Offer(ModelChoiceIterator):
    """The choices, asked for when they are written out."""

    def __init__(self, field: RecordField) -> None:
        self.field = field

    @property
    def queryset(self) -> QuerySet:
        return self.field.queryset


class RecordField(forms.ModelChoiceField):
    """Builds its rows only when somebody chooses among them: most pages carry a filter nobody uses."""

    iterator = Offer

    def __init__(self, *, offered: Callable[[], QuerySet], **kwargs: Any) -> None:
        self.offered = offered
        super().__init__(queryset=None, **kwargs)

    @property
    def queryset(self) -> QuerySet:
        return self.offered()

    @queryset.setter
    def queryset(self, none: None) -> None:
        self.widget.choices = self.choices

    def __deepcopy__(self, memo: dict[int, Any]) -> RecordField:
        copied = super(forms.ChoiceField, self).__deepcopy__(memo)
        copied.widget.choices = copied.choices
        return copied


class RecordFilter(django_filters.Filter):
    """One of the records the reader may see, found by typing. `records` is asked with the request."""

    field_class = RecordField

    def __init__(self, *, records: Callable[[Any], QuerySet], **kwargs: Any) -> None:
        self.records = records
        super().__init__(empty_label=_("すべて"), widget=Combobox, **kwargs)

    @property
    def field(self) -> forms.Field:
        request = self.parent.request if self.parent is not None else None
        self.extra["offered"] = partial(self.records, request)
        return super().field


class TextFilter(django_filters.CharFilter):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("validators", [refuse_control_characters, refuse_many_words])
        kwargs.setdefault("label", _("キーワード"))
        super().__init__(max_length=LONGEST_TEXT, **kwargs)


class PeriodForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("期間の終わりが始まりより前です。始まり以降の日付にしてください。"))
        return cleaned


class SortFilter(django_filters.ChoiceFilter):
    """The order in the address. It is the listing's to carry out; here it is only checked."""

    def __init__(self, *named: tuple[str, Any], **kwargs: Any) -> None:
        kwargs.setdefault("choices", sorts(*named))
        super().__init__(label=_("並べ方"), widget=forms.HiddenInput, **kwargs)

    def filter(self, rows: Any, value: str) -> Any:
        return rows


def fiscal_year(year: int) -> tuple[date, date]:
    """First and last day of the Japanese fiscal year."""
    return date(year, *FISCAL_YEAR_BEGINS), date(year + 1, 3, 31)


def fiscal_year_of(day: date) -> int:
    return day.year if (day.month, day.day) >= FISCAL_YEAR_BEGINS else day.year - 1
