"""What contacts can be narrowed by: the page, its files and the API use these alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from attaches.models import Contact, Way
from diplomacy.listing.filters import PeriodForm, RecordFilter, SortFilter, TextFilter
from diplomacy.ui.forms import DateInput
from partners.models import Organisation, Person, Theme
from partners.offered import visible_partners, visible_themes

MINE, SHARED, WITHDRAWN = "mine", "shared", "withdrawn"


def owners(request: Any) -> Any:
    """The bodies that act in the portal: asking for another embassy's contacts finds none, as for one without any."""
    bodies = Organisation.objects.visible_to(request.user).acting_in_portal()
    return bodies.order_by("sorted_by", "id").defer("search")


def people(request: Any) -> Any:
    return Person.objects.visible_to(request.user).defer("search")


class ContactFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    partner = RecordFilter(label=pgettext_lazy("面談", "国・機関"), records=visible_partners)
    person = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("面談", "相手"), queryset=people, method="filter_person", widget=forms.HiddenInput
    )
    theme = RecordFilter(label=_("テーマ"), records=visible_themes, method="filter_theme")
    way = django_filters.MultipleChoiceFilter(
        label=_("方法"), choices=Way.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    owner = RecordFilter(label=pgettext_lazy("面談", "記録した機関"), records=owners)
    since = django_filters.DateFilter(label=_("期間の始まり"), method="filter_since", widget=DateInput)
    until = django_filters.DateFilter(label=_("期間の終わり"), method="filter_until", widget=DateInput)
    only = django_filters.ChoiceFilter(
        label=_("対象"),
        choices=[
            (MINE, _("自分が記録したもの")),
            (SHARED, _("自機関に共有されたもの")),
            (WITHDRAWN, _("取り下げたもの")),
        ],
        method="filter_only",
        empty_label=_("すべて"),
    )
    sort = SortFilter(("date", _("日付")))

    class Meta:
        model = Contact
        fields: list[str] = []
        form = PeriodForm

    def filter_text(self, contacts: Any, name: str, text: str) -> Any:
        return contacts.worded_like(text)

    def filter_person(self, contacts: Any, name: str, person: Person) -> Any:
        return contacts.with_person(person.pk)

    def filter_theme(self, contacts: Any, name: str, theme: Theme) -> Any:
        """A branch stands for the themes under it."""
        return contacts.on_themes([theme.pk, *theme.children.values_list("pk", flat=True)])

    def filter_since(self, contacts: Any, name: str, since: date) -> Any:
        return contacts.between(since, None)

    def filter_until(self, contacts: Any, name: str, until: date) -> Any:
        return contacts.between(None, until)

    def filter_only(self, contacts: Any, name: str, only: str) -> Any:
        if only == MINE:
            return contacts.filter(author=self.request.user.pk)
        if only == SHARED:
            return contacts.naming(self.request.user.organisation_id)
        return contacts.exclude(withdrawn_at=None)
