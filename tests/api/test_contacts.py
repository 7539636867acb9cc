"""Contacts and postings by the API: the pages' rights, one contact for one key, nothing of another embassy."""

import pytest

from accounts.handling import Handling
from attaches.models import Contact
from tests.attaches.deeds import logged
from tests.factories.attaches import PostingFactory
from tests.factories.partners import PersonFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/contacts/"


def body(**given):
    person = PersonFactory(handling=Handling.PUBLIC)
    values = {"met_on": "2026-11-20", "said": "話した。", "people": [str(person.pk)], "handling": "shared"}
    return {**values, **given}


def test_same_idempotency_key_makes_one(attache_api, client_of, german_attache):
    sent = body()
    answers = [
        attache_api.post(ADDRESS, sent, format="json", headers={"Idempotency-Key": "a1"}) for _number in range(3)
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert len({answer.json()["id"] for answer in answers}) == 1
    theirs = client_of(german_attache).post(ADDRESS, sent, format="json", headers={"Idempotency-Key": "a1"})
    assert theirs.status_code == 201
    assert theirs.json()["number"] == 1
    assert Contact.objects.count() == 2


def test_twin_has_to_be_set_aside(attache_api):
    PersonFactory(name_ja="佐伯 由美", handling=Handling.PUBLIC)
    sent = body(people=[], new_people=[{"name_ja": "佐伯由美"}])
    refused = attache_api.post(ADDRESS, sent, format="json")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == "twin"
    sent["new_people"][0]["distinct"] = True
    assert attache_api.post(ADDRESS, sent, format="json").status_code == 201


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"people": []}, "people"),
        ({"met_on": "2999-01-01"}, "met_on"),
        ({"handling": "government"}, "handling"),
        ({"people": ["7c9e6679-7425-40de-944b-e07fc1f90ae7"]}, "people"),
        ({"people": [f"7c9e6679-7425-40de-944b-e07fc1f9{n:04x}" for n in range(500)]}, "people"),
        ({"owner": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}, "owner"),
        ({"said": "x\x07"}, "said"),
    ],
)
def test_bad_input_is_refused(attache_api, given, field):
    answer = attache_api.post(ADDRESS, body(**given), format="json")
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {field}
    assert not Contact.objects.exists()


def test_readers_see_no_number_and_not_with_which_embassy_it_is_shared(
    attache_api, staff_api, mofa_staff, french_embassy, german_embassy
):
    contact = logged(mofa_staff, shared_with=[french_embassy, german_embassy])
    hidden = PersonFactory(handling=Handling.GOVERNMENT)
    contact.people.add(hidden)
    theirs = attache_api.get(f"{ADDRESS}{contact.pk}/").json()
    ours = staff_api.get(f"{ADDRESS}{contact.pk}/").json()
    assert (theirs["number"], theirs["shared_with"]) == (None, [str(french_embassy.pk)])
    assert str(hidden.pk) not in theirs["people"]
    assert ours["number"] == 1
    assert set(ours["shared_with"]) == {str(french_embassy.pk), str(german_embassy.pk)}
    assert str(hidden.pk) in ours["people"]


def test_changes_ask_for_the_version(attache_api, french_attache):
    contact = logged(french_attache)
    address = f"{ADDRESS}{contact.pk}/"
    tag = attache_api.get(address)["ETag"]
    assert attache_api.patch(address, {"said": "直した"}, format="json").status_code == 428
    changed = attache_api.patch(address, {"said": "直した"}, format="json", headers={"If-Match": tag})
    assert changed.json()["said"] == "直した"
    assert attache_api.patch(address, {"said": "別"}, format="json", headers={"If-Match": tag}).status_code == 412


def test_withdrawn_ones_are_listed_on_request(attache_api, french_attache):
    contact = logged(french_attache)
    tag = attache_api.get(f"{ADDRESS}{contact.pk}/")["ETag"]
    said = {"because": "誤記"}
    address = f"{ADDRESS}{contact.pk}/withdraw/"
    assert attache_api.post(address, said, format="json", headers={"If-Match": tag}).status_code == 200
    assert attache_api.get(ADDRESS).json()["results"] == []
    assert len(attache_api.get(ADDRESS, {"only": "withdrawn"}).json()["results"]) == 1


def test_another_embassys_contact_does_not_exist(attache_api, german_attache):
    contact = logged(german_attache)
    assert attache_api.get(f"{ADDRESS}{contact.pk}/").status_code == 404
    assert attache_api.get(ADDRESS).json()["results"] == []


def test_postings_name_people_to_those_who_may_know(attache_api, staff_api, french_embassy, german_embassy):
    own = PostingFactory(organisation=french_embassy)
    PostingFactory(organisation=german_embassy)
    rows = attache_api.get("/api/v1/postings/").json()["results"]
    assert [(row["id"], row["name_en"], "person" in row) for row in rows] == [(str(own.pk), own.person.name_en, False)]
    assert len(staff_api.get("/api/v1/postings/").json()["results"]) == 2
