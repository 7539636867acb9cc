"""The pages by which a round is opened and read as a matrix."""

import re
from datetime import timedelta

import pytest

from accounts.handling import Handling
from meetings.models import ClearanceRound, Position
from tests.clearance.rounds import DEADLINE, entry_page, form_of, page, said, say
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory
from tests.factories.positions import PositionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


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
