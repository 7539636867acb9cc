"""What every endpoint gives: the reader's rows, in pages, with versions, at a constant number of queries."""

from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from accounts.handling import Handling
from partners.models import Agreement, Base, IndicatorValue, Project
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.partners import (
    AcademicAgreementFactory,
    OrganisationFactory,
    PartnerFactory,
    PersonFactory,
    PostFactory,
    RelationFactory,
    RiskFactory,
    SecondmentFactory,
    StanceFactory,
    ThemeFactory,
)
from tests.factories.positions import PositionFactory, PositionVersionFactory

pytestmark = pytest.mark.django_db


def make_meeting():
    meeting = MeetingFactory()
    meeting.concerned.add(OrganisationFactory(), OrganisationFactory())
    return meeting


def make_item():
    item = AgendaItemFactory()
    item.themes.add(ThemeFactory())
    return item


def make_project():
    project = Project.objects.create(programme="SICORP", title_ja="量子")
    project.partners.add(PartnerFactory())
    return project


def make_link():
    return SeriesFactory().links_up.create(to_series=SeriesFactory(), relation="prepares")


ROWS = {
    "themes": ThemeFactory,
    "partners": PartnerFactory,
    "organisations": OrganisationFactory,
    "agreements": lambda: Agreement.objects.create(partner=PartnerFactory(), name_ja="協定", status="in_force"),
    "projects": make_project,
    "bases": lambda: Base.objects.create(
        organisation=OrganisationFactory(), country=PartnerFactory(), kind="office", name_ja="事務所", city="Paris"
    ),
    "indicators": lambda: IndicatorValue.objects.create(
        partner=PartnerFactory(), year=2020, indicator="gerd_pct_gdp", value=3
    ),
    "academic-agreements": AcademicAgreementFactory,
    "relations": RelationFactory,
    "people": PersonFactory,
    "posts": PostFactory,
    "secondments": SecondmentFactory,
    "stances": StanceFactory,
    "risks": RiskFactory,
    "series": SeriesFactory,
    "series-links": make_link,
    "meetings": make_meeting,
    "agenda-items": make_item,
    "positions": PositionFactory,
    "position-versions": PositionVersionFactory,
}


@pytest.mark.parametrize("endpoint", ROWS)
def test_list_and_detail_give_the_same_row(endpoint, staff_api):
    row = ROWS[endpoint]()
    listed = {entry["id"]: entry for entry in staff_api.get(f"/api/v1/{endpoint}/").json()["results"]}
    assert staff_api.get(f"/api/v1/{endpoint}/{row.pk}/").json() == listed[str(row.pk)]


@pytest.mark.parametrize("endpoint", ROWS)
def test_list_asks_as_often_for_three_rows_as_for_one(endpoint, token_client_of, mofa_staff, django_assert_num_queries):
    """The token, its owner, the rows: three."""
    client = token_client_of(mofa_staff)
    client.get("/api/v1/me/")
    ROWS[endpoint]()
    with django_assert_num_queries(3):
        client.get(f"/api/v1/{endpoint}/")
    ROWS[endpoint](), ROWS[endpoint]()
    with django_assert_num_queries(3):
        assert len(client.get(f"/api/v1/{endpoint}/").json()["results"]) >= 3


def test_root_names_every_endpoint_and_each_answers(staff_api):
    root = staff_api.get("/api/v1/").json()
    assert {*ROWS, "me", "saved-filters", "tokens", "schema", "docs"} <= set(root)
    for name, address in root.items():
        if name != "docs":
            assert staff_api.get(address).status_code == 200, name


def test_nobody_signed_in_gets_401_with_the_scheme_and_the_shape_of_refusals(db):
    response = APIClient().get("/api/v1/meetings/")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert [set(error) for error in response.json()["errors"]] == [{"field", "code", "message"}]


def test_invisible_and_nonexistent_give_the_same_bytes(attache_api):
    hidden = MeetingFactory(handling=Handling.GOVERNMENT)
    answers = [attache_api.get(f"/api/v1/meetings/{key}/") for key in (hidden.pk, uuid4())] + [
        attache_api.get("/api/v1/nothing/here/")
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1


def test_item_in_the_bin_is_not_there(staff_api):
    from django.utils import timezone

    item = AgendaItemFactory(deleted_at=timezone.now())
    assert staff_api.get(f"/api/v1/agenda-items/{item.pk}/").status_code == 404
    assert staff_api.get("/api/v1/agenda-items/").json()["results"] == []


def test_outsider_does_not_learn_with_whom_a_record_is_shared(
    attache_api, staff_api, mofa, french_embassy, german_embassy
):
    meeting = MeetingFactory(handling=Handling.SHARED, owner=mofa)
    meeting.shared_with.set([french_embassy, german_embassy])
    seen = attache_api.get(f"/api/v1/meetings/{meeting.pk}/").json()
    assert "shared_with" not in seen
    assert "access_group" not in seen
    inside = staff_api.get(f"/api/v1/meetings/{meeting.pk}/").json()
    assert set(inside["shared_with"]) == {str(french_embassy.pk), str(german_embassy.pk)}


def test_hidden_siblings_leave_no_trace_in_rows_pages_and_versions(attache_api):
    meeting = MeetingFactory(handling=Handling.PUBLIC)
    AgendaItemFactory.create_batch(2, meeting=meeting, handling=Handling.PUBLIC)
    address = f"/api/v1/agenda-items/?meeting={meeting.pk}&limit=1"
    before = attache_api.get(address)
    AgendaItemFactory(meeting=meeting, handling=Handling.GOVERNMENT)
    after = attache_api.get(address)
    assert after.content == before.content
    assert after.headers["ETag"] == before.headers["ETag"]


def test_pages_by_key_bring_each_row_once_and_undated_meetings_last(staff_api):
    MeetingFactory.create_batch(3)
    MeetingFactory.create_batch(2, start_date=None, date_precision="unknown")
    seen, address = [], "/api/v1/meetings/?limit=2"
    while address:
        page = staff_api.get(address).json()
        seen += page["results"]
        address = page["next"]
    assert len({row["id"] for row in seen}) == len(seen) == 5
    assert [row["start_date"] for row in seen] == ["2026-12-04"] * 3 + [None] * 2


def test_agenda_comes_in_its_order_across_pages(staff_api):
    meeting = MeetingFactory()
    items = AgendaItemFactory.create_batch(5, meeting=meeting)
    seen, address = [], f"/api/v1/agenda-items/?meeting={meeting.pk}&limit=2"
    while address:
        page = staff_api.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    assert seen == [str(item.pk) for item in items]


def test_reader_who_holds_the_very_bytes_gets_304(staff_api):
    meeting = MeetingFactory()
    address = f"/api/v1/meetings/{meeting.pk}/"
    etag = staff_api.get(address).headers["ETag"]
    again = staff_api.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    meeting.title_ja = "改題"
    meeting.save()
    assert staff_api.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_etag_of_an_invisible_row_tells_nothing(staff_api, attache_api):
    meeting = MeetingFactory()
    etag = staff_api.get(f"/api/v1/meetings/{meeting.pk}/").headers["ETag"]
    answer = attache_api.get(f"/api/v1/meetings/{meeting.pk}/", headers={"If-None-Match": etag})
    assert answer.status_code == 404


def test_administrator_has_no_door_to_content(client_of, administrator):
    client = client_of(administrator)
    assert client.get("/api/v1/meetings/").status_code == 403
    assert client.get("/api/v1/me/").json()["role"] == "admin"
