"""Names of time zones, as people type them."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def known_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(
            _("「%(zone)s」という時間帯はありません。例: Asia/Tokyo、Europe/Paris"), params={"zone": value}
        )
