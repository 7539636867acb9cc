import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Act, AuditEntry, Role, User
from accounts.querysets import UserQuerySet
from diplomacy.ui.forms import DateInput


class PeopleFilter(django_filters.FilterSet):
    """The list of accounts: by words, role, organisation and state."""

    STATES = [
        ("active", _("利用中")),
        ("invited", _("招待中")),
        ("out_of_term", _("任期外")),
        ("disabled", _("停止")),
    ]

    q = django_filters.CharFilter(label=_("氏名・メールアドレス"), method="with_words", max_length=100)
    role = django_filters.ChoiceFilter(label=_("役割"), choices=Role.choices, empty_label=_("すべて"))
    organisation = django_filters.CharFilter(label=_("所属"), method="of_organisation", max_length=100)
    state = django_filters.ChoiceFilter(label=_("状態"), choices=STATES, method="in_state", empty_label=_("すべて"))

    class Meta:
        model = User
        fields = ["q", "role", "organisation", "state"]

    def with_words(self, people: UserQuerySet, name: str, text: str) -> UserQuerySet:
        return people.filter(Q(email__icontains=text) | Q(name_ja__icontains=text) | Q(name_en__icontains=text))

    def of_organisation(self, people: UserQuerySet, name: str, text: str) -> UserQuerySet:
        return people.filter(
            Q(organisation__name_ja__icontains=text)
            | Q(organisation__name_en__icontains=text)
            | Q(organisation__abbreviation__iexact=text)
        )

    def in_state(self, people: UserQuerySet, name: str, state: str) -> UserQuerySet:
        return people.in_state(state, timezone.localdate())


class AuditFilter(django_filters.FilterSet):
    act = django_filters.ChoiceFilter(label=_("行為"), choices=Act.choices, empty_label=_("すべて"))
    actor = django_filters.CharFilter(
        label=_("行為者のメールアドレス"), field_name="actor__email", lookup_expr="iexact", max_length=254
    )
    since = django_filters.DateFilter(label=_("この日から"), field_name="at", lookup_expr="date__gte", widget=DateInput)
    until = django_filters.DateFilter(label=_("この日まで"), field_name="at", lookup_expr="date__lte", widget=DateInput)

    class Meta:
        model = AuditEntry
        fields = ["act", "actor", "since", "until"]
        form = forms.Form
