"""What the list, the month, the year and the exports share: one filter, its chips, its order, its address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, CharField, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import SavedFilter
from diplomacy.paging.keys import BadToken, Key, Page, page_of
from diplomacy.ui.dates import written
from meetings.filters import LONGEST_TEXT, UPCOMING, WHEN_CHOICES, MeetingListFilter
from meetings.models import Meeting
from meetings.models.series import Level

SAVED_PAGE = "meetings"
PAGE_SIZE = 50
MOST_COUNTED = 1000
VIEWS = {"list": gettext_lazy("一覧"), "calendar": gettext_lazy("月"), "timeline": gettext_lazy("年")}

ORDERS: dict[str, tuple[Key, ...]] = {
    "date": (Key("start_date"), Key("id")),
    "title": (Key("sort_title"), Key("id")),
    "level": (Key("level_rank"), Key("start_date", descending=True), Key("id")),
    "lead": (Key("sort_lead"), Key("start_date", descending=True), Key("id")),
    "status": (Key("status_rank"), Key("start_date", descending=True), Key("id")),
}


def local_column(name: str) -> Coalesce:
    """The text of a paired field in the reader's language, else in the other one, for sorting."""
    language, other = ("en", "ja") if get_language() == "en" else ("ja", "en")
    return Coalesce(NullIf(f"{name}_{language}", Value("")), f"{name}_{other}", output_field=CharField())


def rank(field: str, values: Iterable[str]) -> Case:
    """The place of a choice among its choices, so that levels sort from leaders to experts."""
    cases = [When(**{field: value, "then": Value(place)}) for place, value in enumerate(values)]
    return Case(*cases, default=Value(99), output_field=IntegerField())


SORT_COLUMNS = {
    "sort_title": lambda: local_column("title"),
    "sort_lead": lambda: local_column("lead_ministry__name"),
    "level_rank": lambda: rank("series__level", Level.values),
    "status_rank": lambda: rank("status", Meeting.Status.values),
}


def keys_of(sort: str) -> tuple[Key, ...]:
    """The keys of an order as the address names it; a minus turns the first key round."""
    first, *rest = ORDERS[sort.removeprefix("-")]
    return (Key(first.name, descending=sort.startswith("-")), *rest)


def with_sort_columns(meetings: QuerySet, keys: Iterable[Key]) -> QuerySet:
    return meetings.annotate(**{key.name: SORT_COLUMNS[key.name]() for key in keys if key.name in SORT_COLUMNS})


