"""No number of the overview, kept or printed, tells a reader of what they may not read."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.actions import change_handling
from accounts.handling import Handling
from accounts.models import AccessGroupMember, Act, AuditEntry
from attaches.models import Contact
from dashboard.figures.kept import rights_key
from dashboard.figures.proposals import Proposals
from dashboard.paper import overview_paper
from tests.dashboard.conftest import NOW, TODAY, numbers, overview, restrict
from tests.factories.accounts import AccessGroupFactory, UserFactory
from tests.factories.attaches import ContactFactory
from tests.factories.coordination import CoordinationFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.outcomes import ActionFactory
from tests.factories.partners import (
    RelationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "intervals")]


def test_restricted_rows_are_in_no_number_of_who_is_not_on_the_list(council_member, world, mofa):
    listed = UserFactory(role="council", organisation=None)
    before = numbers(council_member)
    hidden = MeetingFactory(series=world["series"], start_date=TODAY + timedelta(days=9))
    AgendaItemFactory(meeting=hidden, proposed_by="japan", fate="adopted")
    ActionFactory(meeting=hidden, responsible=mofa, due_on=TODAY - timedelta(days=3))
    restrict(hidden, listed)
    cache.clear()
    assert numbers(council_member) == before
    assert overview(council_member).proposals == Proposals()
    assert numbers(listed)["coming"] == before["coming"] + 1
    assert numbers(listed)["overdue"] == before["overdue"] + 1
    assert overview(listed).proposals.total.adopted == 1


def test_readers_with_other_rights_never_share_a_figure(council_member, mofa_staff, mext_staff, mofa):
    another = UserFactory(role="council", organisation=None)
    listed = UserFactory(role="council", organisation=None)
    AccessGroupMember.objects.create(group=AccessGroupFactory(), user=listed)
    assert rights_key(council_member) == rights_key(another)
    assert rights_key(mofa_staff) == rights_key(UserFactory(organisation=mofa))
    keys = {rights_key(person) for person in (council_member, listed, mofa_staff, mext_staff)}
    assert len(keys) == 4


def test_after_a_change_of_handling_nothing_counted_before_is_shown(council_member, world, mofa_staff, clock):
    assert numbers(council_member)["coming"] == 1
    clock.shift(5)
    change_handling(world["meeting"], handling=Handling.RESTRICTED, actor=mofa_staff)
    clock.shift(1)
    later = NOW + timedelta(seconds=6)
    assert numbers(council_member, later) == {"coming": 0, "late": 0, "overdue": 0, "blank": 1, "quiet": 0}
    assert numbers(mofa_staff, later)["coming"] == 1


def test_who_leaves_a_list_is_counted_for_no_more(council_member, world):
    restrict(world["meeting"], council_member)
    assert numbers(council_member)["coming"] == 1
    AccessGroupMember.objects.filter(user=council_member).delete()
    assert numbers(council_member)["coming"] == 0


def test_restricted_proposals_that_are_listed_are_noted_as_read(client, council_member, world):
    item = AgendaItemFactory(meeting=world["meeting"], proposed_by="japan", fate="adopted")
    restrict(item, council_member)
    client.force_login(council_member)
    client.get(reverse("dashboard:proposals"), {"fate": "adopted"})
    read = AuditEntry.objects.filter(act=Act.RESTRICTED_READ, actor=council_member)
    assert str(item.pk) in set(read.values_list("record_id", flat=True))


def test_contact_of_the_network_ends_the_silence_for_who_may_read_it(council_member, mofa_staff):
    contact = ContactFactory(partner=RelationFactory().partner, met_on=TODAY - timedelta(days=3))
    Contact.objects.update(handling=Handling.GOVERNMENT)
    assert numbers(council_member)["quiet"] == 0
    cache.clear()
    restrict(contact, mofa_staff)
    assert numbers(council_member)["quiet"] == 1
    assert numbers(mofa_staff)["quiet"] == 0


def test_priority_that_is_hidden_makes_nobody_quiet(council_member, mofa_staff):
    restrict(RelationFactory(), mofa_staff)
    assert numbers(council_member)["quiet"] == 0
    assert numbers(mofa_staff)["quiet"] == 1


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_paper_holds_what_every_council_member_may_read(client, council_member, world, form, begins):
    CoordinationFactory()
    client.force_login(council_member)
    answer = client.get(reverse("dashboard:home_file", args=[form]))
    assert answer.content.startswith(begins)
    assert AuditEntry.objects.filter(act=Act.EXPORTED, kind="dashboard.overview").exists()


def test_paper_has_no_restricted_record_even_for_who_is_on_its_list(council_member, world):
    case = CoordinationFactory(subject_ja="名簿の人だけの案件")
    restrict(case, council_member)
    open_case = CoordinationFactory(subject_ja="だれもが読む案件")
    text = str(overview_paper(council_member, NOW))
    assert open_case.subject_ja in text
    assert case.subject_ja not in text
