"""The two-page brief: two pages whatever there is, each line with its source, cut to its maker and to its readers."""

import io
import re
from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from accounts.handling import Handling
from accounts.handouts import Audience, Handout
from accounts.models import AccessGroupMember, Act, AuditEntry
from diplomacy.papers import pages_used
from partners.brief.make import brief_of, make_brief
from partners.brief.sections import Gathered, Line, Part, Section
from partners.brief.sheet import sheet_of
from partners.brief.wording import clipped, shortened
from partners.models import AcademicAgreement, Base, IndicatorValue, Project
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory
from tests.factories.partners import (
    AcademicAgreementFactory,
    AgreementFactory,
    OrganisationFactory,
    PartnerFactory,
    PersonFactory,
    PostFactory,
    ProjectFactory,
    RelationFactory,
    RiskFactory,
    SecondmentFactory,
    StanceFactory,
    ThemeFactory,
)
from tests.papers.reading import READERS, pdf_pages, squeezed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def france(mofa):
    return PartnerFactory(
        name_ja="フランス", name_en="France", capital_ja="パリ", capital_en="Paris", desk=mofa, source="policy-paper"
    )


def made(partner, actor, **wish):
    return make_brief(partner, Handout(**wish), actor=actor, now=NOW)


def text_of(brief):
    return squeezed(READERS[brief.name.rpartition(".")[2]](brief.content))


def fill(partner, mofa, times=1, word="日仏", **handled):
    """So many of everything. `handled` are the fields of the rows that have a level."""
    series = SeriesFactory(host_partner=partner)
    body = OrganisationFactory(kind="agency", name_ja=f"{word}機関", name_en="CNRS")
    for number in range(times):
        for day in (date(2026, 12, 4), date(2025, 12, 4)):
            names = {"title_ja": f"{word}委員会{number}", "title_en": f"{word} committee {number}"}
            meeting = MeetingFactory(series=series, start_date=day, lead_ministry=mofa, **names, **handled)
            AgendaItemFactory(meeting=meeting, title_ja=f"{word}議題", title_en=f"{word} item", **handled)
            DecisionFactory(meeting=meeting, text_ja=f"{word}決定", text_en=f"{word} decision", **handled)
            for side in ("ours", "theirs"):
                titles = {"title_ja": f"{word}行動", "title_en": f"{word} action"}
                ActionFactory(meeting=meeting, side=side, responsible=mofa, due_on=day, **titles, **handled)
        AgreementFactory(
            partner=partner,
            name_ja=f"{word}協定{number}",
            name_en=f"{word} agreement {number}",
            signed_on=date(1991, 6, 5),
            signed_precision="day",
            expires_on=date(2027, 3, 31),
            source="https://www.mofa.go.jp/mofaj/gaiko/technology/nikoku/ja_fr.html",
            source_date=date(2026, 10, 3),
        )
        person = PersonFactory(partner=partner, name_ja=f"{word}部長{number}", name_en=f"{word} head", **handled)
        PostFactory(person=person, organisation=body, title_ja="部長", starts_on=date(2024, 4, 1))
        SecondmentFactory(partner=partner, person=person, to_organisation=body, **handled)
        theme = ThemeFactory(name_ja=f"量子{number}", name_en=f"Quantum {number}")
        reasons = {"reason_ja": f"{word}理由" * 200, "reason_en": "reason " * 200}
        stance = StanceFactory(partner=partner, theme=theme, **reasons, **handled)
        RiskFactory(stance=stance, text_ja=f"{word}流出", text_en=f"{word} leak", **handled)
    RelationFactory(partner=partner, reason_ja=f"{word}だから" * 300, reason_en="because " * 200, **handled)


