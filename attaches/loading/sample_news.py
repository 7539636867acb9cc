"""Bulletins and meeting requests in the sample: one to read, a draft; a request that waits and one that is agreed.

Made once; each text says that it is a sample. Nothing of it is mailed.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from accounts.handling import Handling
from accounts.models import Role, User
from attaches.models import Bulletin, BulletinDelivery, MeetingRequest, ProposedDate
from attaches.models.requests import ANSWER_WITHIN
from partners.models import FOREIGN_MINISTRY, Organisation, Theme
from reminders.business_days import business_days_after, business_days_before

TOKYO = ZoneInfo("Asia/Tokyo")
SENT = {
    "title_ja": "国際共同研究の公募について（見本）",
    "title_en": "A call for joint research (sample)",
    "body_ja": "見本です。実際の公募を示すものではありません。\n\n- 対象分野\n- 応募の方法",
    "body_en": "This is a sample. It does not show a real call.\n\n- Fields\n- How to apply",
}
DRAFT = {
    "title_ja": "研究施設の見学会について（見本・下書き）",
    "title_en": "A visit to research facilities (sample, draft)",
    "body_ja": "見本です。",
    "body_en": "This is a sample.",
}


def add_news(today: date) -> Counter[str]:
    if Bulletin.objects.filter(is_sample=True).exists() or MeetingRequest.objects.filter(is_sample=True).exists():
        return Counter()
    ministry = Organisation.objects.filter(slug=FOREIGN_MINISTRY).first()
    guests = list(User.objects.filter(role=Role.ATTACHE, email__endswith="@portal.example").order_by("email"))
    if ministry is None or not guests:
        return Counter()
    _bulletins(ministry, guests, today)
    _requests(ministry, guests[-1], today)
    return Counter(bulletins=2, meeting_requests=2)


def _bulletins(ministry: Organisation, guests: list[User], today: date) -> None:
    fields = {"owner": ministry, "handling": Handling.SHARED, "is_sample": True}
    moment = datetime.combine(business_days_before(today, 2), time(11), TOKYO)
    sent = Bulletin.objects.create(**SENT, **fields, sent_at=moment)
    sent.themes.set(Theme.objects.filter(slug="quantum"))
    for guest in guests:
        sent.shared_with.add(guest.organisation)
        BulletinDelivery.objects.create(bulletin=sent, person=guest, organisation=guest.organisation)
    Bulletin.objects.create(**DRAFT, **fields)


def _requests(ministry: Organisation, attache: User, today: date) -> None:
    asked_on = business_days_before(today, 3)
    _request(ministry, attache, asked_on, "Joint calls on quantum technology (sample)")
    earlier = business_days_before(today, 15)
    agreed = {"state": MeetingRequest.State.AGREED, "agreed_on": business_days_after(today, 4), "agreed_at": time(10)}
    agreed["answered_at"] = datetime.combine(business_days_after(earlier, 2), time(16), TOKYO)
    _request(ministry, attache, earlier, "Introduction of the new science counsellor (sample)", **agreed)


def _request(ministry: Organisation, attache: User, day: date, subject: str, **more: object) -> None:
    row = MeetingRequest.objects.create(
        owner=attache.organisation,
        ministry=ministry,
        subject=subject,
        purpose="This is a sample. It does not show a real request.",
        sent_at=datetime.combine(day, time(14), TOKYO),
        sent_by=attache,
        answer_by=business_days_after(day, ANSWER_WITHIN),
        handling=Handling.SHARED,
        is_sample=True,
        **more,
    )
    row.shared_with.set([ministry])
    ProposedDate.objects.create(request=row, on_date=business_days_after(day, 10), start_time=time(10))
