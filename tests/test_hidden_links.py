"""A record that its reader sees, linked to one that they do not: the link is not told, and not lost on saving."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from attaches.actions.contacts import edit_contact
from attaches.models import Contact
from meetings.models import ActionItem, Decision
from tests.factories.accounts import AccessGroupFactory
from tests.factories.attaches import ContactFactory, PostingFactory
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory
from tests.factories.partners import OrganisationFactory, PersonFactory, PostFactory, SecondmentFactory
from tests.partners.importing import applied, csv_bytes, previewed, reasons

pytestmark = pytest.mark.django_db
NAME = "見えない人"


@pytest.fixture
def hidden(db):
    return PersonFactory(name_ja=NAME, handling=Handling.RESTRICTED, access_group=AccessGroupFactory())


def posted(page):
    """What a browser would send of the form as it was drawn."""
    form, sent = page.context["form"], {}
    for bound in form:
        for name, value in ((bound.html_name, bound.value()), (bound.html_initial_name, bound.initial)):
            if value is not None:
                sent[name] = [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
    # A browser sends nothing for a choice that is not there.
    return {name: value for name, value in sent.items() if value not in (None, [])} | {"version": form.version}


def save_again(client, address, **changed):
    """Draw the form, change one thing, send it."""
    page = client.get(address)
    assert NAME not in page.text
    sent = posted(page) | changed
    offered = {name: field for name, field in page.context["form"].fields.items() if hasattr(field, "queryset")}
    for name, field in offered.items():
        if name in sent and not isinstance(sent[name], list) and not field.queryset.filter(pk=sent[name]).exists():
            sent[name] = ""
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return page


def test_the_person_of_a_secondment(client, mofa_staff, hidden):
    row = SecondmentFactory(owner=mofa_staff.organisation, person=hidden)
    client.force_login(mofa_staff)
    page = save_again(client, reverse("partners:record_edit", args=["secondment", row.pk]), note="新しいメモ")
    assert str(hidden.pk) not in page.text
    row.refresh_from_db()
    assert (row.note, row.person) == ("新しいメモ", hidden)


def test_the_successor_in_a_post(client, mofa_staff, hidden):
    body = OrganisationFactory()
    following = PostFactory(person=hidden, organisation=body)
    row = PostFactory(organisation=body, successor=following, title_ja="局長")
    client.force_login(mofa_staff)
    page = save_again(client, reverse("partners:record_edit", args=["post", row.pk]), title_ja="部長")
    assert str(following.pk) not in page.text
    row.refresh_from_db()
    assert (row.title_ja, row.successor) == ("部長", following)


@pytest.fixture
def meeting(mofa):
    return MeetingFactory(series=SeriesFactory(lead_ministry=mofa), lead_ministry=mofa)


@pytest.fixture
def action(meeting):
    """An action out of a decision that its editor does not read."""
    group = AccessGroupFactory()
    decision = DecisionFactory(meeting=meeting, text_ja=NAME, handling=Handling.RESTRICTED, access_group=group)
    return ActionFactory(meeting=meeting, decision=decision)


def test_the_decision_an_action_comes_from(client, mofa_staff, action):
    client.force_login(mofa_staff)
    page = save_again(client, reverse("meetings:action_edit", args=[action.pk]), title_ja="新しい行動")
    assert str(action.decision_id) not in page.text
    action.refresh_from_db()
    assert action.title_ja == "新しい行動"
    assert action.decision is not None


def test_a_program_is_not_told_of_the_decision(client, mofa_staff, action):
    client.force_login(mofa_staff)
    address = reverse("api-actions-detail", args=[action.pk])
    assert client.get(address).json()["decision"] is None
    seen = DecisionFactory(meeting=action.meeting)
    ActionItem.objects.filter(pk=action.pk).update(decision=seen)
    assert client.get(address).json()["decision"] == str(seen.pk)
    assert Decision.objects.count() == 2


def test_a_decision_in_the_bin_stays_with_its_action(client, meeting, mofa_staff):
    action = ActionFactory(meeting=meeting, decision=DecisionFactory(meeting=meeting))
    Decision.objects.update(deleted_at=timezone.now())
    client.force_login(mofa_staff)
    save_again(client, reverse("meetings:action_edit", args=[action.pk]), title_ja="新しい行動")
    action.refresh_from_db()
    assert action.decision is not None


def test_the_predecessor_in_a_posting(client, french_embassy, mofa_staff, hidden):
    before = PostingFactory(organisation=french_embassy, person=hidden, starts_on="2024-04-01", ends_on="2025-03-31")
    row = PostingFactory(organisation=french_embassy, predecessor=before)
    client.force_login(mofa_staff)
    page = save_again(client, reverse("attaches:posting_edit", args=[row.pk]), title_ja="参事官")
    assert str(before.pk) not in page.text
    row.refresh_from_db()
    assert (row.title_ja, row.predecessor) == ("参事官", before)


def test_a_conflict_over_the_people_of_a_contact_names_those_only_that_are_seen(client, mofa_staff, hidden):
    seen, met, third = PersonFactory(), PersonFactory(), PersonFactory(name_ja="第三の人")
    contact = ContactFactory(
        owner=mofa_staff.organisation, author=mofa_staff, handling=Handling.GOVERNMENT, people=[seen, hidden]
    )
    edit_contact(
        contact.pk, changes={"people": [met]}, seen_version=contact.version, actor=mofa_staff, now=timezone.now()
    )
    client.force_login(mofa_staff)
    sent = {"people": [third.pk], "initial-people": [seen.pk], "only": "people", "version": contact.version}
    answer = client.post(reverse("attaches:contact_edit", args=[contact.pk]), sent)
    assert answer.status_code == 409
    assert NAME not in answer.text
    assert "第三の人" in answer.text
    assert str(met) in answer.text
    assert set(Contact.objects.get().people.all()) == {met, hidden}


def test_a_conflict_over_the_person_of_a_secondment(client, mofa_staff, hidden):
    mine, before = PersonFactory(name_ja="私の選んだ人"), PersonFactory()
    row = SecondmentFactory(owner=mofa_staff.organisation, person=before)
    row.person, row.version, row.field_versions = hidden, 2, {"person": 2}
    row.save()
    client.force_login(mofa_staff)
    sent = {"person": mine.pk, "initial-person": before.pk, "only": "person", "version": 1}
    answer = client.post(reverse("partners:record_edit", args=["secondment", row.pk]), sent)
    assert answer.status_code == 409
    assert NAME not in answer.text
    assert "私の選んだ人" in answer.text


def test_an_import_over_a_secondment(mofa_staff, hidden):
    row = SecondmentFactory(owner=mofa_staff.organisation, person=hidden, note="前のメモ")
    head = ["id", "partner", "from_organisation", "to_organisation", "person", "role_ja", "note"]
    cells = [row.pk, row.partner_id, row.from_organisation_id, row.to_organisation_id, "", row.role_ja, "新しいメモ"]
    job = previewed("secondments", csv_bytes([head, [str(cell) for cell in cells]]), mofa_staff)
    assert not reasons(job)
    assert NAME not in str(job.shown)
    applied(job)
    row.refresh_from_db()
    assert (row.note, row.person) == ("新しいメモ", hidden)
