"""Contacts that are there: the list and its files, the page of each, and what an embassy learns of another's."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from attaches.actions.contacts import edit_contact
from attaches.models import Contact
from tests.attaches.deeds import logged
from tests.factories.attaches import ContactFactory
from tests.factories.circle import MeetingRequestFactory
from tests.factories.partners import OrganisationFactory, PartnerFactory, PersonFactory, ThemeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST = reverse("attaches:contacts")


def test_list_is_filtered_by_everything_it_offers(client_of, mofa_staff):
    partner, theme, person = PartnerFactory(), ThemeFactory(), PersonFactory()
    wanted = ContactFactory(partner=partner, people=[person], way="visit", said="量子計算機の話", met_on="2026-10-01")
    wanted.themes.add(theme)
    ContactFactory(said="水素の話", met_on="2026-11-01")
    client = client_of(mofa_staff)
    for query in (
        {"partner": partner.pk},
        {"person": person.pk},
        {"theme": theme.pk},
        {"way": "visit"},
        {"until": "2026-10-31"},
        {"q": "量子計算"},
    ):
        assert [row["id"] for row in client.get(LIST, query).context["rows"]] == [wanted.pk], query


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_each_row(client_of, french_attache, django_assert_num_queries, count):
    for _number in range(count):
        logged(french_attache)
    client = client_of(french_attache)
    client.get(LIST)
    with django_assert_num_queries(10):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_person_page_costs_the_same_for_each_contact(client_of, officer, django_assert_num_queries, count):
    person = PersonFactory()
    for _number in range(count):
        logged(officer, people=[person])
    client, address = client_of(officer), reverse("partners:person", args=[person.pk])
    client.get(address)
    with django_assert_num_queries(15):
        text = client.get(address).content.decode()
    assert text.count(reverse("attaches:contact", args=[Contact.objects.first().pk])) == 2


def test_export_of_an_embassy_carries_its_name_and_is_logged(client_of, french_attache):
    logged(french_attache, said="公募の話")
    answer = client_of(french_attache).get(reverse("attaches:contacts_csv"), {"q": "公募"})
    assert f"contacts-{french_attache.organisation.name_en}-" in answer["Content-Disposition"]
    text = answer.content.decode("utf-8-sig")
    assert french_attache.organisation.name_en in text.splitlines()[2]
    assert "公募の話" in text
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert (entry.actor, entry.detail["rows"], entry.detail["filters"]) == (french_attache, 1, ["q"])


def test_another_embassys_contacts_are_in_nothing(client_of, french_attache, german_attache, german_embassy):
    theirs = logged(german_attache, said="秘密の水素の話")
    client = client_of(french_attache)
    for address in (LIST, f"{LIST}?owner={german_embassy.pk}", f"{LIST}?q=秘密の水素", "/search/?q=秘密の水素"):
        assert "秘密の水素の" not in re.sub(r'value="[^"]*"', "", client.get(address).content.decode())
    for page in ("contact", "contact_edit", "contact_handling", "contact_history", "contact_logged"):
        assert client.get(reverse(f"attaches:{page}", args=[theirs.pk])).status_code == 404
    assert client.get(LIST, {"owner": german_embassy.pk}).context["count"] == "0"


def test_withdraw_and_bring_back(client_of, french_attache):
    contact = logged(french_attache)
    client = client_of(french_attache)
    page = reverse("attaches:contact", args=[contact.pk])
    empty = client.post(reverse("attaches:contact_withdraw", args=[contact.pk]), {"version": 1, "because": ""})
    assert empty.status_code == 400
    client.post(reverse("attaches:contact_withdraw", args=[contact.pk]), {"version": 1, "because": "二重に記録した"})
    assert "二重に記録した" in client.get(page).content.decode()
    assert client.get(LIST).context["rows"] == []
    assert len(client.get(LIST, {"only": "withdrawn"}).context["rows"]) == 1
    history = client.get(reverse("attaches:contact_history", args=[contact.pk])).content.decode()
    assert "Reason for withdrawing" in history
    assert "Tue 24 November 2026 12:00" in history
    assert "+00:00" not in history
    client.post(reverse("attaches:contact_restore", args=[contact.pk]), {"version": 2})
    assert len(client.get(LIST).context["rows"]) == 1


def test_embassy_does_not_learn_with_which_other_it_is_shared(
    client_of, mofa_staff, french_attache, german_attache, french_embassy, german_embassy
):
    contact = logged(mofa_staff, shared_with=[french_embassy, german_embassy])
    text = client_of(french_attache).get(reverse("attaches:contact", args=[contact.pk])).content.decode()
    assert french_embassy.name_en in text
    assert german_embassy.name_en not in text


def test_history_names_what_came_into_a_set(client, mofa, mofa_staff):
    contact = ContactFactory(owner=mofa)
    theme = ThemeFactory(name_ja="量子技術の主題")
    edit_contact(contact.pk, changes={"themes": [theme]}, seen_version=1, actor=mofa_staff, now=timezone.now())
    client.force_login(mofa_staff)
    assert "量子技術の主題" in client.get(reverse("attaches:contact_history", args=[contact.pk])).content.decode()


def test_home_of_an_embassy_names_what_was_shared_and_what_it_asked_for(
    client_of, french_attache, german_attache, french_embassy, mofa
):
    shared = ContactFactory(owner=mofa, handling=Handling.SHARED, shared_with=[french_embassy], said="共同公募の案内")
    ContactFactory(owner=mofa, handling=Handling.SHARED, said="隠れたもの")
    asked = MeetingRequestFactory(owner=french_embassy, ministry=mofa, handling=Handling.SHARED)
    ours = client_of(french_attache).get("/").content.decode()
    assert reverse("attaches:contact", args=[shared.pk]) in ours
    assert "隠れたもの" not in ours
    assert reverse("attaches:request", args=[asked.pk]) in ours
    theirs = client_of(german_attache).get("/").content.decode()
    assert str(shared.pk) not in theirs
    assert str(asked.pk) not in theirs
    listed = client_of(french_attache).get(f"{reverse('attaches:contacts')}?only=shared").content.decode()
    assert str(shared.pk) in listed


def test_another_embassys_id_answers_as_one_that_does_not_exist(
    client_of, french_attache, german_attache, german_embassy
):
    """In the list, the files, the choice of people and the API; of the other embassy and of what it holds."""
    met = PersonFactory(name_ja="秘密 花子", owner=german_embassy, handling=Handling.SHARED, name_en="Hanako Himitsu")
    theirs = logged(german_attache, said="秘密の水素の話", people=[met])
    empty = OrganisationFactory(kind="embassy", name_en="Embassy without anybody")
    client = client_of(french_attache)

    def answered(address, key, name=""):
        """Without what was asked itself: the key, and the embassy's name in the line that tells the filter."""
        answer = client.get(address.format(key=key))
        text = answer.content.decode().replace(str(key), "KEY")
        return answer.status_code, text.replace(name, "NAME") if name else text

    for address in (f"{reverse('attaches:contacts_csv')}?owner={{key}}", "/api/v1/contacts/?owner={key}"):
        theirs_told = answered(address, german_embassy.pk, german_embassy.name_en)
        assert theirs_told == answered(address, empty.pk, empty.name_en)
    assert answered("/api/v1/contacts/?person={key}", met.pk) == answered("/api/v1/contacts/?person={key}", uuid4())
    for key in (met.pk, uuid4()):
        assert client.get(reverse("attaches:contacts_csv"), {"person": key}).status_code == 400
    assert answered("/api/v1/contacts/{key}/", theirs.pk) == answered("/api/v1/contacts/{key}/", uuid4())
    found = client.get(reverse("attaches:contact_people"), {"q": "秘密"})
    assert found.json() == []
