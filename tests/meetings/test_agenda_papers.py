"""The agenda on paper: cut to its audience and to its maker, marked, in either language, and in the audit."""

from datetime import UTC, datetime, time
from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import AccessGroupMember, Act, AuditEntry
from meetings.papers import Audience, Kind, Wish, make_paper, recipients
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.positions import PositionFactory
from tests.papers.reading import READERS, pdf_pages, squeezed

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def meeting(mofa, mext):
    meeting = MeetingFactory(
        series=SeriesFactory(lead_ministry=mofa),
        title_ja="第18回日仏合同委員会",
        title_en="Joint Committee, 18th session",
        handling=Handling.PUBLIC,
        owner=mofa,
        city="東京",
        start_time=time(9, 30),
        end_time=time(12, 0),
    )
    meeting.concerned.add(mext)
    return meeting


@pytest.fixture
def item(meeting):
    def item(title, handling=Handling.PUBLIC, **fields):
        return AgendaItemFactory(
            meeting=meeting, title_ja=title, title_en=f"{title} (EN)", handling=handling, owner=meeting.owner, **fields
        )

    return item


@pytest.fixture
def levels(item, mofa_staff, french_embassy):
    """One item of each level, the restricted one with the maker on its list; each with an item below."""
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=mofa_staff)
    rows = {
        level: item(f"{level}の議題", level, access_group=group if level == Handling.RESTRICTED else None)
        for level in Handling.values
    }
    rows[Handling.SHARED].shared_with.add(french_embassy)
    for level, row in rows.items():
        item(f"{level}の下", parent=row)
    return rows


def made(meeting, actor, **wish):
    return make_paper(meeting, Wish(**wish), actor=actor, now=NOW)


def text_of(paper):
    return squeezed(READERS[paper.name.rpartition(".")[2]](paper.content))


def found(paper):
    return {level for level in Handling.values if f"{level}の議題" in text_of(paper)}


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_audience_decides_what_is_on_the_paper(meeting, levels, mofa_staff, french_embassy, form):
    public = made(meeting, mofa_staff, form=form, audience=Audience.PUBLIC)
    shared = made(meeting, mofa_staff, form=form, audience=Audience.SHARED, recipient=french_embassy)
    government = made(meeting, mofa_staff, form=form, audience=Audience.GOVERNMENT)
    assert found(public) == {"public"}
    assert found(shared) == {"public", "shared"}
    assert found(government) == {"public", "shared", "government"}
    assert [paper.name.partition("】")[0] for paper in (public, shared, government)] == [
        "【公開",
        "【共有先限り",
        "【政府部内限り",
    ]
    for paper in (public, shared):
        assert "governmentの下" not in text_of(paper)
        assert "restricted" not in text_of(paper)


def test_a_paper_holds_no_more_than_its_maker_sees(meeting, levels, mext_staff, french_attache, german_embassy):
    assert found(made(meeting, mext_staff)) == {"public", "government"}
    own = {"audience": Audience.SHARED, "recipient": french_attache.organisation}
    assert found(made(meeting, french_attache, **own)) == {"public", "shared"}
    for wish in (
        {"audience": Audience.GOVERNMENT},
        {"audience": Audience.SHARED, "recipient": german_embassy},
        {"kind": Kind.ANNOTATED, **own},
    ):
        with pytest.raises(ValidationError):
            made(meeting, french_attache, **wish)
    assert set(recipients(meeting, french_attache)) == {french_attache.organisation}


def test_a_shared_paper_needs_an_organisation_it_is_shared_with(meeting, levels, mofa_staff, german_embassy):
    for recipient in (None, german_embassy):
        with pytest.raises(ValidationError) as refusal:
            made(meeting, mofa_staff, audience=Audience.SHARED, recipient=recipient)
        assert "recipient" in refusal.value.error_dict


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.SHARED])
def test_a_meeting_inside_government_makes_no_paper_for_outside(meeting, levels, mofa_staff, french_embassy, audience):
    meeting.handling = Handling.GOVERNMENT
    meeting.save()
    with pytest.raises(ValidationError, match="政府部内限り"):
        made(meeting, mofa_staff, audience=audience, recipient=french_embassy)


