"""What the administrator does with accounts, and that nobody else does."""

from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts import endings
from accounts.actions import people as actions
from accounts.actions.handling import change_handling
from accounts.handling import Handling
from accounts.models import Act, AuditEntry, Role, User
from meetings.models import Meeting
from tests.factories.accounts import UserFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
PEOPLE = "/administration/people/"


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client


def fields_of(person, **changes):
    fields = {
        "name_ja": person.name_ja,
        "name_en": person.name_en,
        "role": person.role,
        "organisation": person.organisation_id or "",
        "term_start": "",
        "term_end": "",
    }
    return {**fields, **({"is_secretariat": "on"} if person.is_secretariat else {}), **changes}


def test_list_finds_by_words_role_and_state(admin_client, mofa_staff, mext_staff, german_attache):
    User.objects.filter(pk=german_attache.pk).update(is_active=False)

    def found(query):
        return {person.email for person in admin_client.get(f"{PEOPLE}?{query}").context["page"]}

    assert found("q=mofa.staff") == {mofa_staff.email}
    assert found("role=staff") == {mofa_staff.email, mext_staff.email}
    assert found("organisation=外務") == {mofa_staff.email}
    assert found("state=disabled") == {german_attache.email}
    assert mofa_staff.email in found("state=active")
    assert german_attache.email not in found("state=active")


def test_list_refuses_a_filter_it_does_not_know(admin_client):
    assert admin_client.get(f"{PEOPLE}?role=emperor").status_code == 400


@pytest.mark.parametrize("address", [PEOPLE, "/administration/review/", "/administration/audit/"])
def test_queries_do_not_grow_with_rows(address, admin_client, django_assert_max_num_queries, mofa):
    def queries():
        with django_assert_max_num_queries(20) as captured:
            admin_client.get(address)
        return len(captured)

    UserFactory(organisation=mofa, is_active=True)
    at_one = queries()
    for _row in range(3):
        person = UserFactory()
        AuditEntry.objects.create(act=Act.SIGNED_IN, actor=person)
    assert queries() == at_one


def test_change_of_role_is_saved_and_audited(admin_client, administrator, mofa_staff, mission):
    changes = {"role": Role.OFFICER, "organisation": mission.pk, "term_end": "2027-03-31"}
    answer = admin_client.post(f"{PEOPLE}{mofa_staff.pk}/", fields_of(mofa_staff, **changes))
    assert answer.status_code == 302
    before = {"role": "staff", "organisation_id": str(mofa_staff.organisation_id), "term_end": None}
    mofa_staff.refresh_from_db()
    assert (mofa_staff.role, mofa_staff.organisation, mofa_staff.term_end) == (
        Role.OFFICER,
        mission,
        date(2027, 3, 31),
    )
    entry = AuditEntry.objects.get(act=Act.ROLE_CHANGED)
    assert (entry.actor, entry.record_id) == (administrator, str(mofa_staff.pk))
    after = {"role": "officer", "organisation_id": str(mission.pk), "term_end": "2027-03-31"}
    assert entry.detail == {"before": before, "after": after}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"term_start": "2027-04-01", "term_end": "2027-03-31"}, "term_end"),
        ({"role": "attache"}, "organisation"),
        ({"role": "officer"}, "organisation"),
        ({"organisation": ""}, "organisation"),
        ({"role": "council", "is_secretariat": "on"}, "is_secretariat"),
        ({"name_ja": "名\u0000前"}, "name_ja"),
        ({"organisation": "00000000-0000-0000-0000-000000000000"}, "organisation"),
    ],
)
def test_bad_input_is_explained_and_changes_nothing(changes, field, admin_client, mofa_staff):
    before = User.objects.filter(pk=mofa_staff.pk).values().get()
    answer = admin_client.post(f"{PEOPLE}{mofa_staff.pk}/", fields_of(mofa_staff, **changes))
    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert User.objects.filter(pk=mofa_staff.pk).values().get() == before


def page_of(client, person):
    """What a browser would send back of the page as it stands, with the values it was drawn from."""
    page = PageFields()
    page.feed(client.get(f"{PEOPLE}{person.pk}/").content.decode())
    return page.values


class PageFields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values, self.select = {}, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "select":
            self.select = given.get("name")
        elif tag == "option" and "selected" in given:
            self.values[self.select] = given["value"]
        elif tag == "input" and given.get("name") and (given.get("type") != "checkbox" or "checked" in given):
            self.values[given["name"]] = given.get("value", "on" if given.get("type") == "checkbox" else "")


def test_two_administrators_change_different_fields_of_one_account(admin_client, mofa_staff):
    mine, theirs = page_of(admin_client, mofa_staff), page_of(admin_client, mofa_staff)
    for page in ({**theirs, "name_en": "Theirs"}, {**mine, "term_end": "2027-03-31"}):
        assert admin_client.post(f"{PEOPLE}{mofa_staff.pk}/", page).status_code == 302
    mofa_staff.refresh_from_db()
    assert (mofa_staff.name_en, mofa_staff.term_end) == ("Theirs", date(2027, 3, 31))