class Browsing:
    """One reader's look at the meetings: the visible rows narrowed by the filter in the address.

    A filter that cannot be read narrows to nothing and says why: showing everything would answer another question.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user = request.user
        visible = Meeting.objects.visible_to(request.user)
        self.filter = MeetingListFilter(request.GET, visible, request=request)
        self.form = self.filter.form
        self.is_valid = self.filter.is_valid()
        self.page_error = ""

    @cached_property
    def meetings(self) -> QuerySet:
        return self.filter.qs if self.is_valid else Meeting.objects.none()

    @property
    def text(self) -> str:
        return self.request.GET.get("q", "")[:LONGEST_TEXT].replace("\0", "")

    @property
    def status(self) -> int:
        return 200 if self.is_valid and not self.page_error else 400

    @cached_property
    def sort(self) -> str:
        chosen = self.form.cleaned_data.get("sort") if self.is_valid else ""
        upcoming = self.is_valid and self.form.cleaned_data.get("when") == UPCOMING
        return chosen or ("date" if upcoming else "-date")

    def page(self, *columns: str) -> Page:
        """One page of the rows as dicts of the named columns."""
        keys = keys_of(self.sort)
        meetings = with_sort_columns(self.meetings, keys).values(*columns, *[key.name for key in keys])
        tokens = {name: self.request.GET.get(name, "") for name in ("after", "before")}
        try:
            return page_of(meetings, keys, size=PAGE_SIZE, **tokens)
        except BadToken:
            self.page_error = _("このページの位置を読み取れません。一覧の最初から開き直してください。")
            return Page([])

    @cached_property
    def counted(self) -> str:
        """How many rows there are, in words where that is more than anyone counts."""
        found = self.meetings.order_by()[: MOST_COUNTED + 1].count()
        return f"{MOST_COUNTED:,}+" if found > MOST_COUNTED else f"{found:,}"

    # --- The address -------------------------------------------------------------------------------------------

    @cached_property
    def params(self) -> QueryDict:
        """The filter as the address gives it: without empty fields, unknown names and the place in the pages."""
        params = QueryDict(mutable=True)
        for name in self.form.fields:
            values = [value for value in self.request.GET.getlist(name) if value]
            if values:
                params.setlist(name, values)
        return params

    @cached_property
    def query(self) -> str:
        return self.params.urlencode()

    def query_with(self, **changes: Any) -> str:
        """The filter's query string with some names set (or taken off, by an empty value)."""
        params = self.params.copy()
        for name, value in changes.items():
            params.pop(name, None)
            if value:
                params[name] = value
        return params.urlencode()

    def address(self, route: str, **changes: Any) -> str:
        query = self.query_with(**changes)
        return reverse(f"meetings:{route}") + (f"?{query}" if query else "")

    @property
    def view(self) -> str:
        """Which of the views shows the rows, or, on the panel's own page, which one asked for it."""
        here = self.request.resolver_match.url_name
        asked = self.request.GET.get("view", "list") if here == "filter" else here
        return asked if asked in VIEWS else "list"

    @property
    def form_address(self) -> str:
        return reverse(f"meetings:{self.view}")

    @property
    def list_address(self) -> str:
        return reverse("meetings:list")

    @property
    def panel_address(self) -> str:
        return self.address("filter", view="" if self.view == "list" else self.view)

    @property
    def csv_address(self) -> str:
        return self.address("export_csv")

    @property
    def xlsx_address(self) -> str:
        return self.address("export_xlsx")

    # --- What the page shows of the filter ---------------------------------------------------------------------

    @cached_property
    def chips(self) -> list[dict[str, Any]]:
        """The conditions in force, each with the address that takes it off."""
        if not self.is_valid:
            return []
        chips = []
        for name, value in self.form.cleaned_data.items():
            if name == "sort" or value in (None, "", []):
                continue
            label = self.filter.filters[name].label
            for one in value if isinstance(value, list) else [value]:
                left = [kept for kept in value if kept != one] if isinstance(value, list) else []
                chips.append({"label": label, "value": self._said(name, one), "remove": self._only(name, left)})
        return chips

    def _said(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return written(value)
        choices = getattr(self.form.fields[name], "choices", None)
        if isinstance(value, str) and choices:
            return str(dict(choices)[value])
        return str(value)

    def _only(self, name: str, values: list[str]) -> str:
        params = self.params.copy()
        params.setlist(name, values)
        return params.urlencode()

    @cached_property
    def tabs(self) -> list[dict[str, Any]]:
        """表示: 一覧 | 月 | 年, each with the same filter."""
        return [
            {"label": label, "url": self.address(view), "current": view == self.view} for view, label in VIEWS.items()
        ]

    @cached_property
    def periods(self) -> list[dict[str, Any]]:
        now = self.params.get("when", "")
        return [
            {"label": label, "query": self.query_with(when=value), "current": value == now}
            for value, label in [("", _("すべて")), *WHEN_CHOICES]
        ]

    @cached_property
    def saved(self) -> list[dict[str, Any]]:
        mine = SavedFilter.objects.filter(user=self.user.pk, page=SAVED_PAGE)
        return [
            {"name": one.name, "query": one.query, "url": reverse("meetings:saved_filter", args=[one.pk])}
            for one in mine
        ]
