"""Makes reminders fall due: `python -m tests.processes.reminding.due PEOPLE MEETINGS`.

One ministry with so many officers leads so many meetings; the only rule has been in force for ten days. All of it
becomes visible in one commit, and the next sweep finds every person's reminder of every meeting due.
"""

import sys
from datetime import timedelta

import django

django.setup()

from django.db import transaction  # noqa: E402  (the apps must be loaded first)
from django.utils import timezone  # noqa: E402

from accounts.models import Role, User  # noqa: E402
from meetings.models import Meeting, MeetingSeries  # noqa: E402
from partners.models import Organisation  # noqa: E402
from reminders.models import Circle, ReminderRule, Scope  # noqa: E402


@transaction.atomic
def make_due(people: int, meetings: int) -> None:
    ReminderRule.objects.all().delete()
    ReminderRule.objects.create(
        subject="meetings.upcoming",
        scope_kind=Scope.EVERYTHING,
        amount=30,
        unit=ReminderRule.Unit.CALENDAR,
        audience=[Circle.LEAD],
    )
    ministry = Organisation.objects.create(kind=Organisation.Kind.MINISTRY, name_ja="通知省")
    User.objects.bulk_create(
        User(email=f"officer{number}@portal.example", role=Role.STAFF, organisation=ministry)
        for number in range(people)
    )
    series = MeetingSeries.objects.create(name_ja="通知の会合", kind="bilateral", level="working")
    day = timezone.localdate() + timedelta(days=20)
    Meeting.objects.bulk_create(
        Meeting(series=series, title_ja=f"第{number}回", start_date=day, lead_ministry=ministry, handling="public")
        for number in range(1, meetings + 1)
    )


make_due(int(sys.argv[1]), int(sys.argv[2]))
