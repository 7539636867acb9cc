from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diplomacy.ui.dates import written
from diplomacy.ui.forms import Combobox, ComboboxMultiple, DateInput, TimeInput
from diplomacy.ui.titles import bracketed
from diplomacy.versioned.forms import VersionedForm
from meetings.actions.sessions import PARTS
from meetings.forms.part import ministries_for
from meetings.models import ActionItem, Meeting
from meetings.outline import Row
from partners.models import Partner

if TYPE_CHECKING:
    from accounts.models import User

PART_NAMES = {
    "times": _("所要時間・開始時刻"),
    "leads": _("主担当・関係府省庁"),
    "speakers": _("発言者"),
    "notes": _("メモ"),
    "themes": _("テーマ"),
}
OFTEN = [
    *("Asia/Tokyo", "UTC", "Europe/Paris", "Europe/London", "Europe/Brussels", "America/New_York"),
    *("America/Los_Angeles", "Asia/Seoul", "Asia/Singapore", "Asia/Kolkata", "Australia/Sydney"),
]


class MeetingForm(VersionedForm):
    class Meta:
        model = Meeting
        fields = [
            *("title_ja", "title_en", "ordinal", "status", "start_date", "end_date", "date_precision"),
            *("start_time", "end_time", "time_zone", "city", "country", "venue", "online"),
            *("lead_ministry", "concerned", "note"),
        ]
        widgets = {
            "start_date": DateInput,
            "end_date": DateInput,
            "start_time": TimeInput,
            "end_time": TimeInput,
            "time_zone": forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
            "country": Combobox,
            "concerned": ComboboxMultiple,
        }
        help_texts = {
            "start_date": _("開催地の現地の日付です。"),
            "end_date": _("1日だけの会合では空欄にします。"),
            "date_precision": _("月や年までしか決まっていないときは、その初日を入れて「月」「年」を選びます。"),
            "start_time": _("開催地の現地の時刻です。決まっていなければ空欄にします。"),
            "time_zone": _("例: Asia/Tokyo、Europe/Paris"),
        }

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.instance._state.adding or actor.has_perm("meetings.give_meeting", self.instance)):
            self.fields.pop("lead_ministry", None)
        ministries = ministries_for(self.instance, actor)
        self.offer(
            lead_ministry=ministries,
            concerned=ministries,
            country=Partner.objects.visible_to(actor).filter(kind=Partner.Kind.COUNTRY),
        )

    @property
    def zones(self) -> list[str]:
        """Names to choose from while typing: those often used first."""
        return [*OFTEN, *sorted(available_timezones() - set(OFTEN))]


class CopyForm(forms.Form):
    """What of the last session's agenda, and of what is still open, a new session begins with."""

    items = forms.MultipleChoiceField(label=_("引き継ぐ議題"), widget=forms.CheckboxSelectMultiple, required=False)
    parts = forms.MultipleChoiceField(
        label=_("引き継ぐ内容"),
        choices=list(PART_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=list(PARTS),
        required=False,
    )

    follow_up = forms.MultipleChoiceField(
        label=_("フォローアップする行動"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("選んだ行動は、議題「前回からのフォローアップ」の下に1件ずつ並びます。"),
    )

    delegation = forms.BooleanField(
        label=_("前回の日本側の参加者を引き継ぐ"),
        required=False,
        initial=True,
        help_text=_("席次と役割のまま写します。出欠は「予定」に戻ります。"),
    )

    def __init__(
        self,
        *args: Any,
        rows: list[Row],
        commitments: Iterable[ActionItem] = (),
        delegation: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not delegation:
            del self.fields["delegation"]
        self.fields["follow_up"].choices = [(str(action.pk), _reminded(action)) for action in commitments]
        self.fields["follow_up"].initial = [key for key, _label in self.fields["follow_up"].choices]
        tops = [row for row in rows if not row.item.ancestors]
        self.fields["items"].choices = [(str(row.item.pk), f"{row.number} {row.item}") for row in tops]
        self.fields["items"].initial = [str(row.item.pk) for row in tops]

    def chosen(self) -> dict[str, Any]:
        return {
            "items": {UUID(key) for key in self.cleaned_data["items"]},
            "parts": self.cleaned_data["parts"],
            "follow_up": {UUID(key) for key in self.cleaned_data["follow_up"]},
            "delegation": self.cleaned_data.get("delegation", False),
        }


def _reminded(action: ActionItem) -> str:
    """What was undertaken, by whom, at which session, until when: why it is proposed."""
    owner = str(action.responsible or action.responsible_text or action.get_side_display())
    due = _("期限 %(date)s") % {"date": written(action.due_on, None, action.due_precision)} if action.due_on else ""
    late = _("期限超過") if action.is_overdue(timezone.localdate()) else ""
    said = " · ".join(filter(None, [action.get_side_display(), owner, str(action.meeting), str(due), str(late)]))
    return bracketed(action, said)
