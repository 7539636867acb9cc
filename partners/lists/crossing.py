"""国・機関 × テーマ as a list of partners: the same filter, chips, saved conditions and files; other columns."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.lists.files import Export
from diplomacy.listing.filters import RecordFilter
from diplomacy.listing.wording import Wording
from partners import matrix
from partners.filters import PartnerFilter
from partners.lists.listing import Row, routes_of
from partners.lists.places import Partners
from partners.models import Theme

COLUMNS = ("id", "name_ja", "name_en")
SHOWN = [
    (matrix.PROJECTS, pgettext_lazy("list", "案件")),
    (matrix.MEETINGS, _("会合")),
    (matrix.STANCES, _("スタンス")),
]


def branches(request: Any) -> Any:
    return Theme.objects.visible_to(request.user).filter(parent=None).defer("search")


class MatrixFilter(PartnerFilter):
    show = django_filters.ChoiceFilter(
        label=_("数えるもの"), choices=SHOWN, method="leave", empty_label=None, widget=forms.HiddenInput
    )
    branch = RecordFilter(label=_("テーマの分野"), records=branches, method="leave")
    rows = django_filters.ChoiceFilter(
        label=_("行"),
        choices=[("all", _("何もない国・機関も"))],
        method="leave",
        empty_label=_("何かある国・機関だけ"),
    )

    def leave(self, partners: Any, name: str, value: Any) -> Any:
        """What is counted, and how it is shown: `Matrix` reads it."""
        return partners


class Matrix(Partners):
    filter_class = MatrixFilter
    saved_page = "matrix"
    routes = routes_of("matrix")
    title = _("国・機関 × テーマ")
    subtitle = _("どの国・機関とどのテーマで何があるか。枠で囲んだ空白は、まだ何もない組合せです。")
    filter_title = _("国・機関 × テーマを絞り込む")
    segments_label = _("数えるもの")

    @property
    def measure(self) -> str:
        return (self.is_valid and self.form.cleaned_data["show"]) or matrix.PROJECTS

    @property
    def branch(self) -> Theme | None:
        return self.form.cleaned_data["branch"] if self.is_valid else None

    @cached_property
    def themes(self) -> list[Theme]:
        return matrix.columns_of(self.branch, self.user)

    @cached_property
    def counts(self) -> matrix.Counts:
        return matrix.MEASURES[self.measure](self.user, self.branch)

    @cached_property
    def rows(self) -> Any:
        """Those with a cell, unless the others are asked for too."""
        found = super().rows
        if not self.is_valid or self.form.cleaned_data["rows"] == "all":
            return found
        shown = {theme.pk for theme in self.themes}
        return found.filter(pk__in={partner for partner, theme in self.counts.cells if theme in shown})

    def crossed(self, partners: list[Row]) -> list[tuple[Row, list[str]]]:
        """Each partner with the texts of its cells, empty where there is nothing."""
        return [(row, matrix.texts_of(row["id"], self.themes, self.counts)) for row in partners]

    @cached_property
    def chips(self) -> list[dict[str, Any]]:
        """What is counted stands in its own buttons."""
        label = self.filter.filters["show"].label
        return [chip for chip in super().chips if chip["label"] != label]

    @cached_property
    def periods(self) -> list[dict[str, Any]]:
        return [
            {"label": label, "query": self.query_with(show=value), "current": value == self.measure}
            for value, label in SHOWN
        ]

    # --- The file ----------------------------------------------------------------------------------------------

    def first(self, most: int, *columns: str) -> list[Row]:
        rows = self.crossed(super().first(most, *COLUMNS))
        return [{**row, "texts": texts, "handling": self.counts.level} for row, texts in rows]

    @cached_property
    def export(self) -> Export:
        measure = dict(SHOWN)[self.measure]
        return Export(f"{self.title}: {measure}", self.saved_page, (), self._heads, self._cells)

    def _heads(self) -> list[str]:
        return [_now("国・機関"), *[str(theme) for theme in self.themes]]

    def _cells(self, rows: list[Row], user: Any) -> list[list[Any]]:
        wording = Wording()
        figures = self.measure != matrix.STANCES
        return [
            [wording.pair(row, "name")[0], *[int(text) if text and figures else text for text in row["texts"]]]
            for row in rows
        ]
