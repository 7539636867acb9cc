from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diplomacy.papers import WRITERS
from meetings.forms.faults import FaultsForm
from meetings.papers import Audience, Kind, Wish, audiences, recipients, usual
from partners.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User
    from meetings.models import Meeting

# Each in its own words, as the switch at the top of the page has them.
LANGUAGES = [("ja", "日本語"), ("en", "English")]
NAMES = {"pdf": "PDF", "docx": "Word（DOCX）"}


class PaperForm(FaultsForm, forms.Form):
    """Which paper of a meeting, in which form and language, and for whom."""

    kind = forms.ChoiceField(label=_("文書"), choices=Kind.choices, widget=forms.RadioSelect)
    audience = forms.ChoiceField(label=_("渡す先"), choices=Audience.choices, widget=forms.RadioSelect)
    recipient = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("渡す先の機関"),
        required=False,
        help_text=_("渡す先が「共有先」のときに選びます。この会合か議題を共有している機関です。"),
    )
    language = forms.ChoiceField(label=_("言語"), choices=LANGUAGES, widget=forms.RadioSelect)
    form = forms.ChoiceField(
        label=_("形式"), choices=[(name, NAMES[name]) for name in WRITERS], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, meeting: Meeting, actor: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", vars(usual(actor)))
        super().__init__(*args, **kwargs)
        allowed = audiences(actor)
        self.fields["audience"].choices = [choice for choice in Audience.choices if choice[0] in allowed]
        self.fields["recipient"].queryset = recipients(meeting, actor)
        if not actor.is_government:
            self.fields["kind"].choices = [choice for choice in Kind.choices if choice[0] == Kind.AGENDA]

    def wish(self) -> Wish:
        return Wish(**self.cleaned_data)
