"""The pages of partners, themes, bodies and people: what each reader meets, at a constant number of queries."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from partners.models import Base, IndicatorValue, ThemeOwner
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
    RiskFactory,
    SecondmentFactory,
    StanceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def france(db):
    return PartnerFactory(name_ja="フランス", name_en="France")


def page(client, user, name, record):
    client.force_login(user)
    response = client.get(reverse(f"partners:{name}", args=[record.pk]))
    assert response.status_code == 200
    return response.content.decode()


def fill(partner, theme, handling=Handling.GOVERNMENT):
    """One more of everything about a partner and a theme."""
    series = SeriesFactory(host_partner=partner)
    for day in (date(2026, 12, 4), date(2025, 12, 4)):
        meeting = MeetingFactory(series=series, start_date=day, handling=handling)
        AgendaItemFactory(meeting=meeting, handling=handling).themes.add(theme)
    AgreementFactory(partner=partner, signed_on=date(2020, 4, 1), signed_precision="day").committees.add(series)
    AcademicAgreementFactory(partner=partner, signed_on=date(2021, 4, 1))
    ProjectFactory(partners=[partner], themes=[theme], fiscal_year=2022)
    body = OrganisationFactory(country=partner)
    person = PersonFactory(partner=partner, handling=handling)
    PostFactory(person=person, organisation=body)
    SecondmentFactory(
        partner=partner, person=person, to_organisation=body, starts_on=date(2024, 4, 1), handling=handling
    )
    RiskFactory(stance=StanceFactory(partner=partner, theme=ThemeFactory(parent=theme), handling=handling))
    Base.objects.create(name_ja="拠点", organisation=body, country=partner, kind="office", city="Paris")
    ThemeOwner.objects.create(theme=theme, organisation=body, role="steers")
    return body, person


@pytest.mark.parametrize("name", ["detail", "theme", "organisation", "person"])
def test_query_count_is_the_same_for_one_and_three(client, mofa_staff, france, name):
    theme = ThemeFactory()
    RelationFactory(partner=france)
    body, person = fill(france, theme)
    record = {"detail": france, "theme": theme, "organisation": body, "person": person}[name]
    page(client, mofa_staff, name, record)  # what is looked up once a process is looked up
    with CaptureQueriesContext(
        connection,
    ) as one:
        page(client, mofa_staff, name, record)
    for _more in range(2):
        fill(france, theme)
        PostFactory(person=person, organisation=body)
        SecondmentFactory(partner=france, person=person, to_organisation=body)
        Base.objects.create(name_ja="拠点", organisation=body, country=france, kind="office", city="Paris")
    with CaptureQueriesContext(connection) as three:
        page(client, mofa_staff, name, record)
    assert len(three) == len(one)


def test_list_has_a_constant_number_of_queries(client, mofa_staff, django_assert_num_queries):
    client.force_login(mofa_staff)
    RelationFactory()
    client.get(reverse("partners:list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("partners:list"))
    RelationFactory.create_batch(2)
    with django_assert_num_queries(len(one)):
        client.get(reverse("partners:list"))


def test_attache_reads_the_facts_and_what_is_shared_and_no_more(client, mofa, mofa_staff, french_attache, france):
    france.desk = mofa
    france.save()
    RelationFactory(partner=france, reason_ja="理由の文", reason_en="The reason")
    AgreementFactory(partner=france, name_en="S&T agreement of 1991")
    StanceFactory(partner=france, theme=ThemeFactory(name_en="Quantum"), reason_en="Why quantum")
    shared = PersonFactory(partner=france, name_en="Shared Person", handling=Handling.SHARED, owner=mofa)
    shared.shared_with.add(french_attache.organisation)
    PersonFactory(partner=france, name_en="Hidden Person")

    inside = page(client, mofa_staff, "detail", france)
    assert "理由の文" in inside
    assert "外務省" in inside
    assert "重点" in inside

    outside = page(client, french_attache, "detail", france)
    assert "S&amp;T agreement of 1991" in outside
    assert "Shared Person" in outside
    for hidden in ("The reason", "Why quantum", "Quantum", "Hidden Person", "Desk", "High", "Ministry of Foreign"):
        assert hidden not in outside


def test_a_region_has_a_main_city_and_no_capital(client, mofa_staff):
    region = PartnerFactory(kind="region", capital_ja="台北")
    country = PartnerFactory(kind="country", capital_ja="リスボン")
    assert "主要都市: 台北" in page(client, mofa_staff, "detail", region)
    assert "首都: リスボン" in page(client, mofa_staff, "detail", country)


def test_empty_panels_invite_writers_and_are_left_out_for_readers(client, mofa_staff, mext_staff, france):
    assert reverse("partners:record_add", args=["stance", france.pk]) in page(client, mofa_staff, "detail", france)
    # All may log a contact, so that its panel alone stays.
    read = page(client, mext_staff, "detail", france)
    assert read.count('class="card"') == 1
    assert reverse("attaches:contact_new") in read


def test_desk_ministry_writes_beside_the_foreign_ministry(client, mext, mext_staff, france):
    france.desk = mext
    france.save()
    assert reverse("partners:record_add", args=["stance", france.pk]) in page(client, mext_staff, "detail", france)


def test_indicators_are_a_picture_and_a_table_with_their_source(client, mofa_staff, france):
    for year, value in ((2017, "2.18"), (2018, "2.2")):
        IndicatorValue.objects.create(
            partner=france, year=year, indicator="gerd_pct_gdp", value=value, source="https://a.example/wb"
        )
    text = page(client, mofa_staff, "detail", france)
    assert "<svg" in text
    assert '<td class="number">2.18</td>' in text
    assert "https://a.example/wb" in text


def test_theme_page_names_who_steers_it_and_gathers_what_is_below(client, mofa_staff, france):
    branch = ThemeFactory(name_ja="情報")
    theme = ThemeFactory(name_ja="量子", parent=branch)
    ThemeOwner.objects.create(theme=theme, organisation=OrganisationFactory(name_ja="量子本部"), role="steers")
    ProjectFactory(title_ja="量子計測", partners=[france], themes=[theme], fiscal_year=2024)
    for place in (branch, theme):
        text = page(client, mofa_staff, "theme", place)
        assert "量子本部" in text
        assert "量子計測" in text


def test_secondment_leaves_out_a_person_its_reader_does_not_see(client, mofa, mofa_staff, france):
    stranger = PersonFactory(partner=france, name_ja="隠れた人", handling=Handling.SHARED)
    seconded = SecondmentFactory(partner=france, person=stranger)
    client.force_login(mofa_staff)
    for address in (
        reverse("partners:record", args=["secondment", seconded.pk]),
        reverse("partners:record_history", args=["secondment", seconded.pk]),
        reverse("partners:detail", args=[france.pk]),
        reverse("partners:record_edit", args=["secondment", seconded.pk]),
    ):
        client.force_login(mofa_staff)
        assert "隠れた人" not in client.get(address).content.decode()


def test_reading_a_restricted_risk_leaves_its_trace(client, mofa_staff, mofa, french_attache):
    from accounts.actions import change_handling

    risk = RiskFactory(stance=StanceFactory(owner=mofa), owner=mofa)
    change_handling(risk, handling=Handling.RESTRICTED, access_group_members=[mofa_staff], actor=mofa_staff)
    client.force_login(mofa_staff)
    client.get(reverse("partners:record", args=["stance", risk.stance_id]))
    assert AuditEntry.objects.filter(act=Act.RESTRICTED_READ, actor=mofa_staff).count() == 1


def test_bodies_and_people_are_sorted_by_reading(client, mofa_staff, france):
    for name, reading in (
        ("大阪大学", "おおさかだいがく"),
        ("愛媛大学", "エヒメダイガク"),
        ("九州大学", "きゅうしゅうだいがく"),
    ):
        OrganisationFactory(country=france, name_ja=name, reading=reading)
        PersonFactory(partner=france, name_ja=f"{name}の人", reading=reading)
    text = page(client, mofa_staff, "detail", france)
    for suffix in ("</a><span", "の人"):
        places = [text.index(f"{name}{suffix}") for name in ("愛媛大学", "大阪大学", "九州大学")]
        assert places == sorted(places)


def test_old_body_leads_to_its_successor(client, mofa_staff):
    heir = OrganisationFactory(name_ja="国家サイバー統括室")
    old = OrganisationFactory(name_ja="旧センター", status="reorganised", successor=heir)
    assert reverse("partners:organisation", args=[heir.pk]) in page(client, mofa_staff, "organisation", old)
    assert "旧センター" in page(client, mofa_staff, "organisation", heir)


def test_list_refuses_a_position_it_did_not_give(client, mofa_staff):
    client.force_login(mofa_staff)
    assert client.get(reverse("partners:list"), {"after": "nowhere"}).status_code == 400
    assert client.get(reverse("partners:list"), {"kind": "planet"}).status_code == 400