def fill_facts(partner, projects=200, agreements=20):
    """What is public, and long."""
    body = OrganisationFactory(kind="university", name_ja="東京大学", name_en="University of Tokyo")
    titles = {"title_ja": "量子計測の国際共同研究" * 10, "title_en": "Joint research on quantum measurement " * 6}
    rows = [Project(programme="SATREPS", fiscal_year=2000 + n % 25, **titles) for n in range(projects)]
    Project.objects.bulk_create(rows)
    links = Project.partners.through
    links.objects.bulk_create(links(project_id=row.pk, partner_id=partner.pk) for row in rows)
    names = {"counterpart_ja": "パリ・サクレー大学", "counterpart_en": "Paris-Saclay University"}
    AcademicAgreement.objects.bulk_create(
        AcademicAgreement(partner=partner, organisation=body, signed_on=date(2020, 4, 1), **names)
        for _n in range(agreements)
    )
    Base.objects.bulk_create(
        Base(
            name_ja=f"パリ拠点{n}",
            name_en=f"Paris base {n}",
            organisation=body,
            country=partner,
            kind="office",
            city="Paris",
        )
        for n in range(agreements)
    )
    for year, value in ((2017, "2.20"), (2022, "2.23")):
        IndicatorValue.objects.create(
            partner=partner, year=year, indicator="gerd_pct_gdp", value=value, source="https://data.worldbank.org/x"
        )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_however_much_there_is_it_stands_on_two_pages(france, mofa, mofa_staff, language):
    fill(france, mofa, times=20)
    fill_facts(france)
    brief = made(france, mofa_staff, language=language)
    pages = pdf_pages(brief.content)
    assert len(pages) == 2
    assert all(("政府部内限り" if language == "ja" else "Government only") in page for page in pages)
    assert brief.content == made(france, mofa_staff, language=language).content
    sheet, paper = brief_of(france, Handout(language=language), actor=mofa_staff, now=NOW)
    assert pages_used(paper) > 1.8
    projects = next(part for part in sheet.shown if part.label in ("案件", "Projects"))
    assert len(projects.lines) + int(re.search(r"\d+", projects.rest)[0]) == 201


def test_in_japanese_dates_are_in_reiwa_and_each_line_has_its_source(france, mofa, mofa_staff):
    fill(france, mofa)
    fill_facts(france, projects=3, agreements=1)
    for form in ("pdf", "docx"):
        text = text_of(made(france, mofa_staff, form=form))
        for words in (
            "フランスとの科学技術協力（概要）",
            "令和8年11月24日（火）",
            "政府部内限り",
            "担当府省外務省",
            "予定日仏委員会0（令和8年12月4日（金）",
            "前回日仏委員会0（令和7年12月4日（木）",
            "議題:日仏議題",
            "あと4か月で満了日仏協定0（平成3年6月5日署名、有効）",
            "出典:www.mofa.go.jp/mofaj/gaiko/technology/nikoku/ja_fr.html令和8年10月3日確認",
            "出典:政策文書（科学技術外交）",
            "出典:本ポータル",
            "段階別の件数研究3",
            "令和4年（2022年）に2.23。平成29年（2017年）の2.2から増",
            "出典:data.worldbank.org/x",
            "学術交流協定",
            "海外拠点",
            "「関係者限り」の記録は、この文書に載せていません。",
        ):
            assert words in text, words
        assert "記録のない項目" not in text


def test_every_line_of_the_sheet_has_a_source(france, mofa, mofa_staff):
    fill(france, mofa, times=2)
    fill_facts(france, projects=2, agreements=2)
    sheet, _paper = brief_of(france, Handout(), actor=mofa_staff, now=NOW)
    assert sheet.lines > 15
    assert all(line.source for part in sheet.shown for line in part.lines)


def test_a_docx_opens_in_word_with_its_headings(france, mofa, mofa_staff):
    fill(france, mofa)
    brief = made(france, mofa_staff, form="docx", language="en")
    document = Document(io.BytesIO(brief.content))
    headings = [line.text for line in document.paragraphs if line.style.name == "Heading 1"]
    assert headings[:3] == ["The relation at a glance", "Meetings Government only", "Recent decisions Government only"]
    assert brief.name.startswith("【Government only】France")


