"""What happens when a contact is logged, shown, changed and withdrawn; who reads it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import translation

from accounts.handling import Handling, readable_by
from accounts.models import AccessGroupMember
from accounts.record_history import changes_of
from attaches.actions.contacts import (
    edit_contact,
    log_contact,
    restore_contact,
    set_contact_readers,
    withdraw_contact,
)
from attaches.actions.follow_ups import NextStep
from attaches.models import Contact, FollowUp
from diplomacy.versioned.editing import Conflict
from partners.models import Person
from tests.attaches.deeds import NOW, TODAY, fields, logged
from tests.factories.accounts import AccessGroupFactory, UserFactory
from tests.factories.attaches import ContactFactory
from tests.factories.partners import PersonFactory

pytestmark = pytest.mark.django_db


def seen_by(user):
    return set(Contact.objects.visible_to(user))


def test_number_runs_per_owner(french_attache, german_attache, mofa_staff):
    assert [logged(french_attache).number for _ in range(3)] == [1, 2, 3]
    assert logged(german_attache).number == 1
    assert logged(mofa_staff).number == 1


def test_same_key_is_the_same_contact(french_attache):
    key, values = uuid4(), fields()
    sent = [log_contact(key=key, fields=values, actor=french_attache, now=NOW) for _ in range(5)]
    assert [is_new for _contact, is_new in sent] == [True, False, False, False, False]
    assert Contact.objects.count() == 1


def test_key_of_another_embassy_tells_nothing(french_attache, german_attache):
    key = uuid4()
    theirs = logged(french_attache, key=key, said="内緒の話")
    ours, is_new = log_contact(key=key, fields=fields(), actor=german_attache, now=NOW)
    assert is_new
    assert ours != theirs
    assert (ours.number, ours.said) == (1, "共同研究の進め方について聞いた。")


@pytest.mark.django_db(transaction=True)
def test_five_sends_at_once_make_one(french_attache):
    key, values = uuid4(), fields()

    def send(_number):
        try:
            return log_contact(key=key, fields=values, actor=french_attache, now=NOW)[0].pk
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        sent = list(pool.map(send, range(5)))
    assert len(set(sent)) == 1
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"met_on": TODAY + timedelta(days=1)}, "met_on"),
        ({"met_at": time(23, 59)}, "met_at"),
        ({"people": []}, "people"),
        ({"said": ""}, "said"),
        ({"said": "消え\x07る"}, "said"),
        ({"said": "長" * 1_000_000}, "said"),
        ({"way": "pigeon"}, "way"),
        ({"handling": Handling.GOVERNMENT}, "handling"),
        ({"handling": Handling.PUBLIC}, "handling"),
    ],
)
def test_bad_input_is_refused_by_its_field(french_attache, given, field):
    with pytest.raises(ValidationError) as refused:
        logged(french_attache, **given)
    assert set(refused.value.error_dict) == {field}
    assert not Contact.objects.exists()


def test_five_hundred_counterparts_are_refused(french_attache):
    people = PersonFactory.create_batch(500, handling=Handling.PUBLIC, partner=None)
    with pytest.raises(ValidationError, match="100人までです（500人"):
        logged(french_attache, people=people)
    assert not Contact.objects.exists()


def test_person_hidden_from_the_writer_cannot_be_named(french_attache):
    hidden = PersonFactory(handling=Handling.GOVERNMENT)
    with pytest.raises(ValidationError, match="選んだものは見つかりません"):
        logged(french_attache, people=[hidden])


def test_who_may_log(council_member, administrator):
    for user in (council_member, administrator):
        with pytest.raises(PermissionDenied):
            log_contact(key=uuid4(), fields=fields(), actor=user, now=NOW)


def test_embassy_reads_its_own_and_what_is_shared_by_name(
    french_attache, german_attache, mofa_staff, mext_staff, officer, council_member, administrator
):
    own = logged(french_attache)
    shared = logged(french_attache, shared_with=[mofa_staff.organisation])
    inside = logged(mofa_staff, handling=Handling.GOVERNMENT)
    to_germany = logged(mofa_staff, shared_with=[german_attache.organisation])
    assert seen_by(french_attache) == {own, shared}
    assert seen_by(german_attache) == {to_germany}
    assert seen_by(mofa_staff) == {shared, inside, to_germany}
    assert seen_by(mext_staff) == seen_by(officer) == seen_by(council_member) == {inside}
    assert seen_by(administrator) == set()


def test_rule_written_for_indexes_is_the_rule(
    french_attache, german_attache, mofa, mofa_staff, mext_staff, officer, council_member
):
    """The embassies' own way of finding rows gives what `readable_by` says, whatever the level; so does the
    government's way of asking row by row."""
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=german_attache)
    bodies = [french_attache.organisation, german_attache.organisation, mofa]
    for level in (Handling.SHARED, Handling.GOVERNMENT, Handling.RESTRICTED):
        for owner in bodies:
            for named in bodies:
                ContactFactory(
                    owner=owner,
                    handling=level,
                    access_group=group if level == Handling.RESTRICTED else None,
                    shared_with=[named],
                )
    for user in (french_attache, german_attache, mofa_staff, mext_staff, officer, council_member):
        assert seen_by(user) == set(Contact.objects.filter(readable_by(user, Contact)))
    assert seen_by(french_attache)


