"""参加者: the tab of a meeting, its forms, what other pages and programs tell of it."""

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from meetings.actions import participants
from meetings.models import Meeting, Participant
from meetings.papers import Wish, make_paper
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partners import OrganisationFactory, PartnerFactory, PersonFactory
from tests.papers.reading import READERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(mofa):
    return MeetingFactory(series=SeriesFactory(lead_ministry=mofa), owner=mofa, title_ja="第18回合同委員会")


def tab_of(meeting):
    return reverse("meetings:participants", args=[meeting.pk])


def read(client, address):
    return client.get(address).content.decode()


def test_quick_form_adds_in_place_and_stays_on_the_side(client, meeting, mofa_staff):
    client.force_login(mofa_staff)
    address = reverse("meetings:participant_add", args=[meeting.pk])
    sent = {"quick": 1, "side": "theirs", "role": "head", "name_en": "Fiona Wells"}
    answer = client.post(address, sent, headers={"HX-Request": "true"})
    part = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in part
    assert "Fiona Wells" in part
    assert re.findall(r'value="(\w+)"[^>]*checked', part) == ["theirs"]
    assert client.post(address, {**sent, "name_en": "Eric Wells"}).status_code == 302
    assert Participant.objects.filter(side="theirs", role="head").count() == 2


@pytest.mark.parametrize("full", [False, True])
def test_faults_stand_in_the_form(client, meeting, mofa_staff, full):
    client.force_login(mofa_staff)
    sent = {"side": "ours", "role": "head", "name_ja": "\x01"} | ({} if full else {"quick": 1})
    sent |= {"attendance": "expected", "handling": "government"} if full else {}
    answer = client.post(reverse("meetings:participant_add", args=[meeting.pk]), sent)
    assert answer.status_code == 400
    assert "使えない制御文字" in answer.content.decode()
    assert not Participant.objects.exists()


def test_a_hidden_person_and_an_unknown_one_get_the_same_answer(client, meeting, mofa_staff):
    client.force_login(mofa_staff)
    hidden = PersonFactory(handling=Handling.SHARED, owner=None, name_ja="隠れた人")
    address = reverse("meetings:participant_add", args=[meeting.pk])
    told = []
    for key in (hidden.pk, "00000000-0000-0000-0000-000000000000", "nobody"):
        answer = client.post(address, {"quick": 1, "side": "ours", "role": "head", "person": str(key)})
        assert answer.status_code == 400
        assert "隠れた人" not in answer.content.decode()
        told.append(answer.context["new"].errors["person"])
    assert told[0] == told[1]
    found = client.get(reverse("meetings:people"), {"q": "隠れた人"}).json()
    assert found == []


def test_people_are_found_by_name_while_typing(client, meeting, mofa_staff):
    client.force_login(mofa_staff)
    person = PersonFactory(name_ja="エロイーズ・マルタン", partner=PartnerFactory(name_ja="フランス"))
    assert client.get(reverse("meetings:people"), {"q": "マルタン"}).json() == [
        {"value": str(person.pk), "text": "エロイーズ・マルタン（フランス）"}
    ]
    assert client.get(reverse("meetings:people"), {"q": "\0" * 5000}).json() == []


def test_form_offers_the_people_of_the_host(client, meeting, mofa_staff):
    near = PersonFactory(partner=PartnerFactory())
    far = PersonFactory()
    meeting.series.host_partner = near.partner
    meeting.series.save()
    client.force_login(mofa_staff)
    page = read(client, tab_of(meeting))
    assert str(near.pk) in page
    assert str(far.pk) not in page
    sent = {"quick": 1, "side": "theirs", "role": "head", "person": str(far.pk)}
    assert client.post(reverse("meetings:participant_add", args=[meeting.pk]), sent).status_code == 302


