"""A contact logged on a phone: how many steps it takes, with the keyboard alone, by each who may; nothing is lost."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.handling import Handling
from attaches.models import Contact
from meetings.models import Draft
from tests.factories.attaches import ContactFactory, PostingFactory
from tests.factories.partners import OrganisationFactory, PersonFactory

FORM = "/network/contacts/new/"
# Open the form, choose a person (touch and pick), say what was said (touch), check, record: typing apart.
MOST_TAPS = 6


@pytest.fixture
def somebody(db):
    return PersonFactory(name_ja="佐伯 由美", name_en="Yumi Saeki", reading="さえき ゆみ", handling=Handling.PUBLIC)


class Taps:
    """Counts what the thumb does."""

    def __init__(self):
        self.count = 0

    def __call__(self, target):
        target.click()
        self.count += 1


def choose_person(page, tap, typed):
    field = page.locator("#id_people-ts-control")
    tap(field)
    field.type(typed)
    tap(page.locator(".ts-dropdown .option", has_text=re.compile("Saeki|佐伯")))


def test_attache_logs_a_contact_on_a_phone_in_few_taps(signed_in, french_attache, somebody, axe, fits):
    page, tap = signed_in(french_attache, "/network/contacts/", width=360, height=740), Taps()
    tap(page.get_by_role("link", name="Log a contact").first)
    choose_person(page, tap, "saeki")
    tap(page.get_by_label("What was said"))
    axe(page)
    fits(page)
    page.keyboard.type("A joint call could open next spring.")
    tap(page.get_by_role("button", name="Check the answers"))
    page.get_by_role("heading", name="Check your answers").wait_for()
    axe(page)
    fits(page)
    expect(page.get_by_text("Staff of Embassy of France in Japan")).to_be_visible()
    assert not Contact.objects.exists()
    tap(page.get_by_role("button", name="Record this"))
    page.get_by_text("Record no. 1").wait_for()
    axe(page)
    fits(page)
    contact = Contact.objects.get()
    assert (contact.said, contact.met_on) == ("A joint call could open next spring.", date.today())  # noqa: DTZ011
    assert list(contact.people.all()) == [somebody]
    assert tap.count <= MOST_TAPS


@pytest.mark.parametrize("who", ["officer", "mext_staff"])
def test_officers_and_staff_log_by_the_same_form_and_find_by_any_name(who, request, signed_in, somebody, mofa):
    person = request.getfixturevalue(who)
    page, tap = signed_in(person, FORM), Taps()
    choose_person(page, tap, "saeki")
    page.get_by_label("話したこと").fill("共同公募について聞いた。")
    expect(page.locator("#readers")).to_contain_text("すべての府省・在外公館の担当官と会議議員")
    page.get_by_label(re.compile("と、次の機関")).check()
    page.locator("#id_shared_with-ts-control").type("外務")
    page.locator(".ts-dropdown .option", has_text="外務省").click()
    expect(page.locator("#readers")).to_contain_text("外務省")
    page.get_by_role("button", name="内容を確認する").click()
    page.get_by_role("button", name="この内容で登録する").click()
    page.get_by_text("記録番号 1").wait_for()
    assert Contact.objects.get().owner == person.organisation


def test_body_is_found_by_what_it_is_called_for_short(signed_in, french_attache, mofa):
    """Before one that only has the letters in its name."""
    OrganisationFactory(name_ja="会議", name_en="Council (MOFA)", kind="council")
    page = signed_in(french_attache, FORM)
    page.get_by_label("Own embassy and those named below").check()
    page.locator("#id_shared_with-ts-control").type("mofa")
    options = page.locator(".ts-dropdown .option")
    expect(options).to_have_text(["Ministry of Foreign Affairs", "Council (MOFA)"])
    page.locator("#id_shared_with-ts-control").fill("外務")
    expect(options).to_have_text(["Ministry of Foreign Affairs"])


def test_with_the_keyboard_alone(signed_in, french_attache, somebody):
    page = signed_in(french_attache, FORM)
    page.locator("#id_people-ts-control").focus()
    page.keyboard.type("saeki")
    page.locator(".ts-dropdown .option").first.wait_for()
    page.keyboard.press("Enter")
    page.get_by_label("What was said").focus()
    page.keyboard.type("By keyboard.")
    page.get_by_role("button", name="Check the answers").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Record this").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Record no. 1").wait_for()
    assert Contact.objects.get().said == "By keyboard."


def test_likely_twin_is_shown_while_typing_and_taken(signed_in, french_attache, somebody):
    page = signed_in(french_attache, FORM, width=360)
    page.get_by_text("Add somebody not on file").click()
    page.locator("#id_new-0-name_ja").type("佐伯由")
    page.locator("button[name=pick]", has_text="Yumi Saeki").click()
    expect(page.locator("#people .item")).to_contain_text("Yumi Saeki")


def test_lost_session_loses_nothing(signed_in, french_attache, somebody):
    page = signed_in(french_attache, FORM)
    page.get_by_label("What was said").fill("Half a thought.")
    page.locator("[data-draft-saved]", has_text=re.compile(r"\d\d:\d\d")).wait_for()
    assert Draft.objects.get().payload["said"] == ["Half a thought."]
    Session.objects.all().delete()
    page.get_by_role("button", name="Check the answers").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    again = signed_in(french_attache, FORM)
    again.get_by_role("link", name=re.compile("Open the draft")).click()
    expect(again.get_by_label("What was said")).to_have_value("Half a thought.")


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_clean(signed_in, officer, mofa_staff, mission, axe, fits, width):
    contact = ContactFactory(owner=mission)
    posting = PostingFactory(organisation=mission)
    pages = {
        officer: [
            "/network/contacts/",
            f"/network/contacts/{contact.pk}/",
            f"/network/contacts/{contact.pk}/edit/",
            f"/network/contacts/{contact.pk}/handling/",
            f"/network/contacts/{contact.pk}/history/",
        ],
        mofa_staff: [
            "/network/postings/",
            f"/network/postings/at/{mission.pk}/",
            f"/network/postings/at/{mission.pk}/add/",
            f"/network/postings/{posting.pk}/edit/",
        ],
    }
    for person, addresses in pages.items():
        page = signed_in(person, addresses[0], width=width)
        for address in addresses:
            page.goto(address)
            axe(page)
            fits(page)
