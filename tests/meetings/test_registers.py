"""The registers across meetings, as page, file, search and API; the desk; an outsider in every test of a right."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Act, AuditEntry, SavedFilter
from diplomacy.ui import desk
from meetings.models import ActionItem
from meetings.outcomes.reminders import ActionsDue
from reminders.actions.sweep import sweep
from reminders.forecast import forecast
from reminders.models import Notification
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory
from tests.factories.partners import PartnerFactory, ThemeFactory

pytestmark = pytest.mark.django_db
ACTIONS, DECISIONS = reverse("meetings:actions"), reverse("meetings:decisions")
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 11, 24, 3, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def meeting(mofa):
    return MeetingFactory(series=SeriesFactory(lead_ministry=mofa), owner=mofa, handling=Handling.PUBLIC)


def found(client, **params):
    response = client.get(ACTIONS, params)
    assert response.status_code == 200
    return [row["title"] for row in response.context["rows"]]


def test_filters_narrow(client, meeting, mext, mext_staff):
    late = ActionFactory(meeting=meeting, title_ja="遅れた", due_on=date(2026, 11, 20))
    ActionFactory(meeting=meeting, title_ja="近い", due_on=date(2026, 12, 1), responsible=mext)
    ActionFactory(meeting=meeting, title_ja="先", due_on=date(2027, 5, 1), side="theirs", responsible_text="事務局")
    ActionFactory(meeting=meeting, title_ja="済", status="done", result="済", result_on=TODAY, due_on=None)
    client.force_login(mext_staff)
    assert found(client) == ["先", "近い", "遅れた", "済"]
    assert found(client, status="open") == ["遅れた", "近い", "先"]
    assert found(client, when="overdue") == ["遅れた"]
    assert found(client, when="soon") == ["近い"]
    assert found(client, side="theirs") == ["先"]
    assert found(client, owner=str(mext.pk)) == ["近い"]
    assert found(client, q="事務局") == ["先"]
    assert found(client, fiscal_year="2027") == ["先"]
    assert found(client, until="2026-11-30") == ["遅れた"]
    assert found(client, series=str(meeting.series_id), meeting=str(late.meeting_id), status="done") == ["済"]
    assert found(client, sort="due") == ["遅れた", "近い", "先", "済"]
    assert client.get(ACTIONS, {"sort": "title"}).status_code == 400
    assert client.get(ACTIONS, {"since": "2026-12-01", "until": "2026-11-01"}).status_code == 400
    assert client.get(ACTIONS, {"after": "nonsense"}).status_code == 400


def test_partner_and_theme(client, mofa, mext_staff):
    partner, theme = PartnerFactory(), ThemeFactory()
    meeting = MeetingFactory(series=SeriesFactory(lead_ministry=mofa, host_partner=partner))
    item = AgendaItemFactory(meeting=meeting)
    item.themes.add(theme)
    ActionFactory(meeting=meeting, title_ja="相手の", item=item)
    ActionFactory(title_ja="よその")
    client.force_login(mext_staff)
    assert found(client, partner=str(partner.pk)) == found(client, theme=str(theme.pk)) == ["相手の"]


def test_outsider_reads_and_counts_what_is_shared(client, meeting, mofa, french_attache):
    shared = ActionFactory(meeting=meeting, title_en="Shared", handling=Handling.SHARED, owner=mofa)
    shared.shared_with.add(french_attache.organisation)
    ActionFactory(meeting=meeting, title_en="Inside")
    DecisionFactory(meeting=meeting, text_en="Inside decision")
    client.force_login(french_attache)
    page = client.get(ACTIONS)
    assert [row["title"] for row in page.context["rows"]] == ["Shared"]
    assert page.context["count"] == "1"
    assert client.get(DECISIONS).context["rows"] == []
    text = client.get(reverse("search"), {"q": "Inside"}).content.decode()
    assert "Inside decision" not in text
    assert [one["title_en"] for one in client.get("/api/v1/actions/").json()["results"]] == ["Shared"]


def test_pages_by_key(client, meeting, mext_staff, monkeypatch):
    monkeypatch.setattr("accounts.lists.listing.PAGE_SIZE", 2)
    ActionFactory.create_batch(3, meeting=meeting)
    ActionFactory.create_batch(2, meeting=meeting, due_on=None)
    client.force_login(mext_staff)
    seen, query = [], ""
    for _page in range(3):
        page = client.get(f"{ACTIONS}?{query}")
        seen += [row["id"] for row in page.context["rows"]]
        query = page.context["next"]
    assert sorted(seen) == sorted(ActionItem.objects.values_list("pk", flat=True))


def test_file_says_its_handling_and_is_in_the_audit(client, meeting, mext_staff):
    ActionFactory(meeting=meeting, title_ja="=1+1", due_on=date(2026, 12, 1), due_precision="month")
    client.force_login(mext_staff)
    answer = client.get(reverse("meetings:actions_csv"), {"status": "open"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["取扱区分（この文書で最も高いもの）: 政府部内限り"]
    assert "'=1+1" in rows[-1]
    assert "2026年12月" in rows[-1]
    assert "2026-12-01" not in rows[-1]
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert (entry.kind, entry.detail["filters"]) == ("meetings.actionitem", ["status"])
    assert client.get(reverse("meetings:decisions_xlsx")).content.startswith(b"PK")


def test_saved_filters_belong_to_their_list(client, mext_staff):
    client.force_login(mext_staff)
    sent = {"page": "actions", "name": "遅れ", "query": "when=overdue&level=leaders"}
    answer = client.post(reverse("accounts:save_filter"), sent)
    assert answer.url == f"{ACTIONS}?when=overdue"
    saved = SavedFilter.objects.get()
    assert (saved.page, saved.query) == ("actions", "when=overdue")
    assert client.post(reverse("accounts:save_filter"), {**sent, "page": "nowhere"}).status_code == 400


@pytest.mark.parametrize(("address", "make"), [(ACTIONS, ActionFactory), (DECISIONS, DecisionFactory)])
def test_register_asks_as_many_queries_of_three_rows_as_of_one(
    client, mext_staff, address, make, django_assert_max_num_queries
):
    client.force_login(mext_staff)
    counts = []
    for more in (1, 2):
        make.create_batch(more)
        client.get(address)
        with django_assert_max_num_queries(15) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_desk_shows_what_is_late_and_soon(meeting, mext, mofa_staff, mext_staff, council_member):
    ActionFactory(meeting=meeting, title_ja="自省の遅れ", due_on=date(2026, 11, 20))
    ActionFactory(meeting=meeting, title_ja="他省の遅れ", due_on=date(2026, 11, 20), responsible=mext)
    ActionFactory(meeting=meeting, title_ja="相手の遅れ", due_on=date(2026, 11, 20), side="theirs")
    ActionFactory(meeting=meeting, title_ja="まだ先", due_on=date(2027, 11, 20))

    def waits(person):
        return {one.title for one in desk.waiting(person, TODAY) if "行動" in one.what}

    assert waits(mofa_staff) == {"自省の遅れ", "相手の遅れ"}
    assert waits(mext_staff) == {"他省の遅れ"}
    assert waits(council_member) == set()


def test_reminders_reach_the_owing_ministry_and_the_lead_until_it_is_done(meeting, mext, mext_staff, mofa_staff):
    action = ActionFactory(meeting=meeting, responsible=mext, due_on=date(2026, 12, 10))
    for day in ((2026, 12, 1), (2026, 12, 9), (2026, 12, 11), (2026, 12, 14)):
        with time_machine.travel(datetime(*day, 3, 0, tzinfo=UTC), tick=False):
            sweep(now=datetime(*day, 3, 0, tzinfo=UTC))
    told = Notification.objects.filter(subject=ActionsDue.name)
    assert sorted(told.values_list("recipient__email", "step")) == sorted(
        (person.email, step) for person in (mext_staff, mofa_staff) for step in ("b7", "b1", "a1")
    )
    other = ActionFactory(meeting=meeting, due_on=date(2026, 12, 10), status="done", result="済", result_on=TODAY)
    assert not told.filter(object_id=other.pk).exists()
    foreseen = forecast(ActionsDue(), action.pk, now=datetime(2026, 11, 25, tzinfo=UTC))
    assert [step.label for step in foreseen.steps] == ["7営業日前", "1営業日前", "1営業日超過"]


def test_old_deadlines_are_no_news(meeting, mofa_staff):
    ActionFactory(meeting=meeting, due_on=date(2026, 10, 1))
    ActionFactory(meeting=meeting, due_on=date(2026, 11, 2))
    sweep(now=datetime(2026, 11, 24, 3, 0, tzinfo=UTC))
    assert not Notification.objects.filter(subject=ActionsDue.name).exists()


def test_title_stays_inside_unless_every_level_lets_it_out(meeting, mofa_staff):
    open_one = ActionFactory(meeting=meeting, handling=Handling.PUBLIC)
    inside_item = AgendaItemFactory(meeting=meeting)
    by_item = ActionFactory(meeting=meeting, handling=Handling.PUBLIC, item=inside_item)
    by_itself = ActionFactory(meeting=meeting)
    cards = ActionsDue().cards(mofa_staff, [open_one.pk, by_item.pk, by_itself.pk])
    assert [cards[one.pk].open_title for one in (open_one, by_item, by_itself)] == [True, False, False]
    people = {person.pk for person in ActionsDue().readers(by_item.pk)}
    assert mofa_staff.pk in people


def test_readers_are_those_who_see_it(meeting, mofa, mofa_staff, french_attache, german_attache, council_member):
    action = ActionFactory(meeting=meeting, handling=Handling.SHARED, owner=mofa)
    action.shared_with.add(french_attache.organisation)
    readers = set(ActionsDue().readers(action.pk))
    for person in (mofa_staff, french_attache, german_attache, council_member):
        assert (person in readers) == ActionItem.objects.visible_to(person).filter(pk=action.pk).exists()


def test_api_writes_by_etag(client, meeting, mofa_staff, mext_staff):
    client.force_login(mofa_staff)
    body = {"meeting": str(meeting.pk), "title_ja": "回答する", "side": "theirs"}
    made = client.post("/api/v1/actions/", body, content_type="application/json")
    assert made.status_code == 201
    address = f"/api/v1/actions/{made.json()['id']}/"
    assert client.patch(address, {"title_ja": "急ぐ"}, content_type="application/json").status_code == 428
    headers = {"If-Match": made.headers["ETag"]}
    changed = client.patch(address, {"title_ja": "急ぐ"}, content_type="application/json", headers=headers)
    assert (changed.status_code, changed.json()["title_ja"]) == (200, "急ぐ")
    stale = client.post(f"{address}result/", {"result": "済"}, content_type="application/json", headers=headers)
    assert stale.status_code == 412
    headers = {"If-Match": changed.headers["ETag"]}
    client.force_login(mext_staff)
    etag = client.get(address).headers["ETag"]
    refused = client.post(
        f"{address}result/", {"result": "済"}, content_type="application/json", headers={"If-Match": etag}
    )
    assert refused.status_code == 403
    client.force_login(mofa_staff)
    done = client.post(f"{address}result/", {"result": "済"}, content_type="application/json", headers=headers)
    assert (done.status_code, done.json()["status"]) == (200, "done")


def test_a_title_stays_in_the_portal_where_an_item_far_above_is_kept_inside(mofa, mofa_staff):
    meeting = MeetingFactory(lead_ministry=mofa, handling=Handling.PUBLIC)
    top = AgendaItemFactory(meeting=meeting)
    item = AgendaItemFactory(meeting=meeting, parent=top, ancestors=[top.pk], handling=Handling.PUBLIC)
    action = ActionFactory(meeting=meeting, item=item, handling=Handling.PUBLIC)
    assert not ActionsDue().cards(mofa_staff, [action.pk])[action.pk].open_title
    top.handling = Handling.PUBLIC
    top.save()
    assert ActionsDue().cards(mofa_staff, [action.pk])[action.pk].open_title
