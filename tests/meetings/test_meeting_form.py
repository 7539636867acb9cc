"""The meeting's own form, its status, and the next session of a series."""

import re
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.handling import Handling
from diplomacy.versioned.editing import Conflict
from meetings.actions.handling import set_handling
from meetings.actions.meeting import edit_meeting
from meetings.actions.sessions import create_session
from meetings.models import AgendaItem, Meeting
from meetings.sessions import english_ordinal, propose
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def series(mofa):
    return SeriesFactory(lead_ministry=mofa, cadence_months=12)


@pytest.fixture
def meeting(series, mext):
    meeting = MeetingFactory(
        series=series, ordinal=18, title_ja="第18回合同委員会", title_en="18th Joint Committee", handling="government"
    )
    meeting.concerned.add(mext)
    return meeting


@pytest.fixture
def edit(meeting, mofa_staff):
    def edit(version=1, actor=None, **changes):
        return edit_meeting(meeting.pk, changes=changes, seen_version=version, actor=actor or mofa_staff, now=NOW)

    return edit


@pytest.mark.parametrize(
    ("changes", "grows"),
    [
        ({"start_date": date(2026, 12, 11)}, True),
        ({"city": "ワシントン"}, True),
        ({"start_time": time(9, 30)}, True),
        ({"note": "資料は後日"}, False),
    ],
)
def test_a_change_of_time_or_place_grows_the_sequence(meeting, edit, changes, grows):
    edit(**changes)
    meeting.refresh_from_db()
    assert meeting.sequence == int(grows)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"end_date": date(2026, 12, 1)}, "end_date", "終了日が開始日より前です"),
        ({"start_time": time(10), "end_time": time(9)}, "end_time", "終了時刻が開始時刻より前です"),
        ({"time_zone": "Asia/Atlantis"}, "time_zone", "という時間帯はありません"),
        ({"title_ja": "", "title_en": ""}, "title_ja", "日本語か英語の会合名"),
        ({"title_ja": "あ" * 1_000_000}, "title_ja", "300"),
        ({"city": "東\x00京"}, "city", "制御文字"),
        ({"date_precision": "unknown"}, "date_precision", "精度を"),
        ({"status": "held"}, "status", "開催日前の会合"),
    ],
)
def test_bad_input_is_named_and_nothing_is_saved(meeting, edit, changes, field, message):
    with pytest.raises(ValidationError) as refused:
        edit(**changes)
    assert message in " ".join(refused.value.message_dict[field])
    meeting.refresh_from_db()
    assert meeting.version == 1


def test_an_ordinal_twice_is_refused_among_visible_sessions_only(meeting, series, edit, mofa_staff):
    hidden = MeetingFactory(series=series, ordinal=19, handling=Handling.RESTRICTED, access_group=AccessGroupFactory())
    MeetingFactory(series=series, ordinal=20)
    edit(ordinal=19)
    with pytest.raises(ValidationError) as refused:
        edit(version=2, ordinal=20)
    assert "第20回はすでに登録されています" in str(refused.value)
    assert str(hidden) not in str(refused.value)


def test_status_moves_along_its_table_only(meeting, edit):
    edit(status="confirmed")
    edit(version=2, status="cancelled")
    with pytest.raises(ValidationError):
        edit(version=3, status="held")
    edit(version=3, status="tentative")
    meeting.refresh_from_db()
    assert (meeting.status, meeting.sequence) == ("tentative", 3)


def test_two_people_change_one_meeting(meeting, edit, mext_staff):
    edit(city="東京")
    edit(actor=mext_staff, venue="本館")
    with pytest.raises(Conflict):
        edit(actor=mext_staff, city="大阪")
    meeting.refresh_from_db()
    assert (meeting.city, meeting.venue) == ("東京", "本館")


def test_the_form_answers_a_conflict_with_both_texts(client, meeting, edit, mext_staff):
    client.force_login(mext_staff)
    address = reverse("meetings:edit", args=[meeting.pk])
    html = client.get(address).content.decode()
    initial = dict(re.findall(r'name="initial-(\w+)"(?: value="([^"]*)")?', html))
    data = {**initial, **{f"initial-{name}": value for name, value in initial.items()}, "version": 1}
    edit(city="東京")
    answer = client.post(address, {**data, "city": "大阪"})
    assert answer.status_code == 409
    assert "東京" in answer.content.decode()
    assert "大阪" in answer.content.decode()
    answer = client.post(address, {**data, "venue": "本館"})
    assert answer.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.city, meeting.venue) == ("東京", "本館")


