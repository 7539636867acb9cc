"""The pages of a clearance: opened, read as a matrix, replied to, and led to its end."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from meetings.actions.clearance import open_round, reply
from meetings.actions.position import edit_position
from meetings.models import ClearanceReply, ClearanceRound, Position
from tests.factories.accounts import AccessGroupFactory, UserFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.positions import PositionFactory

# A Tuesday, 18:00 in Tokyo.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def meti(japan):
    return OrganisationFactory(slug="meti", name_ja="経済産業省", country=japan, kind="ministry")


@pytest.fixture
def meti_staff(meti):
    return UserFactory(organisation=meti)


@pytest.fixture
def meeting(mofa, mext):
    meeting = MeetingFactory(lead_ministry=mofa, handling=Handling.PUBLIC)
    meeting.concerned.add(mext)
    return meeting


@pytest.fixture
def own(meeting):
    item = AgendaItemFactory(meeting=meeting, title_ja="量子", handling=Handling.PUBLIC)
    return PositionFactory(item=item, line_ja="共同公募を**提案**する。")


@pytest.fixture
def of_mext(meeting, mext):
    item = AgendaItemFactory(meeting=meeting, lead_ministry=mext, title_ja="人材", handling=Handling.PUBLIC)
    return PositionFactory(item=item)


@pytest.fixture
def opened(meeting, own, of_mext, mext, meti, mofa_staff):
    return opened_by(mofa_staff, meeting, [own, of_mext], [mext, meti])


@pytest.fixture
def as_(client):
    def signed_in(person):
        client.force_login(person)
        return client

    return signed_in


def opened_by(actor, meeting, positions, ministries, **fields):
    return open_round(
        meeting.pk,
        positions=[position.pk for position in positions],
        ministries=[ministry.pk for ministry in ministries],
        **{"deadline": DEADLINE, "actor": actor, "now": NOW, **fields},
    )


def page(name, *keys):
    return reverse(f"meetings:{name}", args=keys)


def entry_page(round, position):
    return page("clearance_entry", round.pk, round.entries.open().get(position=position).pk)


def said(answer):
    return answer.content.decode()


def form_of(positions, ministries, **fields):
    return {
        "positions": [str(position.pk) for position in positions],
        "ministries": [str(ministry.pk) for ministry in ministries],
        "deadline_date": "2026-11-27",
        "deadline_time": "17:00",
        "deadline_zone": "Asia/Tokyo",
        **fields,
    }


def say(round, position, actor, kind="none", seen=0, **fields):
    entry = round.entries.open().get(position=position)
    return reply(entry.pk, kind=kind, seen_version=seen, actor=actor, now=NOW, **fields)


def edit(position, actor, text):
    version = Position.objects.get(pk=position.pk).version
    edit_position(position.item_id, changes={"line_ja": text}, seen_version=version, actor=actor)


# --- Opening -----------------------------------------------------------------------------------------------------


def test_a_round_is_opened_by_a_form(as_, meeting, own, mext, meti, mofa_staff):
    client = as_(mofa_staff)
    assert "量子" in said(client.get(page("clearance_open", meeting.pk)))
    answer = client.post(
        page("clearance_open", meeting.pk), form_of([own], [mext, meti], note="よろしく", silence_is_consent="on")
    )
    round = ClearanceRound.objects.get()
    assert answer.headers["Location"] == page("clearance_round", round.pk)
    assert (round.deadline, round.deadline_zone, round.note) == (DEADLINE, "Asia/Tokyo", "よろしく")
    assert round.silence_is_consent
    assert {ask.ministry for ask in round.asks.all()} == {mext, meti}


def test_the_ministries_of_the_meeting_come_first_and_chosen(as_, meeting, own, mext, meti, mofa_staff):
    found = said(as_(mofa_staff).get(page("clearance_open", meeting.pk)))
    boxes = re.findall(r'name="ministries" value="([^"]+)"[^>]*?( checked)?>', found)
    assert boxes[0] == (str(mext.pk), " checked")
    assert (str(meti.pk), "") in boxes
    assert str(mofa_staff.organisation_id) not in dict(boxes)


def test_what_cannot_be_put_is_not_offered_and_said_why(as_, meeting, own, opened, mofa_staff):
    blank = PositionFactory(item=AgendaItemFactory(meeting=meeting, title_ja="白紙"), line_ja="")
    found = said(as_(mofa_staff).get(page("clearance_open", meeting.pk)))
    assert str(own.pk) not in found
    assert str(blank.pk) not in found
    assert re.search(r"量子 <span class=\"soft\">協議中です", found)
    assert re.search(r"白紙 <span class=\"soft\">対処方針が未作成です", found)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"deadline_date": "2026-11-24"}, "回答期限が過ぎています"),
        ({"deadline_date": "0001-01-01"}, "期限の年を確かめて"),
        ({"deadline_date": "9999-12-31"}, "期限の年を確かめて"),
        ({"deadline_date": "x"}, "日付"),
        ({"deadline_zone": "Asia/Edo"}, "という時間帯はありません"),
        ({"deadline_date": "2027-03-28", "deadline_time": "02:30", "deadline_zone": "Europe/Paris"}, "夏時間"),
        ({"positions": []}, "必須"),
        ({"positions": ["x"]}, "正しく選択"),
        ({"ministries": []}, "必須"),
        ({"note": "制御\x07文字"}, "使えない制御文字"),
    ],
)
def test_bad_input_is_told_and_nothing_is_saved(as_, meeting, own, mext, mofa_staff, fields, words):
    answer = as_(mofa_staff).post(page("clearance_open", meeting.pk), form_of([own], [mext]) | fields)
    assert answer.status_code == 400
    assert words in said(answer)
    assert not ClearanceRound.objects.exists()


def test_a_closed_day_is_said_with_the_business_day_before(as_, meeting, own, mext, mofa_staff):
    client = as_(mofa_staff)
    sent = form_of([own], [mext], deadline_date="2026-11-29")
    found = said(client.post(page("clearance_open", meeting.pk), sent))
    assert "2026年11月29日（日）は行政機関の休日です" in found
    assert 'name="business_day" value="2026-11-27"' in found
    assert not ClearanceRound.objects.exists()
    client.post(page("clearance_open", meeting.pk), {**sent, "business_day": "2026-11-27"})
    assert ClearanceRound.objects.get().deadline == DEADLINE


def test_a_closed_day_may_be_kept(as_, meeting, own, mext, mofa_staff):
    sent = form_of([own], [mext], deadline_date="2026-11-29", on_closed_day="1")
    as_(mofa_staff).post(page("clearance_open", meeting.pk), sent)
    assert ClearanceRound.objects.get().deadline == DEADLINE + timedelta(days=2)


def test_a_ministry_without_a_position_there_opens_nothing(as_, meeting, own, meti_staff, council_member):
    for person in (meti_staff, council_member):
        for method in ("get", "post"):
            assert getattr(as_(person), method)(page("clearance_open", meeting.pk)).status_code == 403


# --- The matrix --------------------------------------------------------------------------------------------------


def test_the_matrix_says_in_words_where_everybody_stands(as_, opened, own, of_mext, mext_staff, meti_staff, mofa_staff):
    say(opened, own, meti_staff, "blocking", text="所掌と合わない。")
    found = said(as_(mofa_staff).get(page("clearance_round", opened.pk)))
    cells = re.findall(r'<td class="(\w*)" data-label="([^"]+)">(?:<a [^>]+>)?([^<]+)', found)
    assert cells[:2] == [("", "文部科学省", "未回答"), ("error", "経済産業省", "協議継続")]
    assert ("", "文部科学省", "所管") in cells
    assert "2026年11月27日（金） 17:00 東京" in found


def test_the_deadline_is_told_by_the_readers_clock_too(as_, opened, officer):
    officer.time_zone = "Europe/Paris"
    officer.save()
    assert "17:00 東京（09:00 パリ）" in said(as_(officer).get(page("clearance_round", opened.pk)))


@pytest.mark.parametrize("reader", ["french_attache", "administrator"])
def test_nobody_outside_government_reads_a_round(reader, request, as_, opened, meeting):
    client = as_(request.getfixturevalue(reader))
    for address in (page("clearance_round", opened.pk), page("clearances", meeting.pk)):
        assert client.get(address).status_code in (403, 404)


def test_of_a_round_only_what_one_sees(as_, opened, own, of_mext, meti_staff):
    Position.objects.filter(pk=own.pk).update(handling=Handling.RESTRICTED, access_group=AccessGroupFactory())
    found = said(as_(meti_staff).get(page("clearance_round", opened.pk)))
    assert "人材" in found
    assert str(opened.entries.get(position=own).pk) not in found
    assert as_(meti_staff).get(entry_page(opened, own)).status_code == 404


# --- Replying ----------------------------------------------------------------------------------------------------


def test_a_ministry_asked_replies_on_the_page_of_the_position(as_, opened, own, meti, meti_staff):
    client = as_(meti_staff)
    found = said(client.get(entry_page(opened, own)))
    assert "共同公募を<strong>提案</strong>する。" in found
    sent = {"version": "0", "initial-kind": "", "kind": "comment", "proposed": "共同公募を**検討**する。"}
    answer = client.post(entry_page(opened, own), sent)
    assert answer.headers["Location"] == page("clearance_round", opened.pk)
    assert ClearanceReply.objects.get().ministry == meti
    found = said(client.get(entry_page(opened, own)))
    assert "<del>提案</del><ins>検討</ins>" in found


def test_the_dialog_gets_the_same_without_the_page_around(as_, opened, own, meti_staff):
    found = said(as_(meti_staff).get(entry_page(opened, own), headers=HTMX))
    assert "<html" not in found
    assert 'name="kind"' in found


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "blocking"}, "協議継続とする理由"),
        ({"kind": "comment"}, "意見か修文案"),
        ({"kind": "agreed"}, "正しく選択"),
        ({}, "必須"),
        ({"kind": "none", "version": ""}, "どの版を編集したのか"),
        ({"kind": "comment", "text": "\x00"}, ""),
    ],
)
def test_a_bad_reply_is_told_and_not_saved(as_, opened, own, meti_staff, fields, words):
    answer = as_(meti_staff).post(entry_page(opened, own), {"version": "0", **fields})
    assert answer.status_code == 400
    assert words in said(answer)
    assert not ClearanceReply.objects.exists()


def test_a_ministry_not_asked_is_refused(as_, opened, own, secretariat, mofa_staff):
    for person in (secretariat, mofa_staff):
        client = as_(person)
        assert client.post(entry_page(opened, own), {"version": "0", "kind": "none"}).status_code == 403
        assert 'name="kind"' not in said(client.get(entry_page(opened, own)))
    assert not ClearanceReply.objects.exists()


def test_two_of_one_ministry_meet_in_a_conflict(as_, opened, own, meti, meti_staff):
    colleague = UserFactory(organisation=meti)
    say(opened, own, colleague, "comment", text="先の意見")
    sent = {"version": "0", "initial-kind": "", "initial-text": "", "kind": "blocking", "text": "後の意見"}
    client = as_(meti_staff)
    answer = client.post(entry_page(opened, own), sent)
    assert answer.status_code == 409
    assert "先の意見" in said(answer)
    assert "後の意見" in said(answer)
    carried = re.findall(r'<input type="hidden" name="(version|only|initial-\w+)" value="([^"]*)"', said(answer))
    merged = {"kind-choice": "mine", "kind-mine": "blocking", "text-choice": "merged", "text": "二人の意見"}
    merged |= {name: [value for key, value in carried if key == name] for name, _value in carried}
    assert client.post(entry_page(opened, own), merged).status_code == 302
    live = ClearanceReply.objects.live().get()
    assert (live.kind, live.text) == ("blocking", "二人の意見")


def test_earlier_replies_stay_readable(as_, opened, own, mofa_staff, meti_staff):
    say(opened, own, meti_staff, "comment", text="語を改める。")
    edit(own, mofa_staff, "改めた方針")
    client = as_(mofa_staff)
    client.post(page("clearance_again", opened.pk), form_of([own], []))
    found = said(client.get(entry_page(opened, own)))
    assert "改めた方針" in found
    assert "以前の回答 1件" in found
    assert "語を改める。" in found


def test_the_rest_is_agreed_to_once_asked_again(as_, opened, own, of_mext, meti_staff):
    say(opened, own, meti_staff, "comment", text="語を改める。")
    client = as_(meti_staff)
    found = said(client.get(page("clearance_rest", opened.pk)))
    entries = re.findall(r'name="entry" value="([^"]+)"', found)
    assert entries == [str(opened.entries.get(position=of_mext).pk)]
    client.post(page("clearance_rest", opened.pk), {"entry": entries})
    assert set(ClearanceReply.objects.live().values_list("kind", flat=True)) == {"comment", "none"}
    assert client.post(page("clearance_rest", opened.pk), {"entry": entries}).status_code == 400
    assert client.post(page("clearance_rest", opened.pk), {"entry": ["x"]}).status_code == 400


# --- Leading -----------------------------------------------------------------------------------------------------

LEADING = ("clearance_again", "clearance_close", "clearance_deadline", "clearance_urge", "clearance_withdraw")


@pytest.mark.parametrize("verb", LEADING)
def test_only_the_lead_leads(verb, as_, opened, mext_staff, meti_staff):
    for person in (mext_staff, meti_staff):
        assert as_(person).post(page(verb, opened.pk)).status_code == 403


def test_closing_names_what_is_not_settled(as_, opened, own, mofa_staff, meti_staff):
    say(opened, own, meti_staff)
    client = as_(mofa_staff)
    assert "まだ整っていない対処方針があります" in said(client.get(page("clearance_close", opened.pk)))
    refused = client.post(page("clearance_close", opened.pk))
    assert refused.status_code == 400
    assert "文部科学省、経済産業省" in said(refused)
    client.post(page("clearance_close", opened.pk), {"accept_unsettled": "on", "note": "期限のため"})
    opened.refresh_from_db()
    assert (opened.outcome, opened.closing_note) == ("not_cleared", "期限のため")
    assert "期限のため" in said(client.get(page("clearance_round", opened.pk)))


def test_withdrawing_needs_a_reason(as_, opened, mofa_staff):
    client = as_(mofa_staff)
    assert client.post(page("clearance_withdraw", opened.pk), {"reason": " "}).status_code == 400
    client.post(page("clearance_withdraw", opened.pk), {"reason": "議題が外れた"})
    opened.refresh_from_db()
    assert opened.outcome == "withdrawn"


def test_the_deadline_is_moved_by_who_saw_it(as_, opened, mofa_staff):
    client = as_(mofa_staff)
    later = form_of([], [], deadline_date="2026-11-30", version="1")
    assert client.post(page("clearance_deadline", opened.pk), later).status_code == 302
    opened.refresh_from_db()
    assert opened.deadline == DEADLINE + timedelta(days=3)
    assert client.post(page("clearance_deadline", opened.pk), later).status_code == 409
    past = {**later, "version": "2", "deadline_date": "2026-11-20"}
    assert client.post(page("clearance_deadline", opened.pk), past).status_code == 400


def test_what_has_not_changed_is_not_circulated_again(as_, opened, own, mofa_staff):
    answer = as_(mofa_staff).post(page("clearance_again", opened.pk), form_of([own], []))
    assert answer.status_code == 400


# --- Lists -------------------------------------------------------------------------------------------------------


def test_the_meeting_lists_its_rounds(as_, meeting, opened, meti_staff):
    found = said(as_(meti_staff).get(page("clearances", meeting.pk)))
    assert page("clearance_round", opened.pk) in found
    assert "2件に回答" in found


def test_each_side_of_the_list_has_its_rounds(as_, opened, mofa_staff, meti_staff, council_member):
    address = page("clearance_waiting")
    here = page("clearance_round", opened.pk)
    assert here in said(as_(meti_staff).get(address))
    assert here not in said(as_(mofa_staff).get(address))
    assert here in said(as_(mofa_staff).get(address, {"side": "led"}))
    assert here in said(as_(council_member).get(address))
    assert here not in said(as_(council_member).get(address, {"side": "closed"}))
    assert as_(meti_staff).get(address, {"side": "other"}).status_code == 404
    assert as_(meti_staff).get(address, {"after": "x"}).status_code == 400


def test_the_desk_says_what_is_due_and_what_is_held_up(as_, opened, clock, mofa_staff, meti_staff):
    assert "協議に回答 2件" in said(as_(meti_staff).get("/"))
    assert "協議が停滞" not in said(as_(mofa_staff).get("/"))
    clock.shift(timedelta(days=4))
    assert "協議が停滞" in said(as_(mofa_staff).get("/"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_matrix_leaves_as_a_file_with_its_handling(form, as_, opened, own, mofa_staff, meti_staff):
    say(opened, own, meti_staff, "comment", text="=語を改める")
    answer = as_(mofa_staff).get(page("clearance_export", opened.pk, form))
    assert answer.status_code == 200
    if form == "csv":
        text = answer.content.decode("utf-8-sig")
        assert text.startswith("取扱区分（この文書で最も高いもの）: 政府部内限り")
        assert "'=語を改める" in text
    assert AuditEntry.objects.filter(act=Act.EXPORTED, actor=mofa_staff).count() == 1
    assert as_(mofa_staff).get(page("clearance_export", opened.pk, "pdf")).status_code == 404


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_pages_cost_the_same_for_one_and_three(as_, meeting, mext, meti, mofa_staff):
    client = as_(mofa_staff)
    addresses = [page("clearances", meeting.pk), page("clearance_waiting") + "?side=open"]
    counted = []
    for _count in range(3):
        positions = [PositionFactory(item=AgendaItemFactory(meeting=meeting)) for _n in range(len(counted) + 1)]
        round = opened_by(mofa_staff, meeting, positions, [mext, meti])
        counted.append([queries_of(client, address) for address in [*addresses, page("clearance_round", round.pk)]])
    assert counted[0] == counted[2]
