from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from attaches.models import Contact
from diplomacy.text import refuse_control_characters, refuse_line_feeds
from diplomacy.ui.dates import written
from diplomacy.ui.faults import FaultsForm
from meetings.models import AgendaItem, Meeting

ONE_LINE = [refuse_control_characters, refuse_line_feeds]
LONGEST_TITLE = 300


class MeetingField(forms.ModelChoiceField):
    def label_from_instance(self, meeting: Any) -> str:
        when = written(meeting.start_date, meeting.end_date, meeting.date_precision)
        return f"{when} {meeting}"


class ProposalForm(FaultsForm, forms.Form):
    meeting = MeetingField(Meeting.objects.none(), label=_("会合"), empty_label=None)
    title_ja = forms.CharField(label=_("議題"), required=False, max_length=LONGEST_TITLE, validators=ONE_LINE)
    title_en = forms.CharField(label=_("議題（英語）"), required=False, max_length=LONGEST_TITLE, validators=ONE_LINE)
    proposed_by = forms.ChoiceField(label=_("提案者"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, contact: Contact, meetings: QuerySet[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings
        proposers = AgendaItem.Proposer
        offered = [proposers.PARTNER, proposers.JAPAN] if contact.partner_id else [proposers.JAPAN]
        self.fields["proposed_by"].choices = [(one.value, one.label) for one in offered]
        self.initial.setdefault("proposed_by", offered[0].value)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("title_ja") or cleaned.get("title_en")) and not self.errors:
            self.add_error("title_ja", _("日本語か英語の議題名を入力してください。"))
        return cleaned
