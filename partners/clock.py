"""The clock of an agreement: when its term ends, until when notice of ending it must be given, how far off that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diplomacy.ui.dates import distance
from partners.models import Agreement

SOON_MONTHS = 6


@dataclass(frozen=True)
class Clock:
    """`ends_on` is the end of the term that runs on the day asked about. `words` is the most pressing, in one line."""

    ends_on: date
    notice_by: date | None
    renews: bool
    words: str
    tone: str


def clock_of(agreement: Agreement, today: date) -> Clock | None:
    """None where no term is known, or the agreement was replaced."""
    if agreement.expires_on is None or agreement.status == Agreement.Status.SUPERSEDED:
        return None
    ends_on = _end_of_term(agreement, today)
    notice_by = ends_on - relativedelta(months=agreement.notice_months) if agreement.notice_months else None
    words, tone = _pressing(agreement, ends_on, notice_by, today)
    return Clock(ends_on, notice_by, agreement.auto_renews, words, tone)


def _end_of_term(agreement: Agreement, today: date) -> date:
    """An agreement that renews itself is always in some term; another one stays over once it is."""
    ends_on, terms = agreement.expires_on, 0
    while agreement.auto_renews and agreement.renewal_years and ends_on < today:
        terms += 1
        ends_on = agreement.expires_on + relativedelta(years=terms * agreement.renewal_years)
    return ends_on


def _pressing(agreement: Agreement, ends_on: date, notice_by: date | None, today: date) -> tuple[str, str]:
    soon = today + relativedelta(months=SOON_MONTHS)
    if ends_on < today:
        return _("満了日経過・延長を要確認"), "error"
    if notice_by and notice_by >= today:
        return _("%(ahead)s通告期限") % {
            "ahead": ahead(today, notice_by)
        }, "warning" if notice_by <= soon else "neutral"
    if agreement.auto_renews:
        return _("%(ahead)s自動更新") % {"ahead": ahead(today, ends_on)}, "neutral"
    return _("%(ahead)s満了") % {"ahead": ahead(today, ends_on)}, "warning" if ends_on <= soon else "neutral"


def ahead(today: date, day: date) -> str:
    """あと4か月で, from two months on by whole months; nearer by days."""
    gap = relativedelta(day, today)
    months = gap.years * 12 + gap.months
    if months < 2:
        days = (day - today).days
        return (
            ngettext("あと%(count)s日で", "あと%(count)s日で", days) % {"count": days}
            if days > 1
            else f"{distance(days)} "
        )
    if months < 24:
        return ngettext("あと%(count)sか月で", "あと%(count)sか月で", months) % {"count": months}
    return ngettext("あと%(count)s年で", "あと%(count)s年で", gap.years) % {"count": gap.years}
