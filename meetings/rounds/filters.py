import django_filters
from django.utils.translation import gettext_lazy as _

from meetings.models import ClearanceItem, ClearanceReply, ClearanceRound


class RoundFilter(django_filters.FilterSet):
    meeting = django_filters.UUIDFilter(label=_("会合"))
    lead = django_filters.UUIDFilter(label=_("協議元"))
    ministry = django_filters.UUIDFilter(label=_("府省"), field_name="asks__ministry")
    open = django_filters.BooleanFilter(label=_("協議中"), field_name="closed_at", lookup_expr="isnull")

    class Meta:
        model = ClearanceRound
        fields: list[str] = []


class EntryFilter(django_filters.FilterSet):
    round = django_filters.UUIDFilter(label=_("協議"))
    position = django_filters.UUIDFilter(label=_("対処方針"))

    class Meta:
        model = ClearanceItem
        fields: list[str] = []


class ReplyFilter(django_filters.FilterSet):
    round = django_filters.UUIDFilter(label=_("協議"), field_name="entry__round")
    entry = django_filters.UUIDFilter(label=_("協議の対象"))
    ministry = django_filters.UUIDFilter(label=_("府省"))
    kind = django_filters.MultipleChoiceFilter(label=_("回答"), choices=ClearanceReply.Kind.choices)
    live = django_filters.BooleanFilter(label=_("現在の回答"), field_name="replaced_at", lookup_expr="isnull")

    class Meta:
        model = ClearanceReply
        fields: list[str] = []
