"""Who is posted where: entered by the foreign ministry, one term at a time, and the account goes with it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from attaches.actions.postings import edit_posting, enter_posting
from attaches.models import Posting
from tests.attaches.deeds import logged
from tests.factories.attaches import PostingFactory
from tests.factories.partners import PersonFactory

pytestmark = pytest.mark.django_db

DIRECTORY = reverse("attaches:postings")


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def days(count):
    return timezone.localdate() + timedelta(days=count)


def test_overlap_is_refused_and_named(mofa_staff, french_embassy, german_embassy):
    person = PersonFactory()
    PostingFactory(person=person, organisation=french_embassy, starts_on=days(-100), ends_on=days(10))
    for starts_on, ends_on in ((days(-200), days(-100)), (days(10), None), (days(-300), None), (days(0), days(1))):
        fields = {"person": person, "starts_on": starts_on, "ends_on": ends_on}
        with pytest.raises(ValidationError, match=french_embassy.name_ja):
            enter_posting(german_embassy, fields=fields, actor=mofa_staff)
    made = enter_posting(german_embassy, fields={"person": person, "starts_on": days(11)}, actor=mofa_staff)
    assert made.organisation == german_embassy


def test_database_refuses_an_overlap_by_itself(french_embassy, german_embassy):
    first = PostingFactory(organisation=french_embassy)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostingFactory(person=first.person, organisation=german_embassy)


def test_only_the_foreign_ministry_enters(mext_staff, officer, french_attache, french_embassy):
    for user in (mext_staff, officer, french_attache):
        with pytest.raises(PermissionDenied):
            enter_posting(french_embassy, fields={"person": PersonFactory(), "starts_on": days(0)}, actor=user)


def test_who_left_is_out_at_the_next_request_and_the_entries_stay(mofa_staff, french_attache, french_embassy):
    contact = logged(french_attache)
    client = client_of(french_attache)
    posting = enter_posting(
        french_embassy,
        fields={"person": PersonFactory(), "starts_on": days(-100), "account": french_attache},
        actor=mofa_staff,
    )
    assert client.get(reverse("attaches:contacts")).status_code == 200
    edit_posting(posting.pk, changes={"ends_on": days(-1)}, seen_version=1, actor=mofa_staff)
    assert client.get(reverse("attaches:contacts"))["Location"].startswith("/accounts/login/")
    assert contact.owner == french_embassy
    changed = AuditEntry.objects.filter(act=Act.ROLE_CHANGED, record_id=str(french_attache.pk))
    assert changed.latest("at").detail["after"] == {"term_end": str(days(-1))}


def test_account_of_another_embassy_is_refused(mofa_staff, german_attache, french_embassy):
    fields = {"person": PersonFactory(), "starts_on": days(0), "account": german_attache}
    with pytest.raises(ValidationError) as refused:
        enter_posting(french_embassy, fields=fields, actor=mofa_staff)
    assert set(refused.value.error_dict) == {"account"}


def test_names_are_for_government_and_the_own_embassy(
    mofa_staff, council_member, french_attache, german_attache, french_embassy
):
    person = PersonFactory(name_ja="ソフィー・ベルナール", name_en="Sophie Bernard", handling=Handling.GOVERNMENT)
    PostingFactory(person=person, organisation=french_embassy)
    for user, knows in ((mofa_staff, True), (council_member, True), (french_attache, True), (german_attache, False)):
        text = client_of(user).get(DIRECTORY).content.decode()
        assert french_embassy.name_en in text or french_embassy.name_ja in text
        assert ("Bernard" in text or "ベルナール" in text) is knows


@pytest.mark.parametrize(("starts", "says"), [(-1, "現職"), (0, "現職"), (1, "着任予定")])
def test_who_is_still_to_come_is_not_said_to_be_there(mofa_staff, french_embassy, starts, says):
    PostingFactory(organisation=french_embassy, starts_on=days(starts))
    page = client_of(mofa_staff).get(reverse("attaches:posting_body", args=[french_embassy.pk])).content.decode()
    assert [word for word in ("現職", "着任予定") if word in page] == [says]


def test_embassy_without_anybody_looks_like_one_whose_people_are_hidden(german_attache, french_embassy):
    page = reverse("attaches:posting_body", args=[french_embassy.pk])
    before = client_of(german_attache).get(page).context["rows"]
    PostingFactory(organisation=french_embassy)
    assert client_of(german_attache).get(page).context["rows"] == before == []


def test_entered_on_the_page_with_somebody_new(mofa_staff, french_embassy):
    before = PostingFactory(organisation=french_embassy, starts_on=days(-900), ends_on=days(-2))
    address = reverse("attaches:posting_add", args=[french_embassy.pk])
    client = client_of(mofa_staff)
    assert client.get(address).context["form"]["predecessor"].value() == before.pk
    nobody = client.post(address, {"starts_on": days(-1)})
    assert nobody.status_code == 400
    values = {"name_ja": "カミーユ・ルノワール", "starts_on": days(-1), "predecessor": before.pk}
    assert client.post(address, values).status_code == 302
    posting = Posting.objects.get(person__name_ja="カミーユ・ルノワール")
    assert posting.predecessor == before
    assert before.successor == posting


@pytest.mark.parametrize("count", [1, 3])
def test_directory_costs_the_same_for_each_row(mofa_staff, django_assert_num_queries, count):
    PostingFactory.create_batch(count)
    client = client_of(mofa_staff)
    client.get(DIRECTORY)
    with django_assert_num_queries(8):
        client.get(DIRECTORY)


def test_button_of_the_form_is_a_verb_in_english(mofa_staff, french_embassy):
    mofa_staff.language = "en"
    mofa_staff.save()
    page = client_of(mofa_staff).get(reverse("attaches:posting_add", args=[french_embassy.pk])).content.decode()
    assert ">Add</button>" in page
    assert "Registered" not in page
