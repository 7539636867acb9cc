"""Signing in: nobody learns who has an account, and guessing is slowed without locking out a whole ministry."""

import time
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from accounts.models import Act, AuditEntry, User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def attempt(client, address, password, **extra):
    return client.post(LOGIN, {"login": address, "password": password}, **extra)


def errors(answer):
    return answer.context["form"].errors.get_json_data()


def test_unknown_address_and_wrong_password_read_the_same(client, mofa_staff):
    known = attempt(client, mofa_staff.email, "wrong-password")
    unknown = attempt(client, "nobody@portal.example", "wrong-password")
    assert errors(known) == errors(unknown)
    assert known.status_code == unknown.status_code


def test_signing_in_and_out_is_said_in_the_words_of_the_pages(client, mofa_staff):
    answer = client.post(LOGIN, {"login": mofa_staff.email, "password": PASSWORD}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["サインインしました。"]
    answer = client.post("/accounts/logout/", follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["サインアウトしました。"]


def test_signing_in_is_said_in_the_language_of_the_person(client, french_attache):
    """The page before it may have been in another."""
    answer = client.post(
        LOGIN, {"login": french_attache.email, "password": PASSWORD}, follow=True, headers={"Accept-Language": "ja"}
    )
    assert [str(message) for message in answer.context["messages"]] == ["Signed in."]


def test_unknown_address_takes_as_long_as_a_wrong_password(client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    person = UserFactory()

    def quickest(address):
        times = []
        for _attempt in range(3):
            began = time.process_time()
            attempt(client, address, "wrong-password")
            times.append(time.process_time() - began)
        return min(times)

    assert quickest("nobody@portal.example") > quickest(person.email) / 2


def test_guessing_is_stopped_and_does_not_lock_out_a_colleague_behind_the_same_address(client, mofa_staff, mext_staff):
    refused = [attempt(client, mofa_staff.email, f"guess-{n}") for n in range(15)]
    assert [answer.status_code for answer in refused] == [200] * 15
    last, first = errors(refused[-1])["__all__"][0]["code"], errors(refused[0])["__all__"][0]["code"]
    assert (first, last) == ("email_password_mismatch", "too_many_login_attempts")
    assert attempt(client, mofa_staff.email, PASSWORD).status_code == 200
    assert attempt(client, mext_staff.email, PASSWORD).status_code == 302


def test_password_reset_answers_the_same_for_an_unknown_address(
    client, french_attache, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        known = client.post("/accounts/password/reset/", {"email": french_attache.email})
        assert mailoutbox == []
        unknown = client.post("/accounts/password/reset/", {"email": "nobody@portal.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    [mail] = mailoutbox
    assert mail.to == [french_attache.email]
    link = next(line for line in mail.body.splitlines() if line.startswith("http"))
    form = client.get(urlsplit(link).path, follow=True)
    new = "another-long-password"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert attempt(client, french_attache.email, new).status_code == 302
    assert client.get("/settings/").status_code == 200


def test_disabled_account_gets_no_reset_mail(client, mofa_staff, mailoutbox, django_capture_on_commit_callbacks):
    User.objects.filter(pk=mofa_staff.pk).update(is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/password/reset/", {"email": mofa_staff.email})
    assert mailoutbox == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"term_end": timezone.localdate().replace(year=2020)}])
def test_who_may_not_sign_in_does_not(change, client, mofa_staff):
    User.objects.filter(pk=mofa_staff.pk).update(**change)
    assert attempt(client, mofa_staff.email, PASSWORD).url == "/accounts/inactive/"
    assert not client.session.get("_auth_user_id")
    assert not AuditEntry.objects.filter(act=Act.SIGNED_IN).exists()
    assert client.get("/settings/").status_code == 302
    kept = User.objects.get(pk=mofa_staff.pk)
    assert {name: getattr(kept, name) for name in change} == change
    assert kept.is_active is change.get("is_active", True)


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/email/", "/accounts/confirm-email/"])
def test_pages_the_portal_does_not_offer_are_not_there(address, client):
    assert client.get(address).status_code == 404


def test_next_leads_nowhere_else(client, mofa_staff):
    answer = client.post(f"{LOGIN}?next=https://evil.example/", {"login": mofa_staff.email, "password": PASSWORD})
    assert answer.url == "/"
