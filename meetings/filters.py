"""What the lists of meetings and series can be narrowed by: pages, exports, calendars and the API use these alike.

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
from django.db.models import Q, QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diplomacy.text import refuse_control_characters
from diplomacy.ui.forms import Combobox, DateInput
from meetings.models import Meeting, MeetingSeries
from meetings.models.series import Level
from partners.models import Organisation, Partner, Theme

LONGEST_TEXT = 200
MOST_WORDS = 10
FIRST_YEAR, LAST_YEAR = 1900, 2100
FISCAL_YEAR_BEGINS = (4, 1)


UPCOMING, PAST = "upcoming", "past"
WHEN_CHOICES = [(UPCOMING, _("これから")), (PAST, _("終わったもの"))]


SORTS = [
    (sign + name, label)
    for name, label in [
        ("date", _("日付")),
        ("title", _("会合名")),
        ("level", _("レベル")),
        ("lead", _("主担当")),
        ("status", _("状態")),
    ]
    for sign in ("", "-")
]


def refuse_many_words(text: str) -> None:
    if len(text.split()) > MOST_WORDS:
        raise ValidationError(_("キーワードは%(most)s語までにしてください。"), params={"most": MOST_WORDS})


def visible_series(request: Any) -> QuerySet:
    return MeetingSeries.objects.visible_to(request.user)


def partners_that_meet(request: Any) -> QuerySet:
    """Hosts of series, and countries where a meeting the reader may see was held."""
    meetings = Meeting.objects.visible_to(request.user).order_by()
    hosts = MeetingSeries.objects.visible_to(request.user).order_by().values("host_partner")
    return Partner.objects.visible_to(request.user).filter(Q(pk__in=hosts) | Q(pk__in=meetings.values("country")))


def visible_themes(request: Any) -> QuerySet:
    return Theme.objects.visible_to(request.user)


def ministries(request: Any) -> QuerySet:
    return Organisation.objects.visible_to(request.user).ministries().order_by("name_ja")


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
        super().__init__(label=_("キーワード"), max_length=LONGEST_TEXT, **kwargs)


class MeetingFilterForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("期間の終わりが始まりより前です。始まり以降の日付にしてください。"))
        return cleaned


class MeetingFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    when = django_filters.ChoiceFilter(
        label=_("時期"), choices=WHEN_CHOICES, method="filter_when", empty_label=_("すべて")
    )
    since = django_filters.DateFilter(label=_("期間の始まり"), method="filter_since", widget=DateInput)
    until = django_filters.DateFilter(label=_("期間の終わり"), method="filter_until", widget=DateInput)
    fiscal_year = FiscalYearFilter(label=_("年度"), method="filter_fiscal_year")
    series = RecordFilter(label=_("系列"), records=visible_series)
    partner = RecordFilter(label=_("相手"), records=partners_that_meet, method="filter_partner")
    theme = RecordFilter(label=_("テーマ"), records=visible_themes, method="filter_theme")
    lead = RecordFilter(label=_("主担当"), field_name="lead_ministry", records=ministries)
    concerning = RecordFilter(label=_("主担当または関係府省庁"), records=ministries, method="filter_concerning")
    level = django_filters.MultipleChoiceFilter(
        label=_("レベル"),
        field_name="series__level",
        choices=Level.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("種別"),
        field_name="series__kind",
        choices=MeetingSeries.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("状態"), choices=Meeting.Status.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Meeting
        fields: list[str] = []
        form = MeetingFilterForm

    def filter_text(self, meetings: Any, name: str, text: str) -> Any:
        return meetings.matching(text, self.request.user)

    def filter_when(self, meetings: Any, name: str, when: str) -> Any:
        today = timezone.localdate()
        return meetings.upcoming(today) if when == UPCOMING else meetings.past(today)

    def filter_since(self, meetings: Any, name: str, since: date) -> Any:
        return meetings.between(since, None)

    def filter_until(self, meetings: Any, name: str, until: date) -> Any:
        return meetings.between(None, until)

    def filter_fiscal_year(self, meetings: Any, name: str, year: int) -> Any:
        return meetings.between(*fiscal_year(year))

    def filter_partner(self, meetings: Any, name: str, partner: Partner) -> Any:
        return meetings.with_partner(partner.pk)

    def filter_theme(self, meetings: Any, name: str, theme: Theme) -> Any:
        """A branch stands for the themes under it."""
        return meetings.on_theme([theme.pk, *theme.children.values_list("pk", flat=True)], self.request.user)

    def filter_concerning(self, meetings: Any, name: str, ministry: Organisation) -> Any:
        return meetings.concerning(ministry.pk)


class MeetingListFilter(MeetingFilter):
    """The filter of the pages, which also carry the order in the address."""

    sort = django_filters.ChoiceFilter(label=_("並べ方"), choices=SORTS, method="leave_order", widget=forms.HiddenInput)

    def leave_order(self, meetings: Any, name: str, value: str) -> Any:
        """The order itself is `meetings.browsing.ORDERS`; here it is only checked."""
        return meetings


class SeriesFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    kind = django_filters.ChoiceFilter(label=_("種別"), choices=MeetingSeries.Kind.choices, empty_label=_("すべて"))
    level = django_filters.ChoiceFilter(label=_("レベル"), choices=Level.choices, empty_label=_("すべて"))
    lead = RecordFilter(label=_("主担当"), field_name="lead_ministry", records=ministries)

    class Meta:
        model = MeetingSeries
        fields: list[str] = []

    def filter_text(self, series: Any, name: str, text: str) -> Any:
        return series.named_like(text)


def fiscal_year(year: int) -> tuple[date, date]:
    """First and last day of the Japanese fiscal year."""
    return date(year, *FISCAL_YEAR_BEGINS), date(year + 1, 3, 31)


def fiscal_year_of(day: date) -> int:
    return day.year if (day.month, day.day) >= FISCAL_YEAR_BEGINS else day.year - 1
