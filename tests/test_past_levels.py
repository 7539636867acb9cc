"""What a record said while it was kept from somebody is not told when they read it later."""

import pytest
from django.urls import reverse

from accounts.actions.handling import change_handling
from accounts.handling import Handling
from accounts.models import AccessGroupMember
from diplomacy.versioned.editing import apply_changes
from meetings.models import AgendaItem
from tests.factories.accounts import AccessGroupFactory
from tests.factories.attaches import ContactFactory, FollowUpFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.outreach import DispatchFactory, ExpertFactory
from tests.factories.partners import StanceFactory
from tests.factories.positions import PositionFactory

# Each save has a moment of its own: the history takes that of the transaction.
pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW, LATER = "伏せていた本音", "整えた文", "その後の文"


def save(row, **changes):
    row = type(row).objects.get(pk=row.pk)
    apply_changes(row, changes, seen_version=row.version)
    row.save()


def opened(row, actor, handling=Handling.GOVERNMENT):
    change_handling(type(row).objects.get(pk=row.pk), handling=handling, actor=actor)


@pytest.fixture
def secret(mofa_staff):
    """For the list of one person."""
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=mofa_staff)
    return {"handling": Handling.RESTRICTED, "access_group": group}


def pages(client, address, *people):
    found = []
    for person in people:
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 200
        found.append(answer.text)
    return found


def test_a_stance_that_was_cleaned_before_it_was_opened(client, mofa, mofa_staff, mext_staff, secret):
    row = StanceFactory(owner=mofa, reason_ja="はじめ", **secret)
    save(row, reason_ja=OLD)
    save(row, reason_ja=NEW)
    opened(row, mofa_staff)
    save(row, reason_ja=LATER)
    listed, other = pages(client, reverse("partners:record_history", args=["stance", row.pk]), mofa_staff, mext_staff)
    assert OLD in listed
    assert OLD not in other
    assert NEW in other
    assert LATER in other


def test_what_a_save_that_opens_it_took_out(client, mofa, mofa_staff, mext_staff, secret):
    row = StanceFactory(owner=mofa, reason_ja=OLD, **secret)
    row = type(row).objects.get(pk=row.pk)
    apply_changes(row, {"reason_ja": NEW, "handling": Handling.GOVERNMENT}, seen_version=row.version)
    row.access_group = None
    row.save()
    listed, other = pages(client, reverse("partners:record_history", args=["stance", row.pk]), mofa_staff, mext_staff)
    assert OLD in listed
    assert OLD not in other
    assert NEW in other


def test_an_open_record_tells_all_of_its_past(client, mofa, mofa_staff, mext_staff, secret):
    row = StanceFactory(owner=mofa, reason_ja="はじめ")
    save(row, reason_ja=OLD)
    change_handling(type(row).objects.get(pk=row.pk), handling=Handling.RESTRICTED, actor=mofa_staff)
    save(row, reason_ja=NEW)
    opened(row, mofa_staff)
    (other,) = pages(client, reverse("partners:record_history", args=["stance", row.pk]), mext_staff)
    assert OLD in other


@pytest.mark.parametrize("kept", ["meeting", "item", "parent"])
def test_an_item_and_its_position(client, kept, mofa, mofa_staff, mext_staff, secret):
    levels = {name: secret if name == kept else {} for name in ("meeting", "item", "parent")}
    meeting = MeetingFactory(lead_ministry=mofa, owner=mofa, **levels["meeting"])
    parent = AgendaItemFactory(meeting=meeting, **levels["parent"])
    item = AgendaItemFactory(meeting=meeting, parent=parent, ancestors=[parent.pk], **levels["item"])
    position = PositionFactory(item=item, owner=mofa)
    save(item, title_ja=OLD)
    save(position, line_ja=OLD)
    save(item, title_ja=NEW)
    save(position, line_ja=NEW)
    opened({"meeting": meeting, "item": item, "parent": parent}[kept], mofa_staff)
    for address in (
        reverse("meetings:history", args=[meeting.pk]),
        reverse("meetings:position", args=[meeting.pk, item.pk]),
    ):
        listed, other = pages(client, address, mofa_staff, mext_staff)
        assert OLD in listed
        assert OLD not in other
    assert AgendaItem.objects.visible_to(mext_staff).filter(pk=item.pk).exists()


def test_a_follow_up_of_a_contact_that_was_shown_later(client, officer, mofa_staff, secret):
    contact = ContactFactory(owner=officer.organisation, author=officer, handling=Handling.SHARED)
    row = FollowUpFactory(contact=contact, organisation=contact.owner)
    save(row, what=OLD)
    save(row, what=NEW)
    opened(contact, officer)
    own, other = pages(client, reverse("attaches:follow_up", args=[row.pk]), officer, mofa_staff)
    assert OLD in own
    assert OLD not in other


def test_why_an_expert_was_chosen_is_told_to_who_may_know_of_the_expert(client, mofa, mofa_staff, mext_staff, secret):
    row = DispatchFactory(owner=mofa)
    save(row, expert=ExpertFactory(**secret), choice_reason=OLD)
    listed, other = pages(client, reverse("outreach:dispatch_history", args=[row.pk]), mofa_staff, mext_staff)
    assert OLD in listed
    assert OLD not in other