def test_a_restricted_meeting_is_on_no_paper(meeting, mofa_staff):
    meeting.handling, meeting.access_group = Handling.RESTRICTED, AccessGroupFactory()
    meeting.save()
    AccessGroupMember.objects.create(group=meeting.access_group, user=mofa_staff)
    with pytest.raises(ValidationError, match="関係者限り"):
        made(meeting, mofa_staff)


def test_the_paper_says_what_it_left_out_and_what_it_holds(meeting, levels, mofa_staff, mext_staff):
    with_shared, without = text_of(made(meeting, mofa_staff)), text_of(made(meeting, mext_staff))
    for text in (with_shared, without):
        assert "「関係者限り」の議題、対処方針、参加者は、この文書に載せていません。" in text
    assert "「共有先限り」の記録を含みます。" in with_shared
    assert "「共有先限り」の記録を含みます。" not in without


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_programme_in_japanese_dates_in_reiwa(meeting, item, mofa_staff, mext, form):
    item("開会", duration_minutes=10)
    parent = item("量子", duration_minutes=40, lead_ministry=mext, speaker="審議官")
    item("基礎研究", parent=parent)
    text = text_of(made(meeting, mofa_staff, form=form))
    for words in (
        "第18回日仏合同委員会議事次第",
        "JointCommittee,18thsession",
        "令和8年11月24日（火）",
        "令和8年12月4日（金）09:30–12:00（東京時間）",
        "外務省",
        "文部科学省",
        "審議官",
    ):
        assert words in text
    assert text.index("09:30開会") < text.index("09:40量子") < text.index("2.1")


def test_the_programme_in_english(meeting, item, mofa_staff):
    item("開会")
    paper = made(meeting, mofa_staff, language="en", form="docx")
    text = READERS["docx"](paper.content)
    assert "Joint Committee, 18th session: agenda" in text
    assert "Fri 4 December 2026" in text
    assert "開会 (EN)" in text
    assert paper.name.startswith("【Public】")


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_annotated_agenda_has_the_positions(meeting, item, mofa_staff, form):
    row, other = item("量子"), item("宇宙")
    PositionFactory(
        item=row,
        line_ja="協力を**歓迎**する。",
        points_ja="- 共同公募\n- 人材交流",
        background="昨年の合意。",
        red_lines="費用の全額負担。",
    )
    item("閉会")
    paper = made(meeting, mofa_staff, kind=Kind.ANNOTATED, form=form)
    text = text_of(paper)
    for words in ("協力を歓迎する。", "共同公募", "人材交流", "昨年の合意。", "費用の全額負担。", "案"):
        assert words in text
    assert text.count("この文書に載せる対処方針はありません。") == 2
    assert other.title_ja in text
    assert paper.name == f"【政府部内限り】第18回日仏合同委員会 対処方針.{form}"