def test_the_audience_decides_what_is_in_it(france, mofa, mofa_staff, french_embassy, german_embassy):
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=mofa_staff)
    for level in Handling.values:
        fill(
            france, mofa, word=level, handling=level, owner=mofa, access_group=group if level == "restricted" else None
        )
    kept = (StanceFactory, RiskFactory, PersonFactory, RelationFactory, SecondmentFactory)
    for rows in (*kept, MeetingFactory, AgendaItemFactory, DecisionFactory, ActionFactory):
        for row in rows._meta.model.objects.filter(handling=Handling.SHARED):
            row.shared_with.add(french_embassy)
    AgendaItemFactory._meta.model.objects.filter(handling=Handling.GOVERNMENT).update(title_ja="canary")

    def found(**wish):
        brief = made(france, mofa_staff, **wish)
        text = text_of(brief)
        return (
            {level for level in Handling.values if f"{level}部長" in text or f"{level}理由" in text},
            text,
            brief.name,
        )

    public, text, name = found(audience=Audience.PUBLIC)
    assert public == {"public"}
    assert name.startswith("【公開】")
    assert not any(
        word in text
        for word in (
            "担当府省",
            "shared理由",
            "canary",
            "restricted委員会",
            "government委員会",
            "shared決定",
            "shared行動",
            "shared流出",
        )
    )
    shared, text, name = found(audience=Audience.SHARED, recipient=french_embassy)
    assert shared == {"public", "shared"}
    assert name.startswith("【共有先限り】")
    assert not any(word in text for word in ("担当府省", "canary", "restricted委員会", "government委員会"))
    assert found(audience=Audience.SHARED, recipient=german_embassy)[0] == {"public"}
    inside, text, name = found(audience=Audience.GOVERNMENT)
    assert inside == {"public", "shared", "government"}
    assert name.startswith("【政府部内限り】")
    for word in ("restricted委員会", "restricted決定", "restricted行動", "restricted流出"):
        assert word not in text
    assert "「共有先限り」の記録を含みます。" in text


def test_it_holds_no_more_than_its_maker_sees(france, mofa, mofa_staff, council_member, french_attache, german_embassy):
    fill(france, mofa, word="canary", handling=Handling.RESTRICTED, owner=mofa, access_group=AccessGroupFactory())
    fill(france, mofa, word="inside", handling=Handling.GOVERNMENT, owner=mofa)
    text = text_of(made(france, council_member))
    assert "insideだから" in text
    assert "canaryだから" not in text
    assert "canary委員会" not in text
    assert "canary部長" not in text
    own = {"audience": Audience.SHARED, "recipient": french_attache.organisation}
    text = text_of(made(france, french_attache, **own))
    assert "inside協定" in text
    for word in ("insideだから", "inside委員会", "inside部長", "inside理由", "canary委員会", "スタンス", "担当府省"):
        assert word not in text
    for wish in ({"audience": Audience.GOVERNMENT}, {"audience": Audience.SHARED, "recipient": german_embassy}):
        with pytest.raises(ValidationError):
            made(france, french_attache, **wish)


def test_decisions_debts_of_both_sides_risks_and_the_next_session_stand_in_it(france, mofa, mofa_staff):
    fill(france, mofa, handling=Handling.GOVERNMENT, owner=mofa)
    sheet, _paper = brief_of(france, Handout(), actor=mofa_staff, now=NOW)
    shown = {one.label: one.lines for one in sheet.shown}
    assert [line.text for line in shown["最近の決定"]] == ["日仏決定", "日仏決定"]
    assert shown["最近の決定"][0].source.startswith("日仏委員会0")
    ours, theirs = (shown[f"対応中の行動（{side}）"] for side in ("日本側", "相手側"))
    assert [line.label for line in ours] == ["期限超過", ""]
    assert ours[1].text == theirs[1].text == "日仏行動（外務省、期限令和8年12月4日）"
    assert [line.text for line in shown["リスク"]] == ["知的財産、日仏流出"]
    (series,) = shown["会合シリーズ"]
    assert "次回令和8年12月4日" in squeezed(series.text)
    assert "前回令和7年12月4日" in squeezed(series.text)
    assert series.handling == Handling.GOVERNMENT


def test_what_is_only_counted_raises_the_marking(mofa):
    class Some(Section):
        name, label, order, most = "some", "項目", 1, 5

        def gather(self, partner, reading, today):
            return Gathered()

    line = Line("公開の行", "出典", handling=Handling.PUBLIC)
    whole = sheet_of([Part(Some(), Gathered([line], 1, Handling.PUBLIC))], 9, inside=True)
    cut = sheet_of([Part(Some(), Gathered([line], 3, Handling.GOVERNMENT))], 9, inside=True)
    assert (whole.level, whole.shown[0].rest) == (Handling.PUBLIC, "")
    assert (cut.level, cut.shown[0].rest) == (Handling.GOVERNMENT, "ほか2件 [政府部内限り]")


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize(
    "text", ['#read("/etc/passwd")', "*星* _線_ $x$ @ref <b>", "{{ 7*7 }}{% now %}", "/Type /Page ]]>"]
)
def test_hostile_text_stands_as_it_is(france, mofa, mofa_staff, form, text):
    france.name_ja = text
    france.save()
    AgreementFactory(partner=france, name_ja=text, source=text)
    found = text_of(made(france, mofa_staff, form=form))
    assert found.count(squeezed(text)) >= 3


