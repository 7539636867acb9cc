"""The circle in the sample: one gathering to answer, one that was, each saying that it is a sample.

Made once; when the last of them is over, the next are made around the new day. Nothing of it is mailed.
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accounts.handling import Handling
from accounts.models import Role, User
from attaches.circle.people import bodies_that_run_the_circle
from attaches.models import CircleEvent, CirclePaper, Invitation, ThemeInterest
from diplomacy.papers import Paper, Paragraph, pdf_file
from diplomacy.uploads import store
from diplomacy.uploads.kinds import kind_of
from partners.models import FOREIGN_MINISTRY, Organisation, Theme
from reminders.business_days import business_days_after, business_days_before

TOKYO = ZoneInfo("Asia/Tokyo")
NOTE_JA = "見本です。実際の行事を示すものではありません。"
NOTE_EN = "This is a sample. It does not show a real gathering."
COMING = {
    "title_ja": "量子技術の国際共同研究に関する意見交換会（見本）",
    "title_en": "Exchange of views on joint research in quantum technology (sample)",
    "description_ja": f"{NOTE_JA}\n\n- 共同公募の予定\n- 研究者の往来の手続\n- 意見交換",
    "description_en": f"{NOTE_EN}\n\n- Joint calls ahead\n- Procedures for researchers who travel\n- Exchange of views",
}
PAST = {
    "title_ja": "新任アタッシェ歓迎の集い（見本）",
    "title_en": "Welcome of new attachés (sample)",
    "description_ja": NOTE_JA,
    "description_en": NOTE_EN,
}


def add_circle(today: date) -> Counter[str]:
    if CircleEvent.objects.filter(is_sample=True).exists():
        return Counter()
    host = Organisation.objects.filter(slug=FOREIGN_MINISTRY).first()
    staff = User.objects.filter(role=Role.STAFF, organisation=host).order_by("email").first()
    guests = list(User.objects.filter(role=Role.ATTACHE, email__endswith="@portal.example").order_by("email"))
    if host is None or staff is None or not guests:
        return Counter()
    coming = _event(host, staff, business_days_after(today, 12), COMING)
    coming.themes.set(Theme.objects.filter(slug="quantum"))
    _paper(coming, staff, today)
    _invite(coming, guests, staff, today)
    past = _event(host, staff, business_days_before(today, 25), PAST, state=CircleEvent.State.HELD)
    _invite(past, guests, staff, today - timedelta(days=60), answer="accepted", attendance="attended")
    ThemeInterest.objects.bulk_create(
        [ThemeInterest(person=guests[-1], theme=theme) for theme in coming.themes.all()], ignore_conflicts=True
    )
    return Counter(circle_events=2, invitations=2 * len(guests))


def _event(host: Organisation, staff: User, day: date, texts: dict[str, str], **fields: Any) -> CircleEvent:
    event = CircleEvent.objects.create(
        **texts,
        **fields,
        on_date=day,
        start_time=time(15),
        end_time=time(17),
        place="外務省 / MOFA（見本）",
        contact_email=staff.email,
        next_on=business_days_after(day, 60),
        owner=host,
        handling=Handling.SHARED,
        is_sample=True,
    )
    event.shared_with.set(bodies_that_run_the_circle().exclude(pk=host.pk))
    return event


def _invite(event: CircleEvent, guests: list[User], staff: User, day: date, **said: str) -> None:
    moment = datetime.combine(day, time(10), TOKYO)
    answered = {"answered_at": moment, "answered_sequence": 0, "answered_way": "portal"} if said else {}
    for guest in guests:
        event.shared_with.add(guest.organisation)
        Invitation.objects.create(
            event=event,
            person=guest,
            organisation=guest.organisation,
            invited_at=moment,
            invited_by=staff,
            **said,
            **answered,
        )


def _paper(event: CircleEvent, staff: User, day: date) -> None:
    titles = {"title": "意見交換会のご案内（見本）", "second": "Guide to the exchange of views (sample)"}
    content = pdf_file(Paper(**titles, marking="共有先限り（見本）", blocks=[Paragraph(NOTE_JA), Paragraph(NOTE_EN)]))
    paper = CirclePaper(
        event=event,
        title_ja="意見交換会のご案内（見本）",
        title_en="Guide to the exchange of views (sample)",
        file_name="ご案内_見本.pdf",
        media_type=kind_of("x.pdf").media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=datetime.combine(day - timedelta(days=1), time(9), TOKYO),
        uploaded_by=staff,
    )
    with store.kept(io.BytesIO(content), paper.pk):
        paper.save(force_insert=True)
