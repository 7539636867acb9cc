"""A deadline as it is typed and as it is told: an hour on a clock with its place, and the reader's own beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from diplomacy.ui.dates import written
from meetings.local_times import zone_place

if TYPE_CHECKING:
    from accounts.models import User

FIRST_YEAR, LAST_YEAR = 2000, 2100


def deadline_at(day: date, hour: time, zone: str) -> datetime:
    """The instant; an hour that a change of clocks leaves out, or a year nobody means, is refused."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("期限の年を確かめてください。"))
    found = datetime.combine(day, hour, ZoneInfo(zone))
    if found.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != found.replace(tzinfo=None):
        raise ValidationError(_("この日のこの時刻は、夏時間の切替えのため存在しません。"))
    return found


def deadline_text(moment: datetime, zone: str, user: User) -> str:
    """2026年6月10日（水）17:00 東京（10:00 パリ）; the reader's day is named where it is another one."""
    language = get_language() or "ja"
    there, here = moment.astimezone(ZoneInfo(zone)), moment.astimezone(ZoneInfo(user.time_zone))
    told = f"{written(there.date())} {there:%H:%M} {zone_place(zone, language)}"
    if there.utcoffset() == here.utcoffset():
        return told
    day = f"{written(here.date())} " if here.date() != there.date() else ""
    aside = f"{day}{here:%H:%M} {zone_place(user.time_zone, language)}"
    return _("%(told)s（%(aside)s）") % {"told": told, "aside": aside}