def test_two_editors_meet_with_both_texts(client, meeting, mofa_staff):
    row = ParticipantFactory(meeting=meeting, title_ja="はじめ")
    participants.edit_participant(row.pk, changes={"title_ja": "相手の文"}, seen_version=1, actor=mofa_staff)
    client.force_login(mofa_staff)
    sent = {"version": 1, "title_ja": "自分の文", "initial-title_ja": "はじめ", "only": "title_ja"}
    answer = client.post(reverse("meetings:participant_edit", args=[row.pk]), sent)
    assert answer.status_code == 409
    assert "相手の文" in answer.content.decode()
    assert "自分の文" in answer.content.decode()


def test_steps_in_precedence_and_a_stale_one_is_refused(client, meeting, mofa_staff):
    first, second = ParticipantFactory.create_batch(2, meeting=meeting)
    client.force_login(mofa_staff)
    address = reverse("meetings:participant_order", args=[meeting.pk])
    seen = {"side": "ours", "seen": [first.pk, second.pk]}
    assert client.post(address, {**seen, "down": first.pk}).status_code == 302
    assert list(Participant.objects.order_by("position")) == [second, first]
    assert client.post(address, {**seen, "up": second.pk}).status_code == 409
    for wrong in ({"seen": ["x"]}, {**seen, "up": "x"}, {"seen": [first.pk], "up": second.pk}):
        assert client.post(address, wrong).status_code == 400
    now = {"side": "ours", "seen": [second.pk, first.pk]}
    assert client.post(address, {**now, "up": second.pk}).status_code == 302
    assert list(Participant.objects.order_by("position")) == [second, first]


def test_bin_brings_back(client, meeting, mofa_staff):
    row = ParticipantFactory(meeting=meeting, name_ja="野々村 葵")
    client.force_login(mofa_staff)
    client.post(reverse("meetings:participant_delete", args=[row.pk]), {"version": 1})
    assert "野々村 葵" not in read(client, tab_of(meeting))
    assert "野々村 葵" in read(client, reverse("meetings:participant_bin", args=[meeting.pk]))
    client.post(reverse("meetings:participant_restore", args=[row.pk]), {"version": 2})
    assert "野々村 葵" in read(client, tab_of(meeting))


def test_embassy_reads_rows_without_the_note_and_without_what_is_missing(client, meeting, french_attache):
    Meeting.objects.filter(pk=meeting.pk).update(handling=Handling.PUBLIC)
    ParticipantFactory(meeting=meeting, name_en="Eric Saint-Jean", handling=Handling.PUBLIC, note="席を離す")
    ParticipantFactory(meeting=meeting, name_en="Inside Only", role="head")
    client.force_login(french_attache)
    page = read(client, tab_of(meeting))
    assert "Eric Saint-Jean" in page
    for hidden in ("Inside Only", "席を離す", "not settled"):
        assert hidden not in page
    told = client.get("/api/v1/participants/").json()["results"]
    assert ([row["name_en"] for row in told], "note" in told[0]) == (["Eric Saint-Jean"], False)


def test_preparation_says_whether_the_delegation_is_set(client, meeting, mofa_staff):
    client.force_login(mofa_staff)
    page = reverse("meetings:detail", args=[meeting.pk])
    step = client.get(page).context["steps"][-1]
    assert (step.label, step.value, step.done) == ("代表団", "未定", False)
    ParticipantFactory(meeting=meeting, role="head")
    assert client.get(page).context["steps"][-1].done


def test_desk_asks_for_a_delegation_when_the_meeting_is_near(client, mofa, mofa_staff):
    today = timezone.localdate()
    series = SeriesFactory(lead_ministry=mofa)
    near, far = (
        MeetingFactory(series=series, lead_ministry=mofa, start_date=today + timedelta(days=days)) for days in (10, 40)
    )
    client.force_login(mofa_staff)
    page = read(client, reverse("home"))
    assert f'href="{tab_of(near)}"' in page
    assert tab_of(far) not in page
    ParticipantFactory(meeting=near, role="head")
    assert tab_of(near) not in read(client, reverse("home"))


