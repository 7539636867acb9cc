from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import HandoutForm
from meetings.papers import Kind, Wish, recipients

if TYPE_CHECKING:
    from accounts.models import User
    from meetings.models import Meeting


class PaperForm(HandoutForm):
    """Which paper of a meeting, in which form and language, and for whom."""

    kind = forms.ChoiceField(label=_("文書"), choices=Kind.choices, widget=forms.RadioSelect)

    field_order = ("kind",)

    def __init__(self, *args: Any, meeting: Meeting, actor: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kind": Kind.AGENDA})
        super().__init__(*args, actor=actor, recipients=recipients(meeting, actor), **kwargs)
        self.fields["recipient"].help_text = _(
            "渡す先が「共有先」のときに選びます。この会合か議題を共有している機関です。"
        )
        if not actor.is_government:
            self.fields["kind"].choices = [choice for choice in Kind.choices if choice[0] == Kind.AGENDA]

    def wish(self) -> Wish:
        return Wish(**self.cleaned_data)
