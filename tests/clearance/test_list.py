"""協議 across meetings as a list: narrowed, saved, paged by key, as files; each side counts what its reader sees."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import AccessGroupMember, Act, AuditEntry, SavedFilter
from meetings.actions.clearance import close_round
from meetings.actions.clearance_settling import unsettled_before
from meetings.models import ClearanceReply, ClearanceRound
from tests.clearance.rounds import NOW, opened_by, page, said
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.positions import ClearanceRoundFactory, PositionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST = page("clearance_waiting")


def found(client, **params):
    answer = client.get(LIST, params)
    assert answer.status_code == 200
    return [line.round for line in answer.context["rows"]]


@pytest.fixture
def other(mext, meti):
    """Of another meeting and lead, due three days later."""
    meeting = MeetingFactory(lead_ministry=mext, title_ja="人材交流会議")
    position = PositionFactory(item=AgendaItemFactory(meeting=meeting, title_ja="若手研究者"))
    deadline = NOW + timedelta(days=6)
    made = ClearanceRoundFactory(positions=[position], asked=[meti], lead=mext, deadline=deadline)
    ClearanceReply.objects.all().delete()
    return made


def group_of(person):
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=person)
    return group


def closed(round, actor):
    seen = [one.mark for one in unsettled_before(round, actor=actor, now=NOW)]
    return close_round(round.pk, accept_unsettled=True, seen=seen, actor=actor, now=NOW)


def test_conditions_narrow(as_, opened, other, mext, meti, mofa_staff, council_member):
    client = as_(council_member)
    assert found(client) == [opened, other]
    assert found(client, sort="-deadline") == [other, opened]
    assert found(client, lead=str(mext.pk)) == [other]
    assert found(client, series=str(opened.meeting.series_id)) == [opened]
    assert found(client, ministry=str(mext.pk)) == [opened]
    assert found(client, since=(NOW + timedelta(days=5)).date().isoformat()) == [other]
    assert found(client, until=(NOW + timedelta(days=5)).date().isoformat()) == [opened]
    assert found(client, q="人材交流") == [other]
    assert found(client, q="若手") == [other]
    assert found(client, q="量子") == [opened]
    closed(opened, mofa_staff)
    assert found(client) == [other]
    assert found(client, side="closed", state="not_cleared") == [opened]
    assert found(client, side="closed", state="cleared") == []
    assert set(found(client, side="all", state=["open", "not_cleared"])) == {opened, other}


@pytest.mark.parametrize(
    "query",
    [
        {"side": "other"},
        {"state": "x"},
        {"sort": "lead"},
        {"after": "x"},
        {"since": "2026-12-01", "until": "2026-11-01"},
        {"q": "a\0b"},
    ],
)
def test_conditions_that_cannot_be_read_are_refused(query, as_, opened, meti_staff):
    answer = as_(meti_staff).get(LIST, query)
    assert answer.status_code == 400
    assert answer.context["rows"] == []


def test_words_of_an_item_find_no_round_for_who_does_not_see_it(as_, opened, own, mofa_staff, council_member):
    own.handling, own.access_group = Handling.RESTRICTED, group_of(mofa_staff)
    own.save()
    assert found(as_(council_member), q="量子") == []
    assert found(as_(council_member), q="人材") == [opened]


def test_pages_go_by_key(as_, other, opened, meeting, mext, mofa_staff, council_member, monkeypatch):
    monkeypatch.setattr("accounts.lists.listing.PAGE_SIZE", 2)
    for _n in range(3):
        opened_by(mofa_staff, meeting, [PositionFactory(item=AgendaItemFactory(meeting=meeting))], [mext])
    client, seen, query = as_(council_member), [], ""
    for _page in range(3):
        answer = client.get(f"{LIST}?{query}")
        seen += [line.round.pk for line in answer.context["rows"]]
        query = answer.context["next"]
    assert not query
    assert seen == list(ClearanceRound.objects.order_by("deadline", "pk").values_list("pk", flat=True))


def test_the_file_says_which_side_it_is(as_, opened, other, meti_staff):
    client = as_(meti_staff)
    answer = client.get(reverse("meetings:clearance_csv"), {"q": "若手"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["取扱区分（この文書で最も高いもの）: 政府部内限り"]
    assert any("協議の見方: 回答を待たれているもの / キーワード: 若手" in cell for row in rows for cell in row)
    assert rows[-1][1] == "人材交流会議"
    assert rows[-1][-1] == str(other.pk)
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert (entry.kind, entry.detail["filters"]) == ("meetings.clearanceround", ["q"])
    assert client.get(reverse("meetings:clearance_xlsx")).content.startswith(b"PK")


def test_a_file_with_a_restricted_meeting_is_marked_restricted(as_, mofa, mofa_staff, mext):
    restricted = {"handling": Handling.RESTRICTED, "access_group": group_of(mofa_staff)}
    meeting = MeetingFactory(lead_ministry=mofa, **restricted)
    ClearanceRoundFactory(positions=[PositionFactory(item=AgendaItemFactory(meeting=meeting))], asked=[mext])
    text = as_(mofa_staff).get(reverse("meetings:clearance_csv"), {"side": "open"}).content.decode("utf-8-sig")
    assert text.startswith("取扱区分（この文書で最も高いもの）: 関係者限り")
    assert AuditEntry.objects.filter(act=Act.RESTRICTED_READ, record_id=str(meeting.pk)).exists()


def test_conditions_are_saved_and_opened(as_, meti_staff, opened, other):
    client = as_(meti_staff)
    sent = {"page": "clearances", "name": "人材", "query": "side=open&q=若手&level=x"}
    answer = client.post(reverse("accounts:save_filter"), sent)
    saved = SavedFilter.objects.get()
    assert "level" not in saved.query
    assert [line.round for line in client.get(answer.url).context["rows"]] == [other]
    assert "保存した条件" in said(client.get(LIST))
    panel = client.get(reverse("meetings:clearance_filter"), headers={"HX-Request": "true"})
    assert 'name="series"' in said(panel)


def test_the_api_takes_the_conditions_of_the_page(client, opened, other, mext, meti_staff):
    client.force_login(meti_staff)

    def ids(**params):
        return [row["id"] for row in client.get("/api/v1/clearances/", params).json()["results"]]

    assert set(ids()) == {str(opened.pk), str(other.pk)}
    assert ids(sort="deadline") == [str(opened.pk), str(other.pk)]
    assert ids(side="mine", q="若手") == [str(other.pk)]
    assert ids(lead=str(mext.pk), open="true", meeting=str(other.meeting_id)) == [str(other.pk)]
    assert client.get("/api/v1/clearances/", {"side": "x"}).status_code == 400