def test_two_administrators_change_the_same_field_and_nothing_is_overwritten(admin_client, mofa_staff):
    mine, theirs = page_of(admin_client, mofa_staff), page_of(admin_client, mofa_staff)
    admin_client.post(f"{PEOPLE}{mofa_staff.pk}/", {**theirs, "term_end": "2027-03-31"})
    answer = admin_client.post(f"{PEOPLE}{mofa_staff.pk}/", {**mine, "term_end": "2028-03-31"})
    assert answer.status_code == 400
    assert "2027-03-31" in str(answer.context["form"].errors["term_end"])
    mofa_staff.refresh_from_db()
    assert mofa_staff.term_end == date(2027, 3, 31)


def test_who_changes_organisation_falls_off_lists_but_the_last_name_stays(mofa_staff, mext_staff, mext, administrator):
    def restricted(*members):
        return change_handling(
            MeetingFactory(), handling=Handling.RESTRICTED, access_group_members=members, actor=members[0]
        )

    shared, alone = restricted(mofa_staff, mext_staff), restricted(mofa_staff)
    actions.change_person(mofa_staff, changes={"organisation": mext}, actor=administrator)
    assert set(Meeting.objects.visible_to(User.objects.get(pk=mofa_staff.pk)).filter(handling="restricted")) == {alone}
    assert set(shared.access_group.members.all()) == {mext_staff}


def test_change_of_term_alone_keeps_the_lists(mofa_staff, mext_staff, administrator):
    meeting = change_handling(
        MeetingFactory(), handling=Handling.RESTRICTED, access_group_members=[mext_staff], actor=mofa_staff
    )
    actions.change_person(mofa_staff, changes={"term_end": date(2099, 3, 31)}, actor=administrator)
    assert meeting.access_group.members.count() == 2


def test_disabling_ends_what_other_apps_gave_out(mofa_staff, administrator, monkeypatch):
    ended = []
    monkeypatch.setattr(endings, "_endings", [*endings._endings, lambda user, now: ended.append(user)])
    actions.disable(mofa_staff, actor=administrator, now=timezone.now())
    assert ended == [mofa_staff]
    assert AuditEntry.objects.filter(act=Act.ACCOUNT_DISABLED, record_id=str(mofa_staff.pk)).count() == 1


def test_administrator_cannot_disable_themselves(admin_client, administrator):
    assert admin_client.post(f"{PEOPLE}{administrator.pk}/disable/").status_code == 403
    administrator.refresh_from_db()
    assert administrator.is_active


def test_last_administrator_keeps_the_role(administrator, mofa):
    with pytest.raises(ValidationError):
        actions.change_person(administrator, changes={"role": Role.STAFF, "organisation": mofa}, actor=administrator)
    second = UserFactory(role=Role.ADMIN, organisation=None)
    actions.change_person(administrator, changes={"role": Role.STAFF, "organisation": mofa}, actor=second)
    assert User.objects.get(pk=administrator.pk).role == Role.STAFF


@pytest.mark.parametrize(
    "act",
    [
        lambda who, actor: actions.disable(who, actor=actor, now=timezone.now()),
        lambda who, actor: actions.enable(who, actor=actor),
        lambda who, actor: actions.reset_second_factor(who, actor=actor, now=timezone.now()),
        lambda who, actor: actions.change_person(who, changes={"role": Role.ADMIN}, actor=actor),
        lambda who, actor: actions.invite_again(who, actor=actor),
    ],
)
def test_nobody_else_manages_people(act, mext_staff, secretariat):
    with pytest.raises(PermissionDenied):
        act(mext_staff, secretariat)


def test_resetting_the_second_factor_forgets_it_and_ends_sessions(client, administrator, mofa_staff):
    Authenticator.objects.create(user=mofa_staff, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(mofa_staff)
    actions.reset_second_factor(mofa_staff, actor=administrator, now=timezone.now())
    assert not Authenticator.objects.filter(user=mofa_staff).exists()
    assert client.get("/settings/").status_code == 302


def test_review_lists_why(admin_client, mofa_staff, mext_staff, administrator, settings):
    today = timezone.localdate()
    for person in (mofa_staff, mext_staff, administrator):
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    User.objects.filter(pk=mofa_staff.pk).update(
        term_end=today + timedelta(days=30), last_seen_at=timezone.now() - timedelta(days=91)
    )
    rows = admin_client.get("/administration/review/").context["people"]
    assert [(person.email, reasons) for person, reasons in rows] == [(mofa_staff.email, ["term_ends", "unseen"])]
