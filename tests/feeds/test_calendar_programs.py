"""Real calendar programs read a feed: vdirsyncer fetches it, khal shows it, at the right local times."""

import hashlib
import os
import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.handling import Handling
from meetings.models import CalendarFeed, Meeting
from tests.factories.accounts import UserFactory
from tests.factories.meetings import MeetingFactory

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

LOCK = settings.BASE_DIR / "requirements" / "calendar.lock"
SHOWN_IN = {
    "Asia/Tokyo": ["2026-12-04 18:00", "2026-12-04 10:00", "2026-12-05 00:00"],
    "Europe/Paris": ["2026-12-04 10:00", "2026-12-04 02:00", "2026-12-04 16:00"],
    "America/New_York": ["2026-12-04 04:00", "2026-12-03 20:00", "2026-12-04 10:00"],
}
MEETINGS = [("Paris", "Europe/Paris", 10), ("Tokyo", "Asia/Tokyo", 10), ("New York", "America/New_York", 10)]


@pytest.fixture(scope="session")
def programs() -> Path:
    """The folder of the two programs, in an environment of their own that is kept while the lock stays the same."""
    key = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()[:16]
    environment = settings.BASE_DIR / "var" / "calendar-programs" / key
    if not (environment / "ready").exists():
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "--quiet", "--clear", environment, "--python", sys.executable], check=True)
        sync = [*uv, "pip", "sync", "--quiet", "--require-hashes", "--python", environment / "bin" / "python", LOCK]
        subprocess.run(sync, check=True)
        (environment / "ready").touch()
    return environment / "bin"


class CalendarPrograms:
    """vdirsyncer and khal with a home of their own, set to one time zone."""

    def __init__(self, programs: Path, home: Path, address: str) -> None:
        self.programs, self.home = programs, home
        (home / "vdirsyncer.conf").write_text(VDIRSYNCER.format(home=home, address=address), encoding="utf-8")

    def fetch(self) -> None:
        for verb in ("discover", "sync"):
            self._run("vdirsyncer", "-c", self.home / "vdirsyncer.conf", verb)

    def shown(self, zone: str) -> list[str]:
        """Begin and title of every event from 1 December 2026 on, as khal shows them in the zone."""
        config = self.home / f"khal-{zone.replace('/', '-')}.conf"
        config.write_text(KHAL.format(home=self.home, zone=zone), encoding="utf-8")
        form = "{start-date} {start-time}|{title}|{status}"
        listing = self._run(
            "khal", "-c", config, "list", "--day-format", "", "--once", "--format", form, "2026-12-01", "31d", TZ=zone
        )
        return [line for line in listing.splitlines() if line.strip()]

    def _run(self, program: str, *arguments: object, **environment: str) -> str:
        command = [self.programs / program, *map(str, arguments)]
        # The home keeps khal's cache; the proxies of a machine do not know the test's server.
        own = {"HOME": str(self.home), "NO_PROXY": "*", "LC_ALL": "C.UTF-8", **environment}
        answer = subprocess.run(
            command, env={**os.environ, **own}, input="y\n", capture_output=True, text=True, check=False, timeout=120
        )
        assert answer.returncode == 0, f"{program}: {answer.stdout}{answer.stderr}"
        return answer.stdout


VDIRSYNCER = """
[general]
status_path = "{home}/status/"

[pair portal]
a = "feed"
b = "local"
collections = null
conflict_resolution = "a wins"

[storage feed]
type = "http"
url = "{address}"

[storage local]
type = "filesystem"
path = "{home}/calendar/"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[portal]]
path = {home}/calendar
readonly = True

[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {home}/khal.db
"""


def test_calendar_programs_show_every_meeting_at_the_right_local_time(programs, live_server, tmp_path):
    person = UserFactory()
    for city, zone, hour in MEETINGS:
        MeetingFactory(
            lead_ministry=person.organisation,
            handling=Handling.PUBLIC,
            title_ja=f"会合 {city}",
            start_date=date(2026, 12, 4),
            start_time=time(hour),
            end_time=time(hour + 2),
            time_zone=zone,
        )
    whole_days = MeetingFactory(lead_ministry=person.organisation, handling=Handling.PUBLIC, title_ja="終日の会合")
    whole_days.end_date = date(2026, 12, 5)
    whole_days.save()
    _feed, secret = CalendarFeed.issue(user=person, kind=CalendarFeed.Kind.PERSONAL)
    calendars = CalendarPrograms(programs, tmp_path, live_server.url + reverse("meetings:feed", args=[secret]))

    calendars.fetch()
    for zone, moments in SHOWN_IN.items():
        timed = {f"{moment}|会合 {city}|" for moment, (city, _zone, _hour) in zip(moments, MEETINGS, strict=True)}
        shown = {line.rsplit("|", 1)[0] + "|" for line in calendars.shown(zone)}
        assert shown == {*timed, "2026-12-04 |終日の会合|"}, zone

    whole_days.status = Meeting.Status.CANCELLED
    whole_days.sequence += 1
    whole_days.save()
    calendars.fetch()
    assert any("終日の会合|CANCELLED" in line for line in calendars.shown("Asia/Tokyo"))
