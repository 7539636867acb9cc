"""The lists about partners and the comparison: what each reader finds, by which conditions."""

import csv
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Act, AuditEntry, SavedFilter
from meetings.models import Meeting
from partners.lists.family import LISTS
from partners.models import Base, IndicatorValue
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.partners import (
    AcademicAgreementFactory,
    AgreementFactory,
    OrganisationFactory,
    PartnerFactory,
    PersonFactory,
    PostFactory,
    ProjectFactory,
    RelationFactory,
    SecondmentFactory,
    StanceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
ROUTES = {name: listing.routes["list"] for name, listing in LISTS.items()}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


def titles(client, route, **conditions):
    response = client.get(reverse(f"partners:{route}"), conditions)
    assert response.status_code == 200
    return [row["title"] for row in response.context["rows"]]


def row_of_everything():
    """A partner with one of each kind of record."""
    partner, theme = PartnerFactory(), ThemeFactory()
    RelationFactory(partner=partner)
    AgreementFactory(partner=partner, expires_on=date(2027, 1, 1))
    AcademicAgreementFactory(partner=partner)
    ProjectFactory(partners=[partner], themes=[theme])
    StanceFactory(partner=partner, theme=theme)
    person = PersonFactory(partner=partner)
    body = PostFactory(person=person).organisation
    SecondmentFactory(partner=partner, person=person)
    Base.objects.create(name_ja="拠点", organisation=body, country=partner, kind="office", city="Paris")
    IndicatorValue.objects.create(partner=partner, indicator="gerd_pct_gdp", year=2020, value=3)
    meeting = MeetingFactory(series=SeriesFactory(host_partner=partner), start_date=date(2026, 1, 5))
    AgendaItemFactory(meeting=meeting).themes.add(theme)
    return partner


@pytest.mark.parametrize(
    ("route", "query"),
    [
        *[(route, {}) for route in ROUTES.values()],
        ("projects_board", {}),
        ("matrix", {"show": "projects"}),
        ("matrix", {"show": "meetings"}),
        ("matrix", {"show": "stances"}),
        ("partners_csv", {}),
        ("people_xlsx", {}),
        ("matrix_xlsx", {}),
    ],
)
def test_query_count_is_the_same_for_one_and_three_rows(client, mofa_staff, route, query):
    client.force_login(mofa_staff)
    row_of_everything()
    address = reverse(f"partners:{route}")
    client.get(address, query)
    with CaptureQueriesContext(connection) as one:
        assert client.get(address, query).status_code == 200
    row_of_everything()
    row_of_everything()
    with CaptureQueriesContext(connection) as three:
        client.get(address, query)
    assert len(three) == len(one)


def test_comparison_takes_as_many_queries_for_four_as_for_two(client, mofa_staff):
    client.force_login(mofa_staff)
    partners = [row_of_everything().pk for _more in range(4)]
    address = reverse("partners:compare")
    client.get(address, {"p": partners})
    with CaptureQueriesContext(connection) as two:
        client.get(address, {"p": partners[:2]})
    with CaptureQueriesContext(connection) as four:
        client.get(address, {"p": partners})
    # Four leave no room for a fifth: its choices are not asked for.
    assert len(four) <= len(two)


def test_names_stand_by_reading_in_japanese_and_by_english_name_in_english(client, mofa_staff):
    for name_ja, name_en, reading in (
        ("米国", "United States", "べいこく"),
        ("アイスランド", "Iceland", "あいすらんど"),
        ("英国", "Britain", "えいこく"),
    ):
        PartnerFactory(name_ja=name_ja, name_en=name_en, reading=reading)
    client.force_login(mofa_staff)
    assert titles(client, "list", kind="country") == ["アイスランド", "英国", "米国"]
    mofa_staff.language = "en"
    mofa_staff.save()
    assert titles(client, "list", kind="country") == ["Britain", "Iceland", "United States"]
    assert titles(client, "list", kind="country", sort="-name") == ["United States", "Iceland", "Britain"]


def test_priority_and_desk_are_conditions_inside_government_only(client, mofa, mofa_staff, french_attache):
    high = PartnerFactory(name_ja="重点国", desk=mofa)
    RelationFactory(partner=high, priority="high")
    RelationFactory(partner=PartnerFactory(name_ja="通常国"), priority="normal")
    hidden = RelationFactory(
        partner=PartnerFactory(name_ja="他国"), priority="high", handling=Handling.SHARED, owner=OrganisationFactory()
    )
    client.force_login(mofa_staff)
    assert "重点" in client.get(reverse("partners:list")).content.decode()
    assert titles(client, "list", priority="high", desk=str(mofa.pk)) == ["重点国"]
    assert str(hidden.partner) not in titles(client, "list", priority="high")
    client.force_login(french_attache)
    narrowed = client.get(reverse("partners:list"), {"priority": "high", "desk": str(mofa.pk)})
    assert len(narrowed.context["rows"]) == 3
    for page in (narrowed, client.get(reverse("partners:partners_filter"))):
        assert "Priority" not in page.content.decode()
        assert "Desk" not in page.content.decode()


def test_partners_with_an_agreement_and_those_not_met_for_long(client, mofa_staff):
    met, unmet, future = (PartnerFactory(name_ja=name) for name in ("会った国", "会わない国", "これからの国"))
    AgreementFactory(partner=met)
    AgreementFactory(partner=unmet, status="superseded")
    for partner, day in ((met, date(2026, 6, 1)), (unmet, date(2024, 6, 1)), (future, date(2027, 1, 1))):
        MeetingFactory(series=SeriesFactory(host_partner=partner), start_date=day)
    cancelled = SeriesFactory(host_partner=unmet)
    MeetingFactory(series=cancelled, start_date=date(2026, 6, 1), status=Meeting.Status.CANCELLED)
    client.force_login(mofa_staff)
    assert titles(client, "list", has_agreement="yes") == ["会った国"]
    assert "会った国" not in titles(client, "list", has_agreement="no")
    assert {"会わない国", "これからの国"} <= set(titles(client, "list", not_met="12"))
    assert "会った国" not in titles(client, "list", not_met="12")


def test_agreements_that_end_or_want_notice_soon(client, mofa_staff):
    AgreementFactory(name_ja="まもなく", expires_on=date(2027, 2, 1))
    AgreementFactory(name_ja="更新", expires_on=date(2022, 2, 1), auto_renews=True, renewal_years=5)
    AgreementFactory(name_ja="通告", expires_on=date(2027, 8, 1), notice_months=6)
    AgreementFactory(name_ja="無期限")
    client.force_login(mofa_staff)
    assert set(titles(client, "agreements", ends_within="3")) == {"まもなく", "更新"}
    assert set(titles(client, "agreements", ends_within="12")) == {"まもなく", "更新", "通告"}
    assert titles(client, "agreements", notice_within="3") == ["通告"]


def test_people_by_kana_romaji_and_office_on_a_day(client, mofa_staff):
    suzuki = PersonFactory(name_ja="鈴木花子", name_en="Hanako Suzuki", reading="すずきはなこ")
    tanaka = PersonFactory(name_ja="田中太郎", name_en="Taro Tanaka", reading="たなかたろう")
    ministry, institute = OrganisationFactory(), OrganisationFactory()
    PostFactory(person=suzuki, organisation=ministry, starts_on=date(2020, 1, 1), ends_on=date(2022, 1, 1))
    PostFactory(person=suzuki, organisation=institute, starts_on=date(2023, 1, 1), title_ja="所長")
    PostFactory(person=tanaka, organisation=ministry, starts_on=date(2021, 1, 1), title_ja="部長")
    client.force_login(mofa_staff)
    for text in ("鈴木", "すずき", "suzuki"):
        assert titles(client, "people", q=text) == ["鈴木花子"]
    assert titles(client, "people", organisation=ministry.pk) == ["鈴木花子", "田中太郎"]
    assert titles(client, "people", organisation=ministry.pk, in_office="2024-01-01") == ["田中太郎"]
    assert titles(client, "people", in_office="2020-06-01") == ["鈴木花子"]
    assert "所長" in client.get(reverse("partners:people")).content.decode()


def test_projects_by_theme_branch_stage_institution_and_year(client, mofa_staff):
    branch = ThemeFactory()
    leaf = ThemeFactory(parent=branch)
    partner = PartnerFactory()
    ProjectFactory(title_ja="量子", themes=[leaf], partners=[partner], stage="demonstration", fiscal_year=2022)
    ProjectFactory(title_ja="防災", jp_institution="京都大学", fiscal_year=2023)
    client.force_login(mofa_staff)
    for condition in ({"theme": branch.pk}, {"partner": partner.pk}, {"stage": "demonstration"}, {"fiscal_year": 2022}):
        assert titles(client, "projects", **condition) == ["量子"]
    assert titles(client, "projects", institution="京都") == ["防災"]


@pytest.mark.parametrize("route", [*ROUTES.values(), "projects_board", "matrix"])
@pytest.mark.parametrize("query", [{"sort": "evil"}, {"after": "!"}, {"partner": "1"}, {"q": "a\0b"}, {"kind": "x"}])
def test_hostile_conditions_are_refused_or_mean_nothing(client, mofa_staff, route, query):
    client.force_login(mofa_staff)
    response = client.get(reverse(f"partners:{route}"), query)
    assert response.status_code in (200, 400)
    if "sort" in query:
        assert response.status_code == 400 or route == "matrix"


def test_an_unknown_partner_and_a_hidden_record_get_the_same_answer(client, french_attache):
    hidden = PersonFactory(name_en="Hidden Person")
    PostFactory(person=hidden)
    client.force_login(french_attache)
    assert titles(client, "people") == []
    assert client.get(reverse("partners:projects"), {"partner": uuid4()}).status_code == 400
    assert "Hidden" not in client.get(reverse("partners:people_csv")).content.decode()


def test_export_marks_itself_runs_nothing_and_is_noted(client, mofa_staff):
    PersonFactory(name_ja="=1+1")
    client.force_login(mofa_staff)
    text = client.get(reverse("partners:people_csv")).content.decode("utf-8-sig")
    assert text.splitlines()[0].strip('"').endswith("政府部内限り")
    assert "'=1+1" in text
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert entry.kind == "partners.person"
    assert entry.detail["rows"] == 1


def test_a_list_of_facts_is_exported_as_public(client, french_attache):
    ProjectFactory()
    client.force_login(french_attache)
    client.get(reverse("partners:projects_csv"))
    assert AuditEntry.objects.get(act=Act.EXPORTED).detail["highest"] == Handling.PUBLIC


def test_partners_with_priorities_are_exported_as_of_government(client, mofa_staff):
    RelationFactory()
    client.force_login(mofa_staff)
    client.get(reverse("partners:partners_csv"))
    assert AuditEntry.objects.get(act=Act.EXPORTED).detail["highest"] == Handling.GOVERNMENT


def test_conditions_of_a_list_are_saved_for_it_alone(client, mofa_staff):
    client.force_login(mofa_staff)
    response = client.post(
        reverse("accounts:save_filter"), {"page": "projects", "name": "実証", "query": "stage=demonstration&evil=1"}
    )
    assert response.url == f"{reverse('partners:projects')}?stage=demonstration"
    assert SavedFilter.objects.get().page == "projects"
    assert "実証" in client.get(reverse("partners:agreements")).content.decode()  # says once that it was saved
    assert "実証" not in client.get(reverse("partners:people")).content.decode()


class TestComparison:
    def compared(self, client, *partners):
        return client.get(reverse("partners:compare"), {"p": partners})

    def test_sides_stand_in_the_order_asked_for(self, client, mofa_staff):
        partners = [row_of_everything() for _more in range(2)]
        client.force_login(mofa_staff)
        response = self.compared(client, partners[1].pk, partners[0].pk, partners[1].pk)
        assert [side.partner for side, _query in response.context["sides"]] == [partners[1], partners[0]]
        page = response.content.decode()
        for word in ("重点", "協調領域", "2026年1月5日", "2020"):
            assert word in page

    def test_nothing_of_government_is_shown_outside(self, client, french_attache):
        partner = row_of_everything()
        client.force_login(french_attache)
        page = self.compared(client, partner.pk).content.decode()
        for word in ("Priority", "Desk", "Stance", "High"):
            assert word not in page

    def test_a_fifth_is_refused(self, client, mofa_staff):
        client.force_login(mofa_staff)
        response = self.compared(client, *[one.pk for one in PartnerFactory.create_batch(5)])
        assert response.status_code == 400
        assert "比べられるのは4つまでです" in response.content.decode()

    @pytest.mark.parametrize("asked", ["x", "a\0b", "1" * 500, "0b5ba6f8-6d4c-4f0e-9b71-5a0d2c1e7f11"])
    def test_whoever_is_unknown_is_not_found(self, client, mofa_staff, asked):
        client.force_login(mofa_staff)
        response = self.compared(client, PartnerFactory().pk, asked)
        assert response.status_code == 400
        assert "選んだ国・機関が見つかりません" in response.content.decode()

    def test_nobody_chosen_says_what_to_do(self, client, mofa_staff):
        client.force_login(mofa_staff)
        assert "比べる国・機関を選んでください" in self.compared(client).content.decode()


def test_the_reference_reads_every_name():
    """A name without a reading would stand behind all others in Japanese."""
    with (settings.BASE_DIR / "reference" / "partners.csv").open(encoding="utf-8", newline="") as file:
        unread = [row["iso2"] for row in csv.DictReader(file) if not row["reading"]]
    assert unread == []
