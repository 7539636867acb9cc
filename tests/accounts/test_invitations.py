"""A link lets one person in, once, within 72 hours."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions import people as actions
from accounts.models import Act, AuditEntry, Role, User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NEW = {"new_password1": "correct-horse-battery", "new_password2": "correct-horse-battery"}


@pytest.fixture
def invited(administrator, mofa):
    person = User(email="New.Person@Portal.example", name_ja="新人", role=Role.STAFF, organisation=mofa)
    link = actions.invite(person, actor=administrator)
    return person, urlsplit(link).path


def test_invitation_is_mailed_in_the_readers_language_and_lets_in(
    client, administrator, french_embassy, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(administrator)
    fields = {
        "email": "Attache@Embassy.example",
        "name_en": "A. Dupont",
        "role": "attache",
        "organisation": french_embassy.pk,
        "language": "en",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/administration/people/invite/", fields)
    assert answer.status_code == 200
    [mail] = mailoutbox
    assert mail.to == ["attache@embassy.example"]
    link = next(line for line in mail.body.splitlines() if "/invitation/" in line)
    assert link not in answer.content.decode()
    client.logout()
    path = urlsplit(link.strip()).path
    assert client.get(path).status_code == 200
    assert client.post(path, NEW).url == "/accounts/login/"
    signed_in = client.post("/accounts/login/", {"login": mail.to[0], "password": NEW["new_password1"]})
    assert signed_in.status_code == 302
    assert client.get("/settings/").status_code == 200
    acts = AuditEntry.objects.filter(record_id=str(User.objects.get(email=mail.to[0]).pk)).values_list("act", flat=True)
    assert list(acts.order_by("pk")) == [Act.INVITED, Act.INVITATION_ACCEPTED, Act.SIGNED_IN]


def test_demo_shows_the_link(client, administrator, mofa, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    client.force_login(administrator)
    fields = {"email": "n@portal.example", "role": "staff", "organisation": mofa.pk, "language": "ja"}
    assert "/invitation/" in client.post("/administration/people/invite/", fields).content.decode()


def test_link_works_once(client, invited):
    person, path = invited
    assert client.post(path, NEW).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW["new_password1"])
    assert client.get(path).status_code == 404
    assert client.post(path, {"new_password1": "x" * 20, "new_password2": "x" * 20}).status_code == 404


def test_link_ends_after_72_hours(client, invited):
    _person, path = invited
    with time_machine.travel(timezone.now() + timedelta(hours=71, minutes=59)):
        assert client.get(path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
        assert client.get(path).status_code == 404


def test_newer_invitation_replaces_the_older(client, invited, administrator):
    person, path = invited
    newer = urlsplit(actions.invite_again(person, actor=administrator)).path
    assert client.get(path).status_code == 404
    assert client.get(newer).status_code == 200


def test_link_of_a_disabled_account_opens_nothing(client, invited, administrator):
    person, path = invited
    actions.disable(person, actor=administrator, now=timezone.now())
    assert client.get(path).status_code == 404


def test_forged_link_opens_nothing(client, invited):
    _person, path = invited
    assert client.get(path[:-3] + "x/").status_code == 404
    assert client.get("/invitation/anything/").status_code == 404


def test_weak_password_is_refused(client, invited):
    person, path = invited
    assert client.post(path, {"new_password1": "password", "new_password2": "password"}).status_code == 400
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_address_is_invited_once_whatever_its_capitals(client, administrator, mofa_staff, mofa):
    client.force_login(administrator)
    fields = {"email": mofa_staff.email.upper(), "role": "staff", "organisation": mofa.pk, "language": "ja"}
    answer = client.post("/administration/people/invite/", fields)
    assert answer.status_code == 400
    assert "email" in answer.context["form"].errors


def test_person_who_accepted_is_not_invited_again(client, administrator, mofa_staff):
    client.force_login(administrator)
    assert client.post(f"/administration/people/{mofa_staff.pk}/invite/").status_code == 409


def test_command_invites_the_first_administrator(client, capsys):
    call_command("create_admin", "First@portal.example")
    path = urlsplit(capsys.readouterr().out.strip()).path
    assert client.post(path, NEW).status_code == 302
    assert User.objects.get(email="first@portal.example").role == Role.ADMIN


def test_command_gives_an_administrator_who_lost_every_way_in_a_new_one(client, administrator, capsys):
    client.force_login(administrator)
    call_command("create_admin", administrator.email)
    assert client.get("/settings/").status_code == 302
    assert client.get(urlsplit(capsys.readouterr().out.strip()).path).status_code == 200


def test_command_makes_nobody_else_an_administrator():
    person = UserFactory()
    with pytest.raises(CommandError):
        call_command("create_admin", person.email)
