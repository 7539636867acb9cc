"""The pages of the positions: the annotated agenda, a position's own page, what its readers meet of them elsewhere."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from meetings.actions.clearance import open_round
from meetings.actions.handling import set_handling
from meetings.actions.position import edit_position
from meetings.models import AgendaItem, Draft, Position
from tests.factories.accounts import AccessGroupFactory, UserFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.partners import ThemeFactory
from tests.factories.positions import PositionFactory

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting(mofa):
    return MeetingFactory(lead_ministry=mofa, handling=Handling.PUBLIC)


@pytest.fixture
def item(meeting, mext):
    return AgendaItemFactory(meeting=meeting, lead_ministry=mext, title_ja="量子", handling=Handling.PUBLIC)


@pytest.fixture
def position(item):
    return PositionFactory(item=item, line_ja="共同公募を**提案**する。")


@pytest.fixture
def as_(client):
    def signed_in(person):
        client.force_login(person)
        return client

    return signed_in


def sheet_of(meeting):
    return reverse("meetings:positions", args=[meeting.pk])


def page_of(item):
    return reverse("meetings:position", args=[item.meeting_id, item.pk])


def text_at(item, name="line_ja"):
    return reverse("meetings:position_text", args=[item.meeting_id, item.pk, name])


def said(answer):
    return answer.content.decode()


# --- Reading -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", ["mofa_staff", "mext_staff", "council_member", "officer"])
def test_the_sheet_is_read_inside_government(reader, request, as_, meeting, position):
    page = said(as_(request.getfixturevalue(reader)).get(sheet_of(meeting)))
    assert "共同公募を<strong>提案</strong>する。" in page
    assert ">案<" in page
    assert ("data-edit" in page) is (reader == "mext_staff")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_attache_meets_no_sign_of_positions(language, as_, meeting, item, position, french_attache, settings):
    client = as_(french_attache)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = said(client.get(reverse("meetings:detail", args=[meeting.pk])))
    assert "量子" in page
    for sign in ("対処方針", "position", "Position", "未作成", "Not written"):
        assert sign not in page
    assert client.get(sheet_of(meeting)).status_code == 403
    assert client.get(page_of(item)).status_code == 403
    assert "提案" not in said(client.get(reverse("search"), {"q": "共同公募"}))


def test_a_position_kept_from_the_reader_looks_unwritten(as_, meeting, item, position, mofa_staff, mext_staff):
    unwritten = said(as_(mofa_staff).get(reverse("meetings:detail", args=[meeting.pk])))
    assert "未作成" not in unwritten
    set_handling(position, handling="restricted", members=[mext_staff], seen_version=1, actor=mext_staff)
    client = as_(mofa_staff)
    assert "未作成" in said(client.get(reverse("meetings:detail", args=[meeting.pk])))
    assert "提案" not in said(client.get(sheet_of(meeting)))
    assert "まだ書かれていません" in said(client.get(page_of(item)))
    assert "1/1" not in said(client.get(reverse("meetings:detail", args=[meeting.pk])))


def test_scripts_in_markdown_do_nothing(as_, meeting, item, mofa_staff):
    evil = "<script>alert(1)</script> [読む](javascript:alert(2)) <img src=x onerror=alert(3)> ![絵](http://x/y.png)"
    PositionFactory(item=item, line_ja=evil, points_ja="<svg onload=alert(4)>")
    for page in (sheet_of(meeting), page_of(item)):
        html = said(as_(mofa_staff).get(page))
        main = html[html.index("<main") : html.index("</main")]
        for sign in ("<script>alert", 'href="javascript', "<img", "<svg onload"):
            assert sign not in main
        assert "&lt;script&gt;" in main


@pytest.mark.parametrize("page", [lambda item: sheet_of(item.meeting), page_of, text_at], ids=["sheet", "page", "text"])
def test_reading_a_restricted_position_is_audited(page, as_, item, position, mext_staff):
    set_handling(position, handling="restricted", members=[mext_staff], seen_version=1, actor=mext_staff)
    assert as_(mext_staff).get(page(item)).status_code == 200
    assert [entry.record_id for entry in AuditEntry.objects.filter(act=Act.RESTRICTED_READ)] == [str(position.pk)]


def test_openings_need_no_position(as_, meeting, position, mofa_staff):
    AgendaItemFactory(meeting=meeting, kind=AgendaItem.Kind.OTHER, title_ja="開会")
    AgendaItemFactory(meeting=meeting, title_ja="材料")
    page = said(as_(mofa_staff).get(reverse("meetings:detail", args=[meeting.pk])))
    assert "対処方針 <span" in page
    assert "1/2" in page


@pytest.mark.parametrize("address", ["detail", "positions", "positions_changes"])
def test_pages_cost_the_same_for_one_and_three(
    address, client, meeting, item, position, mext_staff, django_assert_max_num_queries
):
    client.force_login(mext_staff)
    earlier = MeetingFactory(series=meeting.series, start_date=date(2025, 12, 4))
    url = reverse(f"meetings:{address}", args=[meeting.pk])
    asked = []
    for count in (1, 3):
        while Position.objects.filter(item__meeting=meeting).count() < count:
            PositionFactory(item=AgendaItemFactory(meeting=meeting))
        while Position.objects.filter(item__meeting=earlier).count() < count:
            PositionFactory(item=AgendaItemFactory(meeting=earlier, title_ja="量子"))
        with django_assert_max_num_queries(60) as queries:
            assert client.get(url).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_agenda_costs_one_query_more_for_the_states(client, meeting, position, mofa_staff, french_attache):
    with_positions = []
    for reader in (mofa_staff, french_attache):
        client.force_login(reader)
        url = reverse("meetings:agenda_changes", args=[meeting.pk])
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url)
        with_positions.append(sum("meetings_position" in query["sql"] for query in queries))
    assert with_positions == [1, 0]


# --- Writing -----------------------------------------------------------------------------------------------------


def test_a_text_is_written_in_place(as_, meeting, item, mext_staff):
    client = as_(mext_staff)
    form = said(client.get(text_at(item), headers=HTMX))
    assert 'name="version" value="0"' in form
    answer = client.post(text_at(item), {"version": "0", "line_ja": "新しい方針", "initial-line_ja": ""}, headers=HTMX)
    assert answer.status_code == 200
    assert "新しい方針" in said(answer)
    assert 'data-saved="12:00"' in said(answer)
    assert Position.objects.get(item=item).owner == mext_staff.organisation


def test_the_page_saves_without_a_script(as_, meeting, item, position, mext_staff):
    client = as_(mext_staff)
    sent = {"version": "1", "line_ja": position.line_ja, "initial-line_ja": position.line_ja, "background": "経緯"}
    answer = client.post(page_of(item), sent)
    assert answer.headers["Location"] == f"{sheet_of(meeting)}#p-{item.pk}"
    position.refresh_from_db()
    assert (position.background, position.revision) == ("経緯", 2)


def test_another_ministry_is_refused_before_its_input_is_read(as_, item, position, mofa_staff):
    for address in (page_of(item), text_at(item)):
        assert as_(mofa_staff).post(address, {}).status_code == 403
    assert as_(mofa_staff).get(text_at(item)).status_code == 403


def test_what_is_no_text_has_no_form(as_, item, mext_staff):
    assert as_(mext_staff).get(text_at(item, "revision")).status_code == 404


@pytest.mark.parametrize("version", ["", "x", "-1", "1e3", "9" * 12])
def test_without_the_version_seen_nothing_is_saved(version, as_, item, position, mext_staff):
    answer = as_(mext_staff).post(page_of(item), {"version": version, "line_ja": "別の文"})
    assert answer.status_code == 400
    assert Position.objects.get().line_ja == position.line_ja


def test_bad_text_is_told_at_its_field(as_, item, mext_staff):
    answer = as_(mext_staff).post(text_at(item), {"version": "0", "line_ja": "制御\x07文字"}, headers=HTMX)
    assert answer.status_code == 400
    assert "使えない制御文字" in said(answer)
    assert not Position.objects.exists()


def test_a_conflict_shows_both_texts_and_takes_a_third(as_, item, position, mext, mext_staff):
    colleague = UserFactory(organisation=mext)
    edit_position(item.pk, changes={"line_ja": "先の人の文"}, seen_version=1, actor=colleague)
    client = as_(mext_staff)
    sent = {"version": "1", "initial-line_ja": position.line_ja, "line_ja": "後の人の文"}
    for headers, address in (({}, page_of(item)), (HTMX, text_at(item))):
        answer = client.post(address, sent, headers=headers)
        assert answer.status_code == 409
        assert "先の人の文" in said(answer)
        assert "後の人の文" in said(answer)
    carried = dict(
        re.findall(r'<input type="hidden" name="(version|only|initial-line_ja)" value="([^"]*)"', said(answer))
    )
    merged = {**carried, "line_ja-choice": "merged", "line_ja": "二人の文"}
    assert client.post(page_of(item), merged).status_code == 302
    assert Position.objects.get().line_ja == "二人の文"


def test_a_draft_is_kept_offered_and_discarded(as_, item, position, mext_staff, mofa_staff):
    client = as_(mext_staff)
    key = f"position:{item.pk}"
    sent = {"version": "1", "line_ja": "打ちかけの文", "initial-line_ja": position.line_ja}
    assert client.post(reverse("meetings:draft", args=[key]), sent).status_code == 200
    assert "下書きがあります" in said(client.get(page_of(item)))
    assert "打ちかけの文" in said(client.get(page_of(item), {"draft": "restore"}))
    client.post(page_of(item), sent)
    assert not Draft.objects.exists()


def test_handling_is_changed_on_its_page(as_, meeting, item, position, mext_staff):
    client = as_(mext_staff)
    address = reverse("meetings:position_handling", args=[meeting.pk, item.pk])
    assert 'value="public"' not in said(client.get(address))
    sent = {"version": "1", "handling": "restricted", "members": [str(mext_staff.pk)]}
    assert client.post(address, sent).headers["Location"] == sheet_of(meeting)
    assert Position.objects.get().handling == Handling.RESTRICTED
    assert client.post(address, {"version": "2", "handling": "public"}).status_code == 400


# --- Before, versions, history -----------------------------------------------------------------------------------


@pytest.fixture
def last_time(meeting, mofa):
    """The session before, with a position on the same matter under another title, and one on another matter."""
    before = MeetingFactory(series=meeting.series, title_ja="前回会合", start_date=date(2025, 12, 4))
    theme = ThemeFactory()
    same = AgendaItemFactory(meeting=before, title_ja="先端計算")
    same.themes.add(theme)
    AgendaItem.objects.get(meeting=meeting, title_ja="量子").themes.add(theme)
    PositionFactory(item=AgendaItemFactory(meeting=before, title_ja="海洋"), line_ja="海の話")
    return PositionFactory(item=same, line_ja="前回はこう述べた。", red_lines="譲らない")


def test_what_was_said_last_time_stands_beside(as_, meeting, item, last_time, mofa_staff):
    page = said(as_(mofa_staff).get(sheet_of(meeting)))
    assert "前回会合" in page
    assert "前回はこう述べた。" in page
    assert "海の話" not in page
    assert "この文から始める" not in page


def test_a_much_same_title_matches_without_a_theme(as_, meeting, item, mofa_staff):
    before = MeetingFactory(series=meeting.series, start_date=date(2025, 12, 4))
    PositionFactory(item=AgendaItemFactory(meeting=before, title_ja="量子 "), line_ja="題が同じ")
    PositionFactory(item=AgendaItemFactory(meeting=before, title_ja="量子力学の基礎と応用"), line_ja="題が遠い")
    page = said(as_(mofa_staff).get(page_of(item)))
    assert "題が同じ" in page
    assert "題が遠い" not in page


def test_of_earlier_positions_only_those_one_sees(as_, meeting, item, last_time, mofa_staff):
    last_time.handling, last_time.access_group = Handling.RESTRICTED, AccessGroupFactory()
    last_time.save()
    assert "前回はこう述べた。" not in said(as_(mofa_staff).get(sheet_of(meeting)))


def test_other_series_and_later_sessions_are_not_last_time(as_, meeting, item, mofa_staff):
    later = MeetingFactory(series=meeting.series, start_date=meeting.start_date + timedelta(days=30))
    for other in (later, MeetingFactory(start_date=date(2025, 1, 1))):
        PositionFactory(item=AgendaItemFactory(meeting=other, title_ja="量子"), line_ja="よその文")
    assert "よその文" not in said(as_(mofa_staff).get(sheet_of(meeting)))


def test_beginning_from_what_was_said_fills_what_is_empty(as_, item, position, last_time, mext_staff):
    page = said(as_(mext_staff).get(page_of(item), {"from": str(last_time.pk)}))
    form = page[page.index('data-draft="position"') :]
    assert re.search(r'name="line_ja"[^>]*>\s*共同公募', form)
    assert re.search(r'name="red_lines"[^>]*>\s*譲らない', form)
    position.refresh_from_db()
    assert position.red_lines == ""


def test_versions_are_listed_and_compared(as_, meeting, item, position, mofa, mext_staff):
    open_round(
        meeting.pk,
        positions=[position.pk],
        ministries=[mofa.pk],
        deadline=NOW + timedelta(days=3),
        actor=mext_staff,
        now=NOW,
    )
    edit_position(item.pk, changes={"line_ja": "共同公募を検討する。"}, seen_version=1, actor=mext_staff)
    client = as_(mext_staff)
    assert "第1版" in said(client.get(page_of(item)))
    page = said(client.get(page_of(item), {"old": "1", "new": "now"}))
    assert "<del>**提案**</del><ins>検討</ins>" in page
    assert "違いはありません" in said(client.get(page_of(item), {"old": "1", "new": "1"}))
    assert client.get(page_of(item), {"old": "9", "new": "\x00"}).status_code == 200


def test_history_names_who_changed_what(as_, meeting, item, position, mext_staff):
    as_(mext_staff).post(page_of(item), {"version": "1", "background": "経緯の説明", "initial-background": ""})
    client = as_(mext_staff)
    for address in (page_of(item), reverse("meetings:history", args=[meeting.pk])):
        page = said(client.get(address))
        assert "<ins>経緯の説明</ins>" in page
        assert str(mext_staff) in page


def test_changes_answer_with_papers_only_when_something_changed(as_, meeting, item, position, mext_staff, mofa_staff):
    client = as_(mofa_staff)
    token = re.search(r'id="positions" data-token="(\w+)"', said(client.get(sheet_of(meeting))))[1]
    address = reverse("meetings:positions_changes", args=[meeting.pk])
    assert 'class="paper"' not in said(client.get(address, {"token": token}))
    edit_position(item.pk, changes={"line_ja": "改めた"}, seen_version=1, actor=mext_staff)
    assert "改めた" in said(client.get(address, {"token": token}))


# --- Elsewhere ---------------------------------------------------------------------------------------------------


def test_the_desk_tells_the_ministry_what_is_unwritten(as_, meeting, item, mext_staff, mofa_staff):
    page = said(as_(mext_staff).get("/"))
    assert "対処方針が未作成" in page
    assert sheet_of(meeting) in page
    assert "対処方針が未作成" not in said(as_(mofa_staff).get("/"))
    PositionFactory(item=item)
    assert "対処方針が未作成" not in said(as_(mext_staff).get("/"))


def test_search_finds_texts_and_titles_for_who_may(as_, meeting, item, position, mofa_staff, council_member):
    for person in (mofa_staff, council_member):
        for words in ("共同公募", "量子"):
            page = said(as_(person).get(reverse("search"), {"q": words}))
            assert f"{sheet_of(meeting)}#p-{item.pk}" in page
    set_handling(
        position,
        handling="restricted",
        seen_version=1,
        actor=UserFactory(organisation=item.lead_ministry),
    )
    assert f"#p-{item.pk}" not in said(as_(mofa_staff).get(reverse("search"), {"q": "共同公募"}))
