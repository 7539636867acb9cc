import pytest
from django.urls import reverse

from accounts.handling import Handling
from diplomacy.search.marks import marked
from partners.models import Agreement, Organisation, Project
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.partners import OrganisationFactory, PartnerFactory

pytestmark = pytest.mark.django_db
SEARCH = reverse("search")


def found(client, **params):
    response = client.get(SEARCH, params)
    assert response.status_code == 200
    return {group["name"]: [str(hit["title"]) for hit in group["hits"]] for group in response.context["groups"]}


def test_finds_every_kind(client, mext_staff):
    MeetingFactory(title_ja="量子会合")
    AgendaItemFactory(title_ja="量子センサー", meeting=MeetingFactory(title_ja="合同委員会"))
    SeriesFactory(name_ja="量子対話")
    country = PartnerFactory(name_ja="量子国")
    OrganisationFactory(name_ja="量子研究所", kind=Organisation.Kind.RESEARCH_INSTITUTE)
    Agreement.objects.create(name_ja="量子協定", partner=country, status=Agreement.Status.SIGNED)
    Project.objects.create(title_ja="量子案件", programme="SATREPS")
    client.force_login(mext_staff)
    assert found(client, q="量子") == {
        "meetings": ["<mark>量子</mark>会合"],
        "agenda_items": ["<mark>量子</mark>センサー"],
        "series": ["<mark>量子</mark>対話"],
        "partners": ["<mark>量子</mark>国"],
        "organisations": ["<mark>量子</mark>研究所"],
        "agreements": ["<mark>量子</mark>協定"],
        "projects": ["<mark>量子</mark>案件"],
    }
    assert found(client, q="量子", kind="series") == {"series": ["<mark>量子</mark>対話"]}


@pytest.mark.parametrize(
    ("title", "query"), [("極域研究", "極域"), ("米国との協議", "米"), ("AI対話", "ａｉ"), ("センサー", "ｾﾝｻｰ")]
)
def test_short_words_and_other_letters_are_found(client, mext_staff, title, query):
    MeetingFactory(title_ja=title)
    client.force_login(mext_staff)
    assert len(found(client, q=query)["meetings"]) == 1


def test_hidden_rows_are_neither_found_nor_counted(client, french_attache, mext_staff):
    public = MeetingFactory(title_en="Quantum one", handling=Handling.PUBLIC)
    for n in range(8):
        MeetingFactory(title_en=f"Quantum undisclosed {n}")
    AgendaItemFactory(meeting=public, title_en="Quantum secret")
    hidden_parent = AgendaItemFactory(meeting=public, title_en="Parent")
    AgendaItemFactory(meeting=public, parent=hidden_parent, title_en="Quantum child", handling=Handling.PUBLIC)
    client.force_login(french_attache)
    response = client.get(SEARCH, {"q": "quantum"})
    assert [(group["name"], group["counted"]) for group in response.context["groups"]] == [("meetings", "1")]
    assert b"undisclosed" not in response.content
    client.force_login(mext_staff)
    assert client.get(SEARCH, {"q": "quantum"}).context["groups"][0]["counted"] == "9"


def test_counts_stop_and_more_leads_on(client, mext_staff, monkeypatch):
    monkeypatch.setattr("diplomacy.search.providers.MOST_COUNTED", 6)
    for n in range(8):
        MeetingFactory(title_ja=f"量子会合{n}")
    client.force_login(mext_staff)
    group = client.get(SEARCH, {"q": "量子"}).context["groups"][0]
    assert (len(group["hits"]), group["counted"]) == (5, "6+")
    assert len(found(client, q="量子", kind="meetings")["meetings"]) == 8


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\0",
        "a\0b",
        "量" * 5000,
        "'",
        "\\",
        "%",
        "_",
        "& | !",
        "<script>",
        ":*",
        "　",
        "\ud7ff",
        "あ " * 50,
        "🙂",
    ],
)
def test_odd_input_is_never_an_error(client, mext_staff, query):
    MeetingFactory()
    client.force_login(mext_staff)
    response = client.get(SEARCH, {"q": query})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert client.get(SEARCH, {"q": query, "kind": "\0"}).status_code == 200


def test_cutting_is_said(client, mext_staff):
    client.force_login(mext_staff)
    assert "長すぎることば" in client.get(SEARCH, {"q": "量" * 5000}).content.decode()


def test_query_count_is_the_same_for_one_and_three(client, mext_staff, django_assert_max_num_queries):
    client.force_login(mext_staff)
    counts = []
    for _ in range(2):
        AgendaItemFactory(title_ja="量子", meeting=MeetingFactory(title_ja="量子"))
        OrganisationFactory(name_ja="量子")
        client.get(SEARCH, {"q": "量子"})
        with django_assert_max_num_queries(31) as captured:
            client.get(SEARCH, {"q": "量子"})
        counts.append(len(captured))
        AgendaItemFactory(title_ja="量子", meeting=MeetingFactory(title_ja="量子"))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        ("量子技術と量子計算", "量子", "<mark>量子</mark>技術と<mark>量子</mark>計算"),
        ("Quantum <b>", "quantum", "<mark>Quantum</mark> &lt;b&gt;"),
        ("ｶﾞｽの研究", "ガス", "<mark>ｶﾞｽ</mark>の研究"),
        ("㈱研究", "株", "<mark>㈱</mark>研究"),
        ("科学技術", "科学 学技", "<mark>科学技</mark>術"),
        ("高橋教授", "髙橋", "<mark>高橋</mark>教授"),
        ("", "量子", ""),
    ],
)
def test_words_are_marked_in_the_text_as_it_stands(text, words, html):
    assert marked(text, words) == html


def test_outsiders_stay_outside(client, administrator):
    assert client.get(SEARCH).status_code == 302
    client.force_login(administrator)
    assert client.get(SEARCH).status_code == 403


def test_the_box_and_its_key_are_offered_to_whom_the_page_answers(
    client, mofa_staff, council_member, officer, french_attache, administrator
):
    for person in (mofa_staff, council_member, officer, french_attache, administrator):
        client.force_login(person)
        frame = client.get(reverse("accounts:settings")).content.decode()
        answers = client.get(SEARCH).status_code == 200
        assert (frame.count('role="search"'), frame.count("<kbd>/</kbd>")) == ((2, 1) if answers else (0, 0))
