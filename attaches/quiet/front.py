"""What quiet relations and personal data contribute to the pages of partners and people, and to the reminders."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from attaches.holdings import HOLDINGS
from attaches.quiet.finding import quiet_partners
from attaches.quiet.reminders import QuietPartners
from partners import panels
from partners.models import Partner
from partners.panels import HEAD, Panel
from partners.personal import holdings
from reminders import subjects


class QuietBadge(Panel):
    """In the head of a partner's page: that nobody has been in touch, where the reader may know."""

    name, label, order, place, subjects = "quiet", _("連絡の途絶"), 11, HEAD, (Partner,)
    template = "attaches/panels/_quiet.html"

    def rows(self, subject: Partner, user: Any, today: date) -> Any:
        return quiet_partners(user, today, only=[subject.pk])


def register_quiet() -> None:
    panels.register(QuietBadge())
    subjects.register(QuietPartners())
    for holding in HOLDINGS:
        holdings.register(holding)
