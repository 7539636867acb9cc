"""The list of meeting requests: an embassy's own, and those that a ministry is asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.lists.listing import Listing
from attaches.models import MeetingRequest
from diplomacy.listing.filters import PeriodForm, RecordFilter, SortFilter, TextFilter
from diplomacy.paging.keys import Key
from diplomacy.ui.forms import DateInput
from partners.models import Organisation
from partners.offered import visible_themes

WAITING, LATE = "waiting", "late"
WHEN = [(WAITING, _("回答待ち")), (LATE, _("回答期限超過"))]


def ministries_asked(request: Any) -> Any:
    """Those of the requests that the reader sees."""
    asked = MeetingRequest.objects.visible_to(request.user).order_by().values("ministry")
    return Organisation.objects.filter(pk__in=asked).order_by("name_ja")


def embassies_asking(request: Any) -> Any:
    asking = MeetingRequest.objects.visible_to(request.user).order_by().values("owner")
    return Organisation.objects.filter(pk__in=asking).order_by("name_ja")


class RequestFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    when = django_filters.ChoiceFilter(label=_("回答"), choices=WHEN, method="filter_when", empty_label=_("すべて"))
    kind = django_filters.ChoiceFilter(
        label=_("依頼の種類"), choices=MeetingRequest.Kind.choices, empty_label=_("すべて")
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("状態"), choices=MeetingRequest.State.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    embassy = RecordFilter(label=_("大使館"), field_name="owner", records=embassies_asking)
    ministry = RecordFilter(label=_("依頼先の府省"), field_name="ministry", records=ministries_asked)
    theme = RecordFilter(label=_("テーマ"), records=visible_themes, field_name="themes")
    since = django_filters.DateFilter(label=_("送信日の始まり"), method="filter_since", widget=DateInput)
    until = django_filters.DateFilter(label=_("送信日の終わり"), method="filter_until", widget=DateInput)
    sort = SortFilter(("sent", _("送信日時")), ("due", _("回答期限")))

    class Meta:
        model = MeetingRequest
        fields: list[str] = []
        form = PeriodForm

    def filter_text(self, rows: Any, name: str, text: str) -> Any:
        return rows.worded_like(text)

    def filter_when(self, rows: Any, name: str, when: str) -> Any:
        return rows.overdue(timezone.localdate()) if when == LATE else rows.waiting()

    def filter_since(self, rows: Any, name: str, since: date) -> Any:
        return rows.filter(sent_at__date__gte=since)

    def filter_until(self, rows: Any, name: str, until: date) -> Any:
        return rows.filter(sent_at__date__lte=until)


class RequestRegister(Listing):
    model = MeetingRequest
    filter_class = RequestFilter
    namespace = "attaches"
    orders = {"sent": (Key("sent_at"), Key("id")), "due": (Key("answer_by"), Key("id"))}
    default_sort = "-sent"
    saved_page = "meeting_requests"
    routes = {"list": "requests", "filter": "requests_filter", "csv": "requests_csv", "xlsx": "requests_xlsx"}
    title = _("面談・講演の依頼")
    subtitle = _("大使館から府省への面談と講演の依頼と、その回答。依頼した館と依頼先の府省だけが読めます。")
    filter_title = _("依頼を絞り込む")
    search_hint = _("用件・目的のことば")
    segments_label = _("回答")

    @cached_property
    def sort(self) -> str:
        """What waits stands in the order in which it is due."""
        chosen = self.form.cleaned_data.get("sort") if self.is_valid else ""
        waiting = self.is_valid and self.form.cleaned_data.get("when")
        return chosen or ("due" if waiting else self.default_sort)

    @cached_property
    def periods(self) -> list[dict[str, Any]]:
        return self.segments("when", WHEN)
