"""The agenda's doors over HTTP: plain forms first, then what the script asks."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import AgendaItem, Draft
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.posted import posted

HTMX = {"HTTP_HX_REQUEST": "true"}
TITLES = {"title_en": "Quantum", "initial-title_ja": "量子", "initial-title_en": "Quantum"}


@pytest.fixture
def meeting(mofa, mext):
    meeting = MeetingFactory(lead_ministry=mofa)
    meeting.concerned.add(mext)
    return meeting


@pytest.fixture
def item(meeting):
    return AgendaItemFactory(meeting=meeting, title_ja="量子", title_en="Quantum")


@pytest.fixture
def desk(client, mofa_staff):
    client.force_login(mofa_staff)
    return client


def at(name, meeting, *more):
    return reverse(f"meetings:{name}", args=[meeting.pk, *more])


def test_an_item_is_added_by_a_plain_form(desk, meeting):
    answer = desk.post(
        at("agenda_add", meeting), {"title_ja": "開会", "kind": "other", "day": 1, "handling": "government"}
    )
    item = AgendaItem.objects.get()
    assert answer.url == f"{at('detail', meeting)}#i-{item.pk}"
    assert (item.title_ja, item.kind, item.owner.name_ja) == ("開会", "other", "外務省")


def test_the_quick_form_needs_a_title_only(desk, meeting):
    desk.post(at("agenda_add", meeting), {"quick": 1, "title_ja": "開会", "duration_minutes": "10"})
    assert AgendaItem.objects.get().duration_minutes == 10


def test_the_whole_form_saves_only_what_was_changed(desk, meeting, item):
    address = at("agenda_item", meeting, item.pk)
    data = posted(desk.get(address).content.decode(), address)
    AgendaItem.objects.filter(pk=item.pk).update(duration_minutes=30, version=2, field_versions={"duration_minutes": 2})
    answer = desk.post(address, {**data, "title_ja": "量子技術"})
    item.refresh_from_db()
    assert answer.status_code == 302
    assert (item.title_ja, item.duration_minutes) == ("量子技術", 30)


def test_two_texts_for_one_field_are_both_shown_and_one_is_chosen(desk, meeting, item, mext_staff, client):
    address = at("agenda_item", meeting, item.pk)
    data = posted(desk.get(address).content.decode(), address)
    client.force_login(mext_staff)
    client.post(address, {**data, "title_ja": "量子計算"})
    answer = client.post(address, {**data, "title_ja": "量子通信", "speaker": "局長"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "量子計算" in html
    assert "量子通信" in html
    assert "文部科学省" in html
    item.refresh_from_db()
    assert (item.title_ja, item.speaker) == ("量子計算", "")

    for choice, expected in (("theirs", "量子計算"), ("mine", "量子通信"), ("merged", "量子計算・通信")):
        AgendaItem.objects.filter(pk=item.pk).update(
            title_ja="量子計算", speaker="", version=2, field_versions={"title_ja": 2}
        )
        carried = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', html))
        carried |= {"only": ["title_ja", "speaker"], "title_ja-choice": choice, "title_ja": "量子計算・通信"}
        assert client.post(address, carried).status_code == 302
        item.refresh_from_db()
        assert (item.title_ja, item.speaker) == (expected, "局長")


def test_a_save_without_a_version_is_refused(desk, meeting, item):
    address = at("agenda_item", meeting, item.pk)
    data = posted(desk.get(address).content.decode(), address)
    for version in ("", "x", "9" * 30):
        answer = desk.post(address, {**data, "title_ja": "新", "version": version})
        assert answer.status_code == 400
        assert "どの版を編集したのかが分かりません" in answer.content.decode()
    item.refresh_from_db()
    assert item.title_ja == "量子"


def test_a_cell_is_edited_and_the_table_comes_back(desk, meeting, item):
    address = at("agenda_cell", meeting, item.pk, "minutes")
    assert 'name="duration_minutes"' in desk.get(address, **HTMX).content.decode()
    answer = desk.post(address, {"version": 1, "duration_minutes": "30", "initial-duration_minutes": ""}, **HTMX)
    html = answer.content.decode()
    assert html.strip().startswith('<div id="agenda"')
    assert ">30分</a>" in html


@pytest.mark.parametrize(
    ("cell", "field", "value", "message"),
    [
        ("minutes", "duration_minutes", "0", "所要時間は1分以上にしてください"),
        ("minutes", "duration_minutes", str(3 * 24 * 60), "所要時間は24時間（1440分）までです"),
        ("minutes", "duration_minutes", "十分", "整数を入力してください"),
        ("title", "title_ja", "量\x07子", "制御文字（U+0007）"),
        ("title", "title_ja", "量" * 1_000_000, "300"),
        ("kind", "kind", "nonsense", "正しく選択してください"),
        ("lead", "lead_ministry", "no-uuid", "有効なUUID"),
    ],
)
def test_bad_input_is_named_and_nothing_is_saved(desk, meeting, item, cell, field, value, message):
    data = {
        "version": 1,
        "title_ja": "量子",
        "title_en": "Quantum",
        "initial-title_ja": "量子",
        "initial-title_en": "Quantum",
    }
    answer = desk.post(at("agenda_cell", meeting, item.pk, cell), {**data, field: value}, **HTMX)
    assert answer.status_code == 400
    assert message in answer.content.decode()
    item.refresh_from_db()
    assert item.version == 1


def test_the_day_must_be_one_of_the_meeting(desk, meeting, item):
    address = at("agenda_item", meeting, item.pk)
    data = posted(desk.get(address).content.decode(), address)
    answer = desk.post(address, {**data, "day": "3"})
    assert answer.status_code == 400
    assert "この会合は1日間です" in answer.content.decode()


def test_moving_by_the_form_and_by_steps(desk, meeting, item):
    other = AgendaItemFactory(meeting=meeting, title_ja="宇宙")
    move = at("agenda_move", meeting, item.pk)
    desk.post(move, {"version": 1, "step": "down"})
    item.refresh_from_db()
    assert item.position == 2
    desk.post(move, {"version": item.version, "where": "under", "target": str(other.pk)})
    item.refresh_from_db()
    assert item.parent_id == other.pk
    refused = desk.post(at("agenda_move", meeting, other.pk), {"version": 1, "parent": str(item.pk)})
    assert refused.status_code == 400
    assert "それ自身やその下の議題の下へ" in refused.content.decode()


def test_a_stale_order_is_refused(desk, meeting, item):
    other = AgendaItemFactory(meeting=meeting)
    data = {"order": [str(other.pk), str(item.pk)], "seen": [str(item.pk), str(other.pk)]}
    assert desk.post(at("agenda_order", meeting), data, **HTMX).status_code == 200
    answer = desk.post(at("agenda_order", meeting), data, **HTMX)
    assert answer.status_code == 409
    assert "並び順が他の人により変更されています" in answer.content.decode()


def test_delete_can_be_undone_from_the_message_and_from_the_bin(desk, meeting, item):
    answer = desk.post(at("agenda_delete", meeting, item.pk), {"version": 1}, follow=True)
    undo = re.search(r'action="([^"]*restore[^"]*)"', answer.content.decode())[1]
    assert item.title_ja not in desk.get(at("detail", meeting)).content.decode()
    assert item.title_ja in desk.get(at("agenda_bin", meeting)).content.decode()
    assert desk.post(undo).status_code == 302
    assert item.title_ja in desk.get(at("detail", meeting)).content.decode()
    assert desk.post(undo).status_code == 404


def test_bulk_changes_all_or_none(desk, meeting, item, mext):
    other = AgendaItemFactory(meeting=meeting)
    chosen = [f"{item.pk}:1", f"{other.pk}:1"]
    desk.post(at("agenda_bulk", meeting), {"deed": "lead", "lead_ministry": mext.pk, "item": chosen})
    assert set(AgendaItem.objects.values_list("lead_ministry", flat=True)) == {mext.pk}
    AgendaItem.objects.filter(pk=other.pk).update(field_versions={"kind": 3}, version=3)
    answer = desk.post(at("agenda_bulk", meeting), {"deed": "kind", "kind": "report", "item": chosen})
    assert answer.status_code == 409
    item.refresh_from_db()
    assert item.kind == "discussion"
    desk.post(at("agenda_bulk", meeting), {"deed": "delete", "item": [f"{item.pk}:2", f"{other.pk}:3"]})
    assert not AgendaItem.objects.live().exists()


def test_others_changes_and_who_edits_arrive_by_polling(client, meeting, item, mofa_staff, mext_staff):
    client.force_login(mext_staff)
    client.get(at("agenda_changes", meeting), {"editing": str(item.pk)}, **HTMX)
    client.post(
        at("agenda_cell", meeting, item.pk, "title"),
        {
            "version": 1,
            "title_ja": "量子技術",
            "title_en": "Quantum",
            "initial-title_ja": "量子",
            "initial-title_en": "Quantum",
        },
    )
    client.force_login(mofa_staff)
    html = client.get(at("agenda_changes", meeting), **HTMX).content.decode()
    assert "量子技術" in html
    assert f"{mext_staff}さんが議題1を編集中" in html
    client.force_login(mext_staff)
    assert "編集中" not in client.get(at("agenda_changes", meeting), **HTMX).content.decode()


def test_a_draft_is_kept_for_its_writer_and_offered_again(client, meeting, item, mofa_staff, mext_staff):
    address = at("agenda_item", meeting, item.pk)
    client.force_login(mofa_staff)
    data = posted(client.get(address).content.decode(), address)
    key = reverse("meetings:draft", args=[f"item:{item.pk}"])
    assert client.post(key, {**data, "note": "書きかけ"}).status_code == 200
    client.force_login(mext_staff)
    assert "の下書きがあります" not in client.get(address).content.decode()
    client.force_login(mofa_staff)
    assert "の下書きがあります" in client.get(address).content.decode()
    html = client.get(address, {"draft": "restore"}).content.decode()
    assert "書きかけ" in html
    assert client.post(address, posted(html, address)).status_code == 302
    item.refresh_from_db()
    assert item.note == "書きかけ"
    assert not Draft.objects.exists()


def test_a_draft_too_large_or_with_a_bad_key_is_refused(desk, item):
    assert desk.post(reverse("meetings:draft", args=[f"item:{item.pk}"]), {"note": "長" * 300_000}).status_code == 400
    assert desk.post(reverse("meetings:draft", args=["nonsense"])).status_code == 404


def test_a_note_is_shown_without_what_could_harm(client, meeting, item, secretariat):
    AgendaItem.objects.filter(pk=item.pk).update(
        note="# 見出し\n<script>alert(1)</script>\n[x](javascript:alert(1)) **強調**"
    )
    client.force_login(secretariat)
    html = client.get(at("agenda_item", meeting, item.pk)).content.decode()
    assert "<strong>強調</strong>" in html
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


def test_pasted_lines_are_shown_as_a_tree_and_then_added(desk, meeting, mext):
    text = "1. 開会（10分）\n2. 量子\tQuantum\t40分\t文部科学省\n  (1) 現状\n  (2) 今後\n3. 閉会"
    shown = desk.post(at("agenda_paste", meeting), {"text": text})
    assert not AgendaItem.objects.exists()
    assert "読み取った議題（5件）" in shown.content.decode()
    desk.post(at("agenda_paste", meeting), {"text": text, "confirm": 1})
    tree = [
        (item.title_ja, item.level, item.duration_minutes)
        for item in AgendaItem.objects.order_by("ancestors__len", "position")
    ]
    assert tree == [("開会", 1, 10), ("量子", 1, 40), ("閉会", 1, None), ("現状", 2, None), ("今後", 2, None)]
    assert AgendaItem.objects.get(title_ja="量子").lead_ministry == mext


def test_ten_thousand_pasted_lines_are_refused(desk, meeting):
    answer = desk.post(at("agenda_paste", meeting), {"text": "議題\n" * 10_000, "confirm": 1})
    assert answer.status_code == 400
    assert "500行まで" in answer.content.decode()
    assert "10,000行" in answer.content.decode()
    assert not AgendaItem.objects.exists()


def test_who_may_not_write_is_refused_at_every_door(client, meeting, item, secretariat):
    client.force_login(secretariat)
    for name in ("agenda_add", "agenda_paste", "agenda_bin", "edit"):
        assert client.get(at(name, meeting)).status_code == 403
    for name, data in (
        ("agenda_move", {"version": 1, "step": "up"}),
        ("agenda_delete", {"version": 1}),
        ("agenda_duplicate", {}),
    ):
        assert client.post(at(name, meeting, item.pk), data).status_code == 403
    assert client.post(at("agenda_item", meeting, item.pk), {"version": 1}).status_code == 403
    assert client.get(at("agenda_item", meeting, item.pk)).status_code == 200


def test_the_bin_is_emptied_by_the_daily_task(desk, meeting, item, mofa_staff):
    from meetings.tasks import empty_bin

    desk.post(at("agenda_delete", meeting, item.pk), {"version": 1})
    AgendaItem.objects.update(deleted_at=timezone.now() - timedelta(days=31))
    Draft.objects.create(user=mofa_staff, key="x", payload={}, updated_at=timezone.now() - timedelta(days=31))
    empty_bin()
    assert not AgendaItem.objects.exists()
    assert not Draft.objects.exists()