def test_handling_is_changed_by_the_lead_ministry_and_never_locks_its_setter_out(
    meeting, mofa_staff, mext_staff, mext, french_embassy
):
    with pytest.raises(PermissionDenied):
        set_handling(meeting, handling="public", seen_version=1, actor=mext_staff)
    with pytest.raises(ValidationError):
        set_handling(meeting, handling="shared", shared_with=[french_embassy], seen_version=1, actor=mofa_staff)
    set_handling(meeting, handling="restricted", members=[mofa_staff, mext_staff], seen_version=1, actor=mofa_staff)
    assert Meeting.objects.visible_to(mext_staff).filter(pk=meeting.pk).exists()
    with pytest.raises(Conflict):
        set_handling(meeting, handling="public", seen_version=1, actor=mofa_staff)


def test_the_next_session_is_proposed_from_the_last_one(meeting, series, mofa_staff, mext):
    proposal = propose(series, mofa_staff, today=TODAY)
    assert proposal.last == meeting
    assert proposal.fields["title_ja"] == "第19回合同委員会"
    assert proposal.fields["title_en"] == "19th Joint Committee"
    assert (proposal.fields["ordinal"], proposal.fields["concerned"]) == (19, [mext.pk])
    assert (proposal.fields["start_date"], proposal.fields["date_precision"]) == (date(2027, 12, 1), "month")


def test_a_proposal_never_lies_in_the_past(meeting, series, mofa_staff):
    Meeting.objects.filter(pk=meeting.pk).update(start_date=date(2019, 3, 5))
    assert propose(series, mofa_staff, today=TODAY).fields["start_date"] == date(2027, 3, 1)


def test_a_proposal_goes_out_from_the_last_session_the_person_sees(meeting, series, mofa_staff):
    MeetingFactory(
        series=series,
        ordinal=19,
        start_date=date(2027, 12, 3),
        handling=Handling.RESTRICTED,
        access_group=AccessGroupFactory(),
    )
    assert propose(series, mofa_staff, today=TODAY).last == meeting


@pytest.mark.parametrize(("number", "text"), [(1, "1st"), (12, "12th"), (22, "22nd"), (113, "113th"), (3, "3rd")])
def test_english_ordinals(number, text):
    assert english_ordinal(number) == text


def test_a_session_copies_the_chosen_parts_of_what_the_person_sees(meeting, series, mofa, mofa_staff):
    chosen = AgendaItemFactory(
        meeting=meeting, title_ja="量子", duration_minutes=30, lead_ministry=mofa, note="前回の経緯", fate="adopted"
    )
    AgendaItemFactory(meeting=meeting, title_ja="現状", parent=chosen)
    AgendaItemFactory(meeting=meeting, title_ja="閉会")
    AgendaItemFactory(
        meeting=meeting, title_ja="秘", parent=chosen, handling=Handling.RESTRICTED, access_group=AccessGroupFactory()
    )
    fields = {"title_ja": "第19回", "start_date": date(2027, 12, 1), "date_precision": "month"}
    new = create_session(
        series, fields=fields, actor=mofa_staff, copy_from=meeting.pk, items=[chosen.pk], parts=["times"]
    )
    copies = {item.title_ja: item for item in new.agenda_items.all()}
    assert set(copies) == {"量子", "現状"}
    quantum = copies["量子"]
    assert (quantum.duration_minutes, quantum.lead_ministry, quantum.note, quantum.fate) == (30, None, "", "")
    assert copies["現状"].ancestors == [quantum.pk]


def test_a_session_is_opened_by_the_form(client, meeting, series, mofa_staff):
    AgendaItemFactory(meeting=meeting, title_ja="量子")
    address = f"{reverse('meetings:create')}?series={series.pk}"
    with time_machine.travel(NOW):
        client.force_login(mofa_staff)
        assert "第19回合同委員会" in client.get(address).content.decode()
        data = {"title_ja": "第19回合同委員会", "ordinal": 18, "status": "tentative", "date_precision": "unknown"}
        data |= {"time_zone": "Asia/Tokyo", "items": [str(AgendaItem.objects.get().pk)]}
        refused = client.post(address, data)
        assert refused.status_code == 400
        assert "第18回はすでに登録されています" in refused.content.decode()
        answer = client.post(address, {**data, "ordinal": 19})
    new = Meeting.objects.get(ordinal=19)
    assert answer.url == reverse("meetings:detail", args=[new.pk])
    assert new.agenda_items.get().title_ja == "量子"


def test_only_the_lead_ministry_and_the_secretariat_open_sessions(client, series, mext_staff, secretariat):
    address = f"{reverse('meetings:create')}?series={series.pk}"
    for user, status in ((mext_staff, 403), (secretariat, 200)):
        client.force_login(user)
        assert client.get(address).status_code == status
