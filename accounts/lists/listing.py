"""What every filtered list shares: one filter, its chips, its order, its pages, its address. A subclass says of what.

The list, its exports, its saved filters and, for the meetings, the month and the year look through the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db.models import Expression, Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import SavedFilter
from diplomacy.listing.filters import LONGEST_TEXT
from diplomacy.paging.keys import BadToken, Key, Page, page_of
from diplomacy.ui.dates import written

PAGE_SIZE = 50
MOST_COUNTED = 1000


class Listing:
    """One reader's look at a list: the visible rows narrowed by the filter in the address.

    A filter that cannot be read narrows to nothing and says why: showing everything would answer another question.

    A subclass names its model, its filter, its orders (`sort_columns` makes the keys that are no columns), the page
    its saved filters belong to, and its routes (`list`, `filter`, `csv`, `xlsx`) in its app's `namespace`. It is
    registered, so that its saved filters find it.
    """

    model: ClassVar[type[Model]]
    filter_class: ClassVar[Any]
    orders: ClassVar[Mapping[str, tuple[Key, ...]]]
    sort_columns: ClassVar[Mapping[str, Callable[[], Expression]]] = {}
    default_sort: ClassVar[str]
    saved_page: ClassVar[str]
    namespace: ClassVar[str]
    routes: ClassVar[Mapping[str, str]]
    title: ClassVar[Any]
    subtitle: ClassVar[Any] = ""
    filter_title: ClassVar[Any]
    search_hint: ClassVar[Any]
    segments_label: ClassVar[Any] = ""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user = request.user
        self.filter = self.filter_class(request.GET, self.visible(), request=request)
        self.form = self.filter.form
        self.is_valid = self.filter.is_valid()
        self.page_error = ""
        self.all_shown: int | None = None

    def visible(self) -> Any:
        return self.model.objects.visible_to(self.user)

    @cached_property
    def rows(self) -> Any:
        return self.filter.qs if self.is_valid else self.visible().none()

    @property
    def text(self) -> str:
        return self.request.GET.get("q", "")[:LONGEST_TEXT].replace("\0", "")

    @property
    def status(self) -> int:
        return 200 if self.is_valid and not self.page_error else 400

    @cached_property
    def sort(self) -> str:
        chosen = self.form.cleaned_data.get("sort") if self.is_valid else ""
        return chosen or self.default_sort

    @classmethod
    def keys_of(cls, sort: str) -> tuple[Key, ...]:
        """The keys of an order as the address names it; a minus turns the first key round."""
        first, *rest = cls.orders[sort.removeprefix("-")]
        return (Key(first.name, descending=sort.startswith("-")), *rest)

    @classmethod
    def with_sort_columns(cls, rows: QuerySet, keys: Iterable[Key]) -> QuerySet:
        return rows.annotate(**{key.name: cls.sort_columns[key.name]() for key in keys if key.name in cls.sort_columns})

    def page(self, *columns: str) -> Page:
        """One page of the rows as dicts of the named columns."""
        keys = self.keys_of(self.sort)
        rows = self.with_sort_columns(self.rows, keys).values(*columns, *[key.name for key in keys])
        tokens = {name: self.request.GET.get(name, "") for name in ("after", "before")}
        try:
            page = page_of(rows, keys, size=PAGE_SIZE, **tokens)
        except BadToken:
            self.page_error = _("このページの位置を読み取れません。一覧の最初から開き直してください。")
            return Page([])
        if not (page.after or page.before or any(tokens.values())):
            self.all_shown = len(page.rows)
        return page

    def first(self, most: int, *columns: str) -> list[dict[str, Any]]:
        """The first rows in order, for a file."""
        keys = self.keys_of(self.sort)
        rows = self.with_sort_columns(self.rows, keys).order_by(*[key.order(False) for key in keys])
        return list(rows.values(*columns)[:most])

    @property
    def most_counted(self) -> int:
        """How far rows are counted; beyond it the page says that there are more."""
        return MOST_COUNTED

    @cached_property
    def counted(self) -> str:
        """How many rows there are, in words where that is more than anyone counts; a page that shows all says so."""
        if self.all_shown is not None:
            return f"{self.all_shown:,}"
        found = self.rows.order_by()[: self.most_counted + 1].count()
        return f"{self.most_counted:,}+" if found > self.most_counted else f"{found:,}"

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
        return reverse(f"{self.namespace}:{route}") + (f"?{query}" if query else "")

    @property
    def list_address(self) -> str:
        return reverse(f"{self.namespace}:{self.routes['list']}")

    @property
    def form_address(self) -> str:
        """Where the filter's form leads: the view that shows the rows."""
        return self.list_address

    @property
    def panel_address(self) -> str:
        return self.address(self.routes["filter"])

    @property
    def csv_address(self) -> str:
        return self.address(self.routes["csv"])

    @property
    def xlsx_address(self) -> str:
        return self.address(self.routes["xlsx"])

    @property
    def exported_by(self) -> str:
        """The body a file of this list is marked with in its name, where it is."""
        return ""

    @property
    def has_text(self) -> bool:
        """Whether the list is searched by words."""
        return "q" in self.form.fields

    @property
    def is_list(self) -> bool:
        """Whether this view follows what is typed into the search box."""
        return True

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

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """What a file says it was narrowed by, each with its label and value."""
        return self.chips

    def _said(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return written(value)
        choices = getattr(self.form.fields[name], "choices", None)
        if isinstance(value, str) and choices is not None:
            # Choices that are asked for when they are needed can be gone through, but have no length.
            return str(dict(iter(choices))[value])
        return str(value)

    def _only(self, name: str, values: list[str]) -> str:
        params = self.params.copy()
        params.setlist(name, values)
        return params.urlencode()

    @property
    def links(self) -> list[dict[str, Any]]:
        """Pages near by, as buttons beside the title: label, url, icon."""
        return []

    @cached_property
    def tabs(self) -> list[dict[str, Any]]:
        """Other ways to look, each with its address."""
        return []

    @cached_property
    def periods(self) -> list[dict[str, Any]]:
        """The one condition most often asked, as buttons."""
        return []

    def segments(self, name: str, choices: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
        """One condition's choices as buttons, with one for none of them."""
        now = self.params.get(name, "")
        return [
            {"label": label, "query": self.query_with(**{name: value}), "current": value == now}
            for value, label in [("", _("すべて")), *choices]
        ]

    @cached_property
    def saved(self) -> list[dict[str, Any]]:
        mine = SavedFilter.objects.filter(user=self.user.pk, page=self.saved_page)
        return [
            {"name": one.name, "query": one.query, "url": reverse("accounts:saved_filter", args=[one.pk])}
            for one in mine
        ]


listings: dict[str, type[Listing]] = {}


def register(listing: type[Listing]) -> None:
    """In the app's `AppConfig.ready()`."""
    listings[listing.saved_page] = listing
