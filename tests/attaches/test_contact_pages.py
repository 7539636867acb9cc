"""The form, its check page, the list and its files, as each person meets them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from attaches.actions.contacts import edit_contact
from attaches.models import Contact, FollowUp
from tests.attaches.deeds import NOW, logged
from tests.factories.attaches import ContactFactory
from tests.factories.circle import MeetingRequestFactory
from tests.factories.partners import OrganisationFactory, PartnerFactory, PersonFactory, ThemeFactory

pytestmark = pytest.mark.django_db

NEW = reverse("attaches:contact_new")
LIST = reverse("attaches:contacts")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client_of():
    def made(user):
        client = Client()
        client.force_login(user)
        return client

    return made


@pytest.fixture
def somebody():
    return PersonFactory(name_ja="佐伯 由美", name_en="Yumi Saeki", reading="さえき ゆみ", handling=Handling.PUBLIC)


def filled(somebody, **given):
    values = {
        "key": str(uuid4()),
        "rows": "1",
        "people": [str(somebody.pk)] if somebody else [],
        "met_on": "2026-11-24",
        "way": "call",
        "said": "来春の公募について聞いた。",
        "readers": "own",
    }
    return {**values, **given}


def sent(client, values):
    """The form, and then the check page's button."""
    answer = client.post(NEW, values)
    assert answer.status_code == 302, re.findall(r"error-summary.*?</ul>", answer.content.decode(), re.DOTALL)
    return client.post(answer["Location"])


def test_every_fault_is_named_at_once_that_nobody_was_named_too(client_of, french_attache):
    answer = client_of(french_attache).post(NEW, filled(None, said=""))
    assert answer.status_code == 400
    assert sorted(answer.context["form"].errors) == ["people", "said"]


def test_page_that_answers_a_step_offers_no_older_typing(client_of, french_attache, somebody):
    client = client_of(french_attache)
    assert "data-draft-offer" in client.get(NEW).content.decode()
    for answer in (client.post(NEW, filled(somebody, more="1")), client.post(NEW, filled(somebody, said=""))):
        assert "data-draft-offer" not in answer.content.decode()


def test_form_begins_with_what_is_usual(client_of, french_attache, french_embassy):
    france = PartnerFactory(slug="FR", name_ja="フランス", name_en="France")
    french_embassy.country = france
    french_embassy.save()
    logged(french_attache, way="call", met_on=timezone.localdate() - timedelta(days=3))
    form = client_of(french_attache).get(NEW).context["form"]
    assert form["met_on"].value() == timezone.localdate()
    assert form["way"].value() == "call"
    assert form["partner"].value() == france.pk
    assert form["readers"].value() == "own"
    assert form["responsible"].value() == french_attache.pk


def test_one_page_then_check_then_number(client_of, french_attache, mofa, somebody):
    client = client_of(french_attache)
    values = filled(somebody, readers="named", shared_with=[str(mofa.pk)], next_step="本国に聞く", due_on="2026-12-08")
    answer = client.post(NEW, values)
    assert answer["Location"] == reverse("attaches:contact_check", args=[values["key"]])
    check = client.get(answer["Location"])
    text = check.content.decode()
    assert not Contact.objects.exists()
    assert check.context["readers"] == [
        f"Staff of {french_attache.organisation.name_en}",
        f"Staff of {mofa.name_en}",
    ]
    assert "来春の公募について聞いた。" in text
    done = client.post(answer["Location"])
    contact = Contact.objects.get()
    assert done["Location"] == reverse("attaches:contact_logged", args=[contact.pk])
    assert "Record no. 1" in client.get(done["Location"]).content.decode()
    assert (contact.owner, contact.author, contact.handling) == (
        french_attache.organisation,
        french_attache,
        Handling.SHARED,
    )
    assert FollowUp.objects.get().what == "本国に聞く"


def test_staff_and_officers_use_the_same_form(client_of, mext_staff, officer, somebody):
    for user in (mext_staff, officer):
        sent(client_of(user), filled(somebody, readers="government"))
    assert set(Contact.objects.values_list("owner", flat=True)) == {mext_staff.organisation_id, officer.organisation_id}
    assert set(Contact.objects.values_list("handling", flat=True)) == {Handling.GOVERNMENT}


def test_sending_five_times_makes_one(client_of, french_attache, somebody):
    client, values = client_of(french_attache), filled(somebody)
    check = client.post(NEW, values)["Location"]
    answers = [client.post(check)["Location"] for _ in range(5)]
    assert len(set(answers)) == 1
    assert Contact.objects.count() == 1


def test_check_page_shows_every_answer_beside_somebody_new(client_of, french_attache):
    client = client_of(french_attache)
    values = filled(None, **{"new-0-name_en": "Erika Mustermann", "place": "Paris"})
    text = client.get(client.post(NEW, values)["Location"]).content.decode()
    for told in ("Erika Mustermann", "Telephone", values["said"], "Paris", "Staff of Embassy of France in Japan"):
        assert told in re.search(r"<dl.*</dl>", text, re.DOTALL).group()


def test_check_page_of_another_key_is_none(client_of, french_attache, german_attache, somebody):
    values = filled(somebody)
    check = client_of(french_attache).post(NEW, values)["Location"]
    assert client_of(german_attache).get(check).status_code == 404
    assert client_of(german_attache).post(check).status_code == 404
    client_of(french_attache).post(check)
    assert client_of(german_attache).get(check).status_code == 404