def test_page_asks_of_its_own_rows_whether_they_were_shared(mofa_staff):
    """The same rule left to the planner gathers all links that name the reader's body before the first row."""
    ContactFactory.create_batch(20, handling=Handling.SHARED)
    plain = Contact.objects.filter(readable_by(mofa_staff, Contact)).newest_first()[:2].explain()
    paged = Contact.objects.visible_to(mofa_staff).newest_first()[:2].explain()
    assert "(ANY (id = (hashed" in plain
    assert "(ANY (id = (hashed" not in paged


def test_new_people_are_read_by_who_reads_the_contact(french_attache, german_attache, mofa_staff):
    contact = logged(
        french_attache, people=[], new_people=[{"name_ja": "佐伯 由美"}], shared_with=[mofa_staff.organisation]
    )
    person = contact.people.get()
    assert person in Person.objects.visible_to(mofa_staff)
    assert person not in Person.objects.visible_to(german_attache)


def test_new_people_are_held_for_a_purpose_and_not_for_ever(french_attache):
    with translation.override("en"):
        contact = logged(french_attache, people=[], new_people=[{"name_ja": "佐伯 由美"}])
        person = contact.people.get()
        assert person.purpose_read == "To keep in touch with a counterpart"
    assert person.purpose_read == "面談の相手としての連絡"
    assert person.kept_until.year == NOW.year + 5


def test_sharing_later_opens_the_own_people_too(french_attache, mofa_staff):
    contact = logged(french_attache, people=[], new_people=[{"name_ja": "佐伯 由美"}])
    person = contact.people.get()
    assert person not in Person.objects.visible_to(mofa_staff)
    set_contact_readers(
        contact.pk,
        handling=Handling.SHARED,
        shared_with=[mofa_staff.organisation],
        seen_version=1,
        actor=french_attache,
    )
    assert contact in seen_by(mofa_staff)
    assert person in Person.objects.visible_to(mofa_staff)


def test_sharing_with_one_more_is_no_change_of_level(french_attache, mofa_staff):
    contact = logged(french_attache)
    named = {"shared_with": [mofa_staff.organisation], "actor": french_attache}
    set_contact_readers(contact.pk, handling=Handling.SHARED, seen_version=1, **named)
    newest = changes_of(contact, french_attache)[0]
    assert [(field.label, field.added) for field in newest.fields] == [("共有先", str(mofa_staff.organisation))]


def test_embassy_has_no_other_level_than_its_own(french_attache):
    contact = logged(french_attache)
    for level in (Handling.GOVERNMENT, Handling.PUBLIC, Handling.RESTRICTED):
        with pytest.raises(ValidationError):
            set_contact_readers(contact.pk, handling=level, seen_version=1, actor=french_attache)


