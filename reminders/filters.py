from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from diplomacy.ui.forms import DateInput
from reminders.models import Channel, Notification


class DeliveryFilter(django_filters.FilterSet):
    """The delivery log: by state, what is told, to whom, when."""

    state = django_filters.ChoiceFilter(label=_("状態"), choices=Notification.State, empty_label=_("すべて"))
    kind = django_filters.ChoiceFilter(label=_("種類"), choices=Notification.Kind, empty_label=_("すべて"))
    channel = django_filters.ChoiceFilter(label=_("方法"), choices=Channel, empty_label=_("すべて"))
    recipient = django_filters.CharFilter(
        label=_("宛先のメールアドレス"), field_name="recipient__email", lookup_expr="iexact", max_length=254
    )
    since = django_filters.DateFilter(
        label=_("この日から"), field_name="due_at", lookup_expr="date__gte", widget=DateInput
    )
    until = django_filters.DateFilter(
        label=_("この日まで"), field_name="due_at", lookup_expr="date__lte", widget=DateInput
    )

    class Meta:
        model = Notification
        fields = ["state", "kind", "channel", "recipient", "since", "until"]
        form = forms.Form


class NotificationFilter(django_filters.FilterSet):
    """A person's own notifications."""

    unread = django_filters.ChoiceFilter(label=_("未読"), choices=[("1", _("未読のみ"))], method="filter_unread")

    class Meta:
        model = Notification
        fields: list[str] = []

    def filter_unread(self, notifications: Any, name: str, value: str) -> Any:
        return notifications.unread()