def test_lost_session_gives_the_draft_back(client_of, french_attache, german_attache):
    key = uuid4()
    client = client_of(french_attache)
    kept = client.post(reverse("attaches:contact_draft", args=[key]), {"key": str(key), "said": "書きかけ"})
    assert kept.status_code == 200
    client.logout()
    again = client_of(french_attache)
    assert f"?draft={key}" in again.get(NEW).content.decode()
    assert again.get(f"{NEW}?draft={key}").context["form"]["said"].value() == "書きかけ"
    assert client_of(german_attache).get(f"{NEW}?draft={key}").context["form"]["said"].value() is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"met_on": "2026-11-25"}, "met_on"),
        ({"met_on": "きのう"}, "met_on"),
        ({"people": []}, "people"),
        ({"people": ["not-an-id"]}, "people"),
        ({"people": [str(uuid4())]}, "people"),
        ({"said": ""}, "said"),
        ({"said": "消え\x07る"}, "said"),
        ({"said": "長" * 350_000}, "said"),
        ({"readers": "government"}, "readers"),
        ({"readers": "named"}, "shared_with"),
        ({"readers": "own", "shared_with": [str(uuid4())]}, "shared_with"),
        ({"next_step": "聞く", "due_on": ""}, "due_on"),
        ({"partner": str(uuid4())}, "partner"),
    ],
)
def test_bad_input_is_said_by_its_field(client_of, french_attache, somebody, given, field):
    answer = client_of(french_attache).post(NEW, filled(somebody, **given))
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not Contact.objects.exists()


def test_five_hundred_counterparts_are_refused_clearly(client_of, french_attache):
    people = PersonFactory.create_batch(500, handling=Handling.PUBLIC, partner=None)
    answer = client_of(french_attache).post(NEW, filled(None, people=[str(one.pk) for one in people]))
    assert answer.status_code == 400
    assert "At most 100 people can be named (500 are chosen)." in answer.content.decode()


def test_hidden_person_answers_as_one_that_does_not_exist(client_of, french_attache):
    hidden = PersonFactory(handling=Handling.GOVERNMENT, name_en="Hidden Somebody")
    client, answers = client_of(french_attache), []
    for key in (hidden.pk, uuid4()):
        answer = client.post(NEW, filled(None, people=[str(key)]))
        answers.append((answer.status_code, str(answer.context["form"].errors["people"]).replace(str(key), "…")))
    assert answers[0] == answers[1]
    assert client.get(reverse("attaches:contact_people"), {"q": "Hidden"}).json() == []


def test_likely_twin_is_shown_and_has_to_be_answered(client_of, french_attache, somebody):
    client = client_of(french_attache)
    values = filled(None, **{"new-0-name_ja": "佐伯由美", "new-0-note": "研究員"})
    answer = client.post(NEW, values)
    assert answer.status_code == 400
    assert list(answer.context["entry"].rows[0].twins) == [somebody]
    picked = client.post(NEW, {**values, "pick": f"0:{somebody.pk}"})
    assert picked.context["form"]["people"].value() == [str(somebody.pk)]
    assert picked.context["entry"].rows[0]["name_ja"].value() in ("", None)
    sent(client, {**values, "new-0-distinct": "on"})
    assert Contact.objects.get().people.get().note == "研究員"


@pytest.mark.parametrize("typed", ["佐伯由美", "佐伯 由", "サエキ", "saeki yumi", "Yumi S"])
def test_twins_by_kanji_kana_and_romaji(client_of, french_attache, somebody, typed):
    PersonFactory(name_ja="田中 一郎", handling=Handling.PUBLIC)
    answer = client_of(french_attache).post(
        reverse("attaches:contact_twins", args=[0]), {"new-0-name_ja": typed, "new-0-name_en": ""}
    )
    assert answer.context["twins"] == [somebody]


def test_twins_are_looked_for_among_the_visible_alone(client_of, french_attache):
    PersonFactory(name_ja="秘密 太郎", handling=Handling.GOVERNMENT)
    address = reverse("attaches:contact_twins", args=[0])
    assert client_of(french_attache).post(address, {"new-0-name_ja": "秘密太郎"}).context["twins"] == []


def test_more_rows_are_added_without_a_script(client_of, french_attache, somebody):
    answer = client_of(french_attache).post(NEW, filled(somebody, more="1"))
    assert len(answer.context["entry"].rows) == 2
    assert answer.context["form"]["said"].value() == "来春の公募について聞いた。"


def test_readers_are_named_as_soon_as_they_are_chosen(client_of, french_attache, mofa):
    values = {"readers": "named", "shared_with": [str(mofa.pk), str(uuid4())]}
    answer = client_of(french_attache).post(reverse("attaches:contact_readers"), values)
    assert [mofa.name_en in one for one in answer.context["readers"]] == [False, True]


def test_edit_conflict_shows_both_texts(client_of, officer):
    contact = logged(officer)
    client, address = client_of(officer), reverse("attaches:contact_edit", args=[contact.pk])
    form = client.get(address).context["form"]
    shown = {f"initial-{field.html_name}": field.value() for field in form}
    old = {name: value for name, value in shown.items() if value not in (None, [])}
    values = {name.removeprefix("initial-"): value for name, value in old.items()}
    first = client.post(address, {**old, **values, "said": "先の版", "version": 1})
    assert first.status_code == 302
    second = client.post(address, {**old, **values, "said": "後の版", "version": 1})
    assert second.status_code == 409
    assert "先の版" in second.content.decode()
    assert Contact.objects.get().said == "先の版"


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


def test_draft_is_thrown_away_by_its_button(client_of, french_attache):
    client, key = client_of(french_attache), uuid4()
    address = reverse("attaches:contact_draft", args=[key])
    client.post(address, {"key": str(key), "said": "書きかけ"})
    assert f'action="{address}"' in client.get(reverse("attaches:contact_new")).content.decode()
    assert client.post(address, {"discard": "1"}).status_code == 302
    assert address not in client.get(reverse("attaches:contact_new")).content.decode()


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
