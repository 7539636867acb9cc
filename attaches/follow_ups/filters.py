"""What follow-ups can be narrowed by: the page, its files and the API use these alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from attaches.follow_ups.sides import side_choices
from attaches.lists.filters import owners, people
from attaches.models import FollowUp
from diplomacy.listing.filters import PeriodForm, RecordFilter, SortFilter, TextFilter
from diplomacy.ui.forms import DateInput
from meetings.models.outcomes import Side
from partners.models import Person
from partners.offered import visible_partners

MINE, OURS_HERE, OVERDUE, SOON = "mine", "own", "overdue", "soon"
SOON_DAYS = 14
ONLY_CHOICES = [(MINE, _("自分の担当")), (OURS_HERE, _("自機関の担当"))]
WHEN_CHOICES = [(OVERDUE, _("期限超過")), (SOON, _("14日以内"))]


class FollowUpFilter(django_filters.FilterSet):
    q = TextFilter(method="filter_text")
    only = django_filters.ChoiceFilter(
        label=_("対象"), choices=ONLY_CHOICES, method="filter_only", empty_label=_("すべて")
    )
    when = django_filters.ChoiceFilter(
        label=_("期限"), choices=WHEN_CHOICES, method="filter_when", empty_label=_("すべて")
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("状態"), choices=FollowUp.State.choices, widget=forms.CheckboxSelectMultiple, distinct=False
    )
    partner = RecordFilter(
        label=pgettext_lazy("面談", "国・機関"), field_name="contact__partner", records=visible_partners
    )
    side = django_filters.ChoiceFilter(
        label=_("側"), choices=Side.choices, method="filter_side", empty_label=_("すべて")
    )
    owner = RecordFilter(label=_("担当機関"), field_name="organisation", records=owners)
    counterpart = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("面談", "相手"), queryset=people, method="filter_counterpart", widget=forms.HiddenInput
    )
    since = django_filters.DateFilter(label=_("期限の始まり"), method="filter_since", widget=DateInput)
    until = django_filters.DateFilter(label=_("期限の終わり"), method="filter_until", widget=DateInput)
    sort = SortFilter(("due", _("期限")))

    class Meta:
        model = FollowUp
        fields: list[str] = []
        form = PeriodForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.request is not None:
            # On the field of this one reader's filter: that of the class is made once, when the API is described.
            self.filters["side"].field.choices = side_choices(self.request.user)

    def filter_text(self, rows: Any, name: str, text: str) -> Any:
        return rows.worded_like(text)

    def filter_only(self, rows: Any, name: str, only: str) -> Any:
        user = self.request.user
        return rows.filter(person=user.pk) if only == MINE else rows.undertaken_by(user.organisation_id)

    def filter_when(self, rows: Any, name: str, when: str) -> Any:
        """Only open ones are late or pressing."""
        today = timezone.localdate()
        if when == OVERDUE:
            return rows.overdue(today)
        return rows.open().due_between(today, today + timedelta(days=SOON_DAYS))

    def filter_side(self, rows: Any, name: str, side: str) -> Any:
        return rows.on_our_side() if side == Side.OURS else rows.on_their_side()

    def filter_counterpart(self, rows: Any, name: str, person: Person) -> Any:
        return rows.with_person(person.pk)

    def filter_since(self, rows: Any, name: str, since: date) -> Any:
        return rows.due_between(since, None)

    def filter_until(self, rows: Any, name: str, until: date) -> Any:
        return rows.due_between(None, until)