@pytest.mark.parametrize("language", ["ja", "en"])
def test_without_any_record_it_says_so(mofa_staff, language):
    nowhere = PartnerFactory(name_ja="某国", name_en="Nowhere")
    text = text_of(made(nowhere, mofa_staff, language=language))
    names = "記録のない項目:会合、最近の決定" if language == "ja" else "Norecordson:Meetings,Recentdecisions"
    assert names in text


def test_the_file_is_taken_from_the_page_and_goes_into_the_audit(client, france, mofa, mofa_staff, french_embassy):
    fill(france, mofa)
    client.force_login(mofa_staff)
    page = client.get(reverse("partners:brief", args=[france.pk]))
    assert page.status_code == 200
    assert "日仏委員会0" in page.content.decode()
    assert not AuditEntry.objects.filter(act=Act.EXPORTED).exists()
    query = {"language": "ja", "audience": "government", "form": "docx"}
    answer = client.get(reverse("partners:brief_file", args=[france.pk]), query)
    assert answer.status_code == 200
    assert "【政府部内限り】フランスとの科学技術協力（概要）.docx" in unquote(answer["Content-Disposition"])
    assert answer["Cache-Control"] == "private, no-store"
    facts = AuditEntry.objects.get(act=Act.EXPORTED).detail
    assert (facts["paper"], facts["format"], facts["audience"], facts["highest"]) == (
        *("brief", "docx", "government", "government"),
    )
    assert facts["rows"] > 5


def test_the_preview_is_in_the_language_of_the_brief(client, france, mofa, mofa_staff):
    fill(france, mofa)
    client.force_login(mofa_staff)
    query = {"language": "en", "audience": "public", "form": "pdf"}
    page = client.get(reverse("partners:brief", args=[france.pk]), query).content.decode()
    assert 'lang="en"' in page
    assert "France: brief on science and technology co-operation" in page
    assert "日仏だから" not in page


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"language": "xx", "audience": "government", "form": "pdf"},
        {"language": "ja", "audience": "restricted", "form": "pdf"},
        {"language": "ja", "audience": "shared", "form": "pdf"},
        {"language": "ja", "audience": "shared", "form": "pdf", "recipient": "\x00"},
    ],
)
def test_bad_wishes_are_refused_and_nothing_is_exported(client, france, mofa_staff, query):
    client.force_login(mofa_staff)
    answer = client.get(reverse("partners:brief_file", args=[france.pk]), query)
    assert answer.status_code == 400
    assert not AuditEntry.objects.filter(act=Act.EXPORTED).exists()


def test_an_attache_sees_their_own_brief_and_may_not_ask_for_more(client, france, mofa, french_attache):
    fill(france, mofa, word="inside", handling=Handling.GOVERNMENT, owner=mofa)
    client.force_login(french_attache)
    page = client.get(reverse("partners:brief", args=[france.pk])).content.decode()
    assert "inside agreement 0" in page
    assert "inside committee" not in page
    assert "because" not in page
    assert "Government" not in page
    query = {"language": "ja", "audience": "government", "form": "pdf"}
    assert client.get(reverse("partners:brief_file", args=[france.pk]), query).status_code == 400


def test_the_number_of_queries_does_not_grow(client, france, mofa, mofa_staff):
    fill(france, mofa)
    fill_facts(france, projects=1, agreements=1)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            brief_of(france, Handout(), actor=mofa_staff, now=NOW)
        return len(queries)

    one = asked()
    fill(france, mofa, times=2, owner=mofa, handling=Handling.SHARED)
    fill_facts(PartnerFactory(), projects=2, agreements=2)
    ProjectFactory.create_batch(2, partners=[france])
    AcademicAgreementFactory.create_batch(2, partner=france)
    assert asked() == one


def test_long_texts_are_cut_and_addresses_keep_their_ends():
    assert clipped("量子\n計測", 20) == "量子 計測"
    assert clipped("量子計測", 5) == "量子…"
    address = "www.mofa.go.jp/" + "a" * 80 + "/ja_fr.html"
    assert shortened(address, 40) == "www.mofa.go.jp/…" + "a" * 12 + "/ja_fr.html"
    assert len(shortened("x" * 300, 40)) == 40