def test_person_page_and_search_lead_to_the_meeting(client, meeting, mofa_staff, officer):
    person = PersonFactory(name_ja="カーター")
    row = ParticipantFactory(meeting=meeting, person=person, side="theirs", role="head")
    ParticipantFactory(meeting=meeting, name_ja="瀬戸口 修")
    hidden = ParticipantFactory(
        meeting=MeetingFactory(title_ja="隠れた会合"), person=person, handling=Handling.SHARED, owner=None
    )
    for reader in (mofa_staff, officer):
        client.force_login(reader)
        for page in (reverse("partners:person", args=[person.pk]), f"{reverse('search')}?q=カーター"):
            assert f"{tab_of(meeting)}#p-{row.pk}" in read(client, page)
            assert "隠れた会合" not in read(client, page)
            assert str(hidden.pk) not in read(client, page)
        assert tab_of(meeting) in read(client, f"{reverse('search')}?q=瀬戸口")


def test_file_holds_what_its_reader_sees_and_is_noted(client, meeting, mofa_staff, mext_staff):
    ParticipantFactory(meeting=meeting, name_ja="瀬戸口 修", role="head", note="=1+1")
    ParticipantFactory(meeting=meeting, name_ja="隠れた", handling=Handling.SHARED, owner=meeting.lead_ministry)
    ParticipantFactory(meeting=meeting, person=PersonFactory(name_ja="カーター"), side="theirs")
    client.force_login(mext_staff)
    answer = client.get(reverse("meetings:participants_export", args=[meeting.pk, "csv"]))
    rows = [row for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) if len(row) > 5]
    assert [row[4] for row in rows] == ["氏名", "瀬戸口 修", "カーター"]
    assert "隠れた" not in answer.content.decode()
    entry = AuditEntry.objects.filter(act=Act.EXPORTED).latest("pk")
    assert (entry.actor, entry.detail["rows"], entry.detail["meeting"]) == (mext_staff, 2, str(meeting.pk))
    client.force_login(mofa_staff)
    answer = client.get(reverse("meetings:participants_export", args=[meeting.pk, "xlsx"]))
    assert answer.content[:2] == b"PK"
    assert client.get(reverse("meetings:participants_export", args=[meeting.pk, "exe"])).status_code == 404


def test_paper_lists_the_delegations_for_whom_it_is_made(meeting, mofa, mofa_staff, french_embassy):
    Meeting.objects.filter(pk=meeting.pk).update(handling=Handling.PUBLIC)
    meeting.refresh_from_db()
    ParticipantFactory(meeting=meeting, name_ja="政府 内子", role="head")
    shared = ParticipantFactory(meeting=meeting, name_ja="共有 太郎", handling=Handling.SHARED, owner=mofa)
    shared.shared_with.add(french_embassy)
    ParticipantFactory(meeting=meeting, name_ja="公開 花子", handling=Handling.PUBLIC)
    on_file = PersonFactory(name_ja="登録 次郎", handling=Handling.GOVERNMENT)
    ParticipantFactory(meeting=meeting, person=on_file, handling=Handling.PUBLIC)
    wanted = {
        "government": {"政府 内子", "共有 太郎", "公開 花子", "登録 次郎"},
        "shared": {"共有 太郎", "公開 花子"},
        "public": {"公開 花子"},
    }
    for audience, names in wanted.items():
        recipient = french_embassy if audience == "shared" else None
        wish = Wish(form="docx", audience=audience, recipient=recipient)
        text = READERS["docx"](make_paper(meeting, wish, actor=mofa_staff, now=timezone.now()).content)
        assert {name for name in wanted["government"] if name in text} == names


def test_create_page_proposes_our_last_delegation(client, meeting, mofa_staff):
    ParticipantFactory(meeting=meeting, name_ja="瀬戸口 修", role="head")
    client.force_login(mofa_staff)
    address = f"{reverse('meetings:create')}?series={meeting.series_id}"
    assert "瀬戸口 修" in read(client, address)
    sent = {"title_ja": "次回", "status": "tentative", "date_precision": "unknown", "time_zone": "Asia/Tokyo"}
    for chosen, expected in ((None, []), ("on", ["瀬戸口 修"])):
        client.post(address, {**sent, **({"delegation": chosen} if chosen else {}), "title_ja": f"次回{chosen}"})
        made = Meeting.objects.get(title_ja=f"次回{chosen}")
        assert list(made.participants.values_list("name_ja", flat=True)) == expected
        made.delete()


