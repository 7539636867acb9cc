"""The form and its check page, as each person meets them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from attaches.models import Contact, FollowUp
from tests.attaches.deeds import logged
from tests.factories.attaches import ContactFactory
from tests.factories.partners import PartnerFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NEW = reverse("attaches:contact_new")


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


def test_draft_is_thrown_away_by_its_button(client_of, french_attache):
    client, key = client_of(french_attache), uuid4()
    address = reverse("attaches:contact_draft", args=[key])
    client.post(address, {"key": str(key), "said": "書きかけ"})
    assert f'action="{address}"' in client.get(reverse("attaches:contact_new")).content.decode()
    assert client.post(address, {"discard": "1"}).status_code == 302
    assert address not in client.get(reverse("attaches:contact_new")).content.decode()


def test_words_are_counted_less_far_than_a_list(client_of, mofa_staff, monkeypatch):
    monkeypatch.setattr("attaches.lists.listing.MOST_FOUND", 2)
    monkeypatch.setattr("accounts.lists.listing.PAGE_SIZE", 2)
    ContactFactory.create_batch(3, said="量子の公募について聞いた。", handling=Handling.GOVERNMENT)
    client, listed = client_of(mofa_staff), reverse("attaches:contacts")
    assert client.get(listed).context["browsing"].counted == "3"
    assert client.get(listed, {"q": "量子"}).context["browsing"].counted == "2+"


def test_one_row_is_one_result(client_of, french_attache):
    ContactFactory(owner=french_attache.organisation, handling=Handling.SHARED)
    client, listed = client_of(french_attache), reverse("attaches:contacts")
    assert "<strong>1</strong> result<" in client.get(listed).content.decode()
    ContactFactory(owner=french_attache.organisation, handling=Handling.SHARED)
    assert "<strong>2</strong> results<" in client.get(listed).content.decode()
