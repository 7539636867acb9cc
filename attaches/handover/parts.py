"""What a successor finds: open follow-ups, the last contacts, key people, coming meetings, meeting requests.

Each part begins at what its reader may see, so the page and the paper are the reader's own: the foreign ministry,
opening an embassy's, finds what that embassy shared with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.handling import Handling
from attaches.follow_ups.rows import COLUMNS as FOLLOW_UP_COLUMNS
from attaches.follow_ups.rows import follow_up_lines
from attaches.lists.rows import COLUMNS as CONTACT_COLUMNS
from attaches.lists.rows import contact_lines
from attaches.models import Contact, FollowUp, MeetingRequest, Posting
from diplomacy.ui.dates import written
from meetings.models import Meeting
from meetings.rows import COLUMNS as MEETING_COLUMNS
from meetings.rows import meeting_lines
from partners.models import Person, Post

MOST = 20
KEY_MONTHS = 24
MOST_PEOPLE = 15


@dataclass(frozen=True)
class Line:
    text: str
    detail: str
    url: str
    handling: str
    is_sample: bool


@dataclass(frozen=True)
class Part:
    name: str
    label: Any
    lines: list[Line]

    @property
    def on_paper(self) -> list[Line]:
        """What is restricted is on no paper."""
        return [line for line in self.lines if line.handling != Handling.RESTRICTED]


def parts_of(posting: Posting, user: Any, today: date) -> list[Part]:
    """Every part, the empty ones too: that nothing is open is news to a successor."""
    return [Part(name, label, list(lines(posting, user, today))) for name, label, lines in PARTS]


def follow_ups(posting: Posting, user: Any, today: date) -> Iterable[Line]:
    found = FollowUp.objects.visible_to(user).open().undertaken_by(posting.organisation_id)
    rows = found.with_level().with_shown_person(user).order_by("due_on", "id").values(*FOLLOW_UP_COLUMNS)[:MOST]
    for line in follow_up_lines(rows, user):
        detail = [line["due"], line["state"] if line["overdue"] else line["until"], line["person"], line["partner"]]
        yield _line(line["title"], detail, line["url"], line["handling"], line["sample"])


def last_contacts(posting: Posting, user: Any, today: date) -> Iterable[Line]:
    found = Contact.objects.visible_to(user).live().belonging_to(posting.organisation_id).newest_first()
    for line in contact_lines(found.with_shown_number(user).values(*CONTACT_COLUMNS)[:MOST], user):
        detail = [line["date"], line["way"], line["partner"], line["excerpt"]]
        yield _line(line["people"], detail, line["url"], line["handling"], line["sample"])


def key_people(posting: Posting, user: Any, today: date) -> Iterable[Line]:
    """Whom the post met most in two years, and the office they hold."""
    since = today - relativedelta(months=KEY_MONTHS)
    contacts = Contact.objects.visible_to(user).live().belonging_to(posting.organisation_id).between(since, today)
    links = Contact.people.through.objects.filter(contact__in=contacts.order_by().values("pk"))
    met = links.values("person").annotate(times=Count("contact"), last=Max("contact__met_on"))
    counted = {row["person"]: row for row in met.order_by("-times", "-last")[: MOST_PEOPLE * 2]}
    people = Person.objects.visible_to(user).on_file().filter(pk__in=counted).defer("search")
    offices = _offices(list(counted), user, today)
    seen = sorted(people, key=lambda one: list(counted).index(one.pk))[:MOST_PEOPLE]
    for person in seen:
        row = counted[person.pk]
        times = ngettext("%(count)s回", "%(count)s回", row["times"]) % {"count": row["times"]}
        last = _("最後の面談 %(date)s") % {"date": written(row["last"])}
        address = reverse("partners:person", args=[person.pk])
        yield _line(str(person), [offices.get(person.pk, ""), times, last], address, person.handling, person.is_sample)


def _offices(people: list[Any], user: Any, today: date) -> dict[Any, str]:
    held = Post.objects.visible_to(user).filter(person__in=people).held_on(today).select_related("organisation")
    return {post.person_id: f"{post.organisation} {post}" for post in held.order_by("starts_on", "id")}


def coming_meetings(posting: Posting, user: Any, today: date) -> Iterable[Line]:
    """With the country an embassy comes from, or a mission is in."""
    country = posting.organisation.country_id
    if country is None or posting.organisation.country.slug == "JP":
        return
    found = Meeting.objects.visible_to(user).upcoming(today).of_partner(country)
    for line in meeting_lines(found.values(*MEETING_COLUMNS)[:MOST], user):
        detail = [line["date"], line["until"], line["place"], line["lead"]]
        yield _line(line["title"], detail, line["url"], line["handling"], line["sample"])


def meeting_requests(posting: Posting, user: Any, today: date) -> Iterable[Line]:
    """What the embassy has asked ministries for: unanswered, or agreed on a day to come."""
    asked = MeetingRequest.objects.visible_to(user).asked_by(posting.organisation_id).standing(today)
    for one in asked.with_names().order_by("answer_by", "id")[:MOST]:
        when = written(one.agreed_on) if one.agreed_on else _("回答期限 %(date)s") % {"date": written(one.answer_by)}
        detail = [str(one.ministry), str(one.get_state_display()), when]
        yield _line(str(one), detail, reverse("attaches:request", args=[one.pk]), one.handling, one.is_sample)


def _line(text: str, detail: list[str], url: str, handling: str, sample: Any) -> Line:
    return Line(text, " · ".join(filter(None, detail)), url, handling, bool(sample))


Lines = Callable[[Posting, Any, date], Iterable[Line]]
PARTS: tuple[tuple[str, Any, Lines], ...] = (
    ("follow_ups", gettext_lazy("対応中のフォローアップ"), follow_ups),
    ("contacts", gettext_lazy("最近の面談"), last_contacts),
    ("people", gettext_lazy("主な相手"), key_people),
    ("meetings", gettext_lazy("これからの会合"), coming_meetings),
    ("meeting_requests", gettext_lazy("面談・講演の依頼"), meeting_requests),
)