def test_next_step_becomes_a_follow_up(officer):
    contact = logged(officer, next_step=NextStep("本省に照会する", TODAY + timedelta(days=7), officer))
    follow_up = FollowUp.objects.visible_to(officer).get()
    assert (follow_up.contact, follow_up.organisation, follow_up.person) == (contact, officer.organisation, officer)
    assert follow_up.is_open


def test_follow_up_names_somebody_of_the_own_body_only(officer, mofa_staff):
    with pytest.raises(ValidationError, match="担当機関の人"):
        logged(officer, next_step=NextStep("照会する", TODAY, mofa_staff))
    assert not Contact.objects.exists()


def test_only_its_owner_changes_it(french_attache, mofa_staff):
    contact = logged(french_attache, shared_with=[mofa_staff.organisation])
    with pytest.raises(PermissionDenied):
        edit_contact(contact.pk, changes={"said": "違う"}, seen_version=1, actor=mofa_staff, now=NOW)


def test_hidden_contact_does_not_exist(french_attache, german_attache):
    contact = logged(french_attache)
    with pytest.raises(Contact.DoesNotExist):
        edit_contact(contact.pk, changes={"said": "違う"}, seen_version=1, actor=german_attache, now=NOW)


def test_two_changes_of_one_field_are_a_conflict_with_both_texts(officer):
    contact = logged(officer)
    edit_contact(contact.pk, changes={"said": "先の版"}, seen_version=1, actor=officer, now=NOW)
    with pytest.raises(Conflict) as met:
        edit_contact(contact.pk, changes={"said": "後の版"}, seen_version=1, actor=officer, now=NOW)
    assert (met.value.mine, met.value.theirs) == ({"said": "後の版"}, {"said": "先の版"})


def test_people_the_editor_does_not_see_stay_with_it(officer):
    contact = logged(officer)
    group = AccessGroupFactory()
    hidden = PersonFactory(handling=Handling.RESTRICTED, access_group=group)
    contact.people.add(hidden)
    other = PersonFactory(handling=Handling.PUBLIC)
    edit_contact(contact.pk, changes={"people": [other]}, seen_version=1, actor=officer, now=NOW)
    assert set(contact.people.all()) == {hidden, other}


def test_withdrawn_contact_stays_with_its_owner(french_attache, mofa_staff):
    contact = logged(french_attache, shared_with=[mofa_staff.organisation])
    withdraw_contact(contact.pk, because="誤記", seen_version=1, actor=french_attache, now=NOW)
    assert seen_by(mofa_staff) == set()
    assert seen_by(french_attache) == {contact}
    with pytest.raises(ValidationError):
        edit_contact(contact.pk, changes={"said": "x"}, seen_version=2, actor=french_attache, now=NOW)
    restore_contact(contact.pk, seen_version=2, actor=french_attache)
    assert seen_by(mofa_staff) == {contact}


def test_history_keeps_what_stood(officer):
    contact = logged(officer)
    edit_contact(contact.pk, changes={"said": "直した"}, seen_version=1, actor=officer, now=NOW)
    withdraw_contact(contact.pk, because="誤記", seen_version=2, actor=officer, now=NOW)
    texts = Contact.pgh_event_model.objects.filter(pgh_obj=contact.pk).order_by("pgh_id").values_list("said", flat=True)
    assert list(texts) == ["共同研究の進め方について聞いた。", "直した", "直した"]


def test_number_is_told_to_the_owners_people_alone(french_attache, mofa_staff):
    contact = logged(french_attache, shared_with=[mofa_staff.organisation])
    assert Contact.objects.with_shown_number(french_attache).get(pk=contact.pk).shown_number == 1
    assert Contact.objects.with_shown_number(mofa_staff).get(pk=contact.pk).shown_number is None


def test_entries_stay_with_the_embassy_when_the_account_ends(french_attache, french_embassy):
    contact = logged(french_attache)
    french_attache.is_active = False
    french_attache.save()
    successor = UserFactory(role="attache", organisation=french_embassy)
    assert seen_by(successor) == {contact}