# --- API -----------------------------------------------------------------------------------------------------------


def send(client, method, address, body, **headers):
    call = getattr(client, method)
    return call(address, json.dumps(body), content_type="application/json", headers=headers)


def test_api_writes_by_the_pages_rules(client, meeting, mofa_staff, mofa):
    client.force_login(mofa_staff)
    body = {"meeting": str(meeting.pk), "name_ja": "瀬戸口 修", "role": "head", "organisation": str(mofa.pk)}
    made = send(client, "post", "/api/v1/participants/", body)
    assert made.status_code == 201
    twin = send(client, "post", "/api/v1/participants/", body)
    assert (twin.status_code, twin.json()["errors"][0]["field"]) == (400, "name_ja")
    address = f"/api/v1/participants/{made.json()['id']}/"
    change = {"attendance": "attended"}
    assert send(client, "patch", address, change).status_code == 428
    assert send(client, "patch", address, change, **{"If-Match": '"stale"'}).status_code == 412
    saved = send(client, "patch", address, change, **{"If-Match": made["ETag"]})
    assert (saved.status_code, saved.json()["attendance"]) == (200, "attended")
    gone = client.delete(address, headers={"If-Match": saved["ETag"]})
    assert gone.status_code == 200
    assert client.get(address).status_code == 404
    assert client.post(f"{address}restore/", headers={"If-Match": gone["ETag"]}).status_code == 200
    assert client.get("/api/v1/participants/", {"role": "head", "q": "瀬戸口"}).json()["results"][0]["id"] in address


def test_api_refuses_a_stale_order_of_precedence(client, meeting, mofa_staff):
    first, second = (str(one.pk) for one in ParticipantFactory.create_batch(2, meeting=meeting))
    client.force_login(mofa_staff)
    address = f"/api/v1/meetings/{meeting.pk}/precedence/"
    body = {"side": "ours", "seen": [first, second], "order": [second, first]}
    assert send(client, "post", address, body).status_code == 204
    assert send(client, "post", address, body).status_code == 412
    listed = client.get("/api/v1/participants/", {"meeting": str(meeting.pk)}).json()["results"]
    assert [row["id"] for row in listed] == [second, first]


@pytest.mark.parametrize("place", ["tab", "person", "list", "home"])
def test_as_many_queries_of_three_rows_as_of_one(client, mofa, mofa_staff, place, django_assert_max_num_queries):
    client.force_login(mofa_staff)
    person, series = PersonFactory(), SeriesFactory(lead_ministry=mofa)
    meeting = MeetingFactory(series=series, lead_ministry=mofa)
    today, counts = timezone.localdate(), []
    for more in (1, 2):
        for _ in range(more):
            named = {"person": PersonFactory(), "organisation": OrganisationFactory()}
            ParticipantFactory(meeting=meeting, side="theirs", **named)
            near = MeetingFactory(series=series, lead_ministry=mofa, start_date=today + timedelta(days=5))
            ParticipantFactory(meeting=near, person=person)
        address = {
            "tab": tab_of(meeting),
            "person": reverse("partners:person", args=[person.pk]),
            "list": "/api/v1/participants/",
            "home": reverse("home"),
        }[place]
        client.get(address)
        with django_assert_max_num_queries(60) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_day_of_meeting_is_told_on_the_persons_page(client, mofa_staff):
    person = PersonFactory()
    ParticipantFactory(meeting=MeetingFactory(start_date=date(2025, 5, 1)), person=person)
    client.force_login(mofa_staff)
    assert "2025年5月1日" in read(client, reverse("partners:person", args=[person.pk]))
