from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.forms import HandoutForm
from accounts.handouts import Handout
from partners.brief.make import recipients
from partners.models import Partner

if TYPE_CHECKING:
    from accounts.models import User


class BriefForm(HandoutForm):
    """For whom the brief of a partner is, in which language and form."""

    def __init__(self, *args: Any, partner: Partner, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, recipients=recipients(partner, actor), **kwargs)
        self.fields["recipient"].help_text = _("渡す先が「共有先」のときに選びます。")

    def wish(self) -> Handout:
        return Handout(**self.cleaned_data)