def test_a_position_marks_the_paper_and_a_hidden_one_is_not_on_it(meeting, item, mofa_staff, mext_staff, mofa):
    hidden = PositionFactory(item=item("量子"), line_ja="陰の方針", handling=Handling.SHARED, owner=mofa)
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=mofa_staff)
    PositionFactory(item=item("核"), line_ja="名簿の方針", handling=Handling.RESTRICTED, access_group=group)
    own = made(meeting, mofa_staff, kind=Kind.ANNOTATED)
    others = made(meeting, mext_staff, kind=Kind.ANNOTATED)
    assert hidden.line_ja in text_of(own)
    assert hidden.line_ja not in text_of(others)
    assert "名簿の方針" not in text_of(own)
    assert own.name.startswith("【共有先限り】")
    assert others.name.startswith("【公開】")


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.SHARED])
def test_positions_leave_government_on_no_paper(meeting, levels, mofa_staff, french_embassy, audience):
    with pytest.raises(ValidationError):
        made(meeting, mofa_staff, kind=Kind.ANNOTATED, audience=audience, recipient=french_embassy)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_an_empty_agenda_says_so(meeting, mofa_staff, form):
    assert "この文書に載せる議題はありません。" in text_of(made(meeting, mofa_staff, form=form))


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_hostile_texts_are_only_texts(meeting, item, mofa_staff, form):
    hostile = '<script>alert(1)</script> #eval("7*7") {{ 7*7 }} #read("/etc/passwd")'
    row = item(hostile, speaker=hostile)
    PositionFactory(item=row, line_ja=hostile)
    text = text_of(made(meeting, mofa_staff, kind=Kind.ANNOTATED, form=form))
    assert text.count(squeezed(hostile)) >= 3
    assert "49" not in text


def test_the_marking_is_on_each_page_of_a_long_paper(meeting, item, mofa_staff):
    for number in range(60):
        item(f"議題{number}", Handling.GOVERNMENT)
    pages = pdf_pages(made(meeting, mofa_staff).content)
    assert len(pages) > 1
    assert all("政府部内限り" in page for page in pages)


def test_a_paper_takes_as_many_queries_for_three_items_as_for_one(meeting, item, mofa_staff):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            made(meeting, mofa_staff, kind=Kind.ANNOTATED, form="docx")
        return len(asked)

    PositionFactory(item=item("一"))
    one = queries()
    for title in ("二", "三"):
        PositionFactory(item=item(title))
    assert queries() == one


# --- The doors ---------------------------------------------------------------------------------------------------


@pytest.fixture
def staff(client, mofa_staff):
    client.force_login(mofa_staff)
    return client


def asked(meeting, **fields):
    given = {"kind": "agenda", "form": "pdf", "language": "ja", "audience": "government", **fields}
    return reverse("meetings:paper_file", args=[meeting.pk]), given


def test_the_file_and_its_entry_in_the_audit(staff, meeting, levels, mofa_staff):
    answer = staff.get(*asked(meeting))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert unquote(answer.headers["Content-Disposition"]).endswith("【政府部内限り】第18回日仏合同委員会 議事次第.pdf")
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert (entry.actor_id, entry.record_id) == (mofa_staff.pk, str(meeting.pk))
    assert entry.detail["highest"] == "government"
    assert entry.detail["rows"] == 6


@pytest.mark.parametrize(
    "fields",
    [
        {"form": "exe"},
        {"kind": "secret"},
        {"language": "xx"},
        {"audience": "restricted"},
        {"audience": "shared"},
        {"audience": "shared", "recipient": "7c9e6679-7425-40de-944b-e07fc1f90ae7"},
        {"audience": "shared", "recipient": "\x00"},
        {"audience": "public", "kind": "annotated"},
    ],
)
def test_a_wish_that_cannot_be_is_answered_on_the_page(staff, meeting, fields):
    answer = staff.get(*asked(meeting, **fields))
    assert answer.status_code == 400
    assert "入力内容を確認してください" in answer.content.decode()
    assert not AuditEntry.objects.filter(act=Act.EXPORTED).exists()


def test_the_menu_offers_what_works(client, meeting, levels, mofa_staff, french_attache):
    for person, most in ((mofa_staff, 4), (french_attache, 2)):
        client.force_login(person)
        page = client.get(reverse("meetings:detail", args=[meeting.pk])).content.decode()
        links = {part.partition('"')[0].replace("&amp;", "&") for part in page.split('href="')[1:]}
        files = [link for link in links if "/paper/file/" in link]
        assert len(files) == most
        assert [client.get(link).status_code for link in files] == [200] * most
        assert client.get(reverse("meetings:paper", args=[meeting.pk])).status_code == 200
