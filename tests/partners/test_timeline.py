"""One timeline over all kinds of record: in order, every entry once, one query a page, only what its reader sees."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.handling import Handling
from partners import timeline
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.partners import (
    AcademicAgreementFactory,
    AgreementFactory,
    PartnerFactory,
    ProjectFactory,
    SecondmentFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
DAY = date(2024, 4, 1)


@pytest.fixture
def france(db):
    return PartnerFactory(name_ja="フランス", name_en="France")


@pytest.fixture
def crowded(france):
    """Five kinds on few days, so that pages break in the middle of a day and of a kind."""
    series = SeriesFactory(host_partner=france)
    for number in range(6):
        day = DAY + timedelta(days=number // 3)
        MeetingFactory(series=series, start_date=day)
        MeetingFactory(series=SeriesFactory(), country=france, start_date=day)
        AgreementFactory(partner=france, signed_on=day, signed_precision="day")
        AcademicAgreementFactory(partner=france, signed_on=day)
        SecondmentFactory(partner=france, starts_on=day)
        ProjectFactory(partners=[france, PartnerFactory()], fiscal_year=2024)
    return france


def walk(partner, user, size, **choice):
    """All entries page by page."""
    entries, after = [], None
    while True:
        found = timeline.page(partner, user, today=TODAY, size=size, after=after, **choice)
        entries += found.entries
        if not found.after:
            return entries
        after = timeline.Position.read(found.after)


@pytest.mark.parametrize("size", [1, 4, 7, 50])
def test_every_entry_stands_once_and_newest_first(crowded, mofa_staff, size):
    entries = walk(crowded, mofa_staff, size)
    assert len(entries) == 36
    assert len({entry.url for entry in entries}) == 36
    assert [entry.day for entry in entries] == sorted((entry.day for entry in entries), reverse=True)


def test_a_page_is_one_query_however_much_lies_behind_it(crowded, mofa_staff, django_assert_max_num_queries):
    first = timeline.page(crowded, mofa_staff, today=TODAY, size=5)
    with django_assert_max_num_queries(2):  # the union, and which series are the partner's
        timeline.page(crowded, mofa_staff, today=TODAY, size=5, after=timeline.Position.read(first.after))


@pytest.mark.parametrize(
    ("kinds", "labels"), [(["projects", "agreements"], {"案件", "合意"}), (["academic"], {"学術交流協定"})]
)
def test_kinds_are_chosen(crowded, mofa_staff, kinds, labels):
    entries = walk(crowded, mofa_staff, 4, kinds=kinds)
    assert {str(entry.label) for entry in entries} == labels
    assert len(entries) == 6 * len(kinds)


def test_reader_meets_only_what_is_visible(crowded, french_attache):
    MeetingFactory(series=SeriesFactory(host_partner=crowded), start_date=DAY, handling=Handling.PUBLIC)
    entries = walk(crowded, french_attache, 50)
    assert {str(entry.label) for entry in entries} == {"会合", "案件", "合意", "学術交流協定"}
    assert [entry.handling for entry in entries if str(entry.label) == "会合"] == ["public"]


def test_date_shows_as_far_as_it_is_known(france, mofa_staff):
    AgreementFactory(partner=france, signed_on=date(1991, 6, 1), signed_precision="month")
    AgreementFactory(partner=france, in_force_on=date(1974, 1, 1), in_force_precision="year")
    AgreementFactory(partner=france)  # without a date: not on the timeline
    ProjectFactory(partners=[france], fiscal_year=2022)
    assert [entry.when for entry in walk(france, mofa_staff, 50)] == ["2022年度", "1991年6月", "1974年"]


def test_next_stretch_comes_as_a_fragment_or_a_page(client, crowded, mofa_staff):
    client.force_login(mofa_staff)
    address = reverse("partners:detail", args=[crowded.pk])
    position = timeline.page(crowded, mofa_staff, today=TODAY, size=5).after
    fragment = client.get(address, {"after": position}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert fragment.count("<li") == 31
    assert "<html" in client.get(address, {"after": position}).content.decode()


@pytest.mark.parametrize("text", ["x", "2024-04-01", "2024-13-01.7c9e6679-7425-40de-944b-e07fc1f90ae7", "2024-04-01.x"])
def test_position_that_is_none_is_refused(client, france, mofa_staff, text):
    client.force_login(mofa_staff)
    assert client.get(reverse("partners:detail", args=[france.pk]), {"after": text}).status_code == 400
