"""Outside the demo nobody works without a second factor: a code app or a passkey. The browser tests use a passkey."""

import base64

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.utils import timezone

from accounts import second_factor
from accounts.actions.tokens import issue_token
from accounts.models import Act, AuditEntry
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings):
    settings.MFA_REQUIRED = True


@pytest.fixture
def signed_in(client, mofa_staff):
    client.post("/accounts/login/", {"login": mofa_staff.email, "password": PASSWORD})
    return client


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_person_without_one_reaches_only_the_pages_that_set_it_up(signed_in):
    for address in ("/settings/", "/accounts/sessions/", "/accounts/password/change/", "/administration/people/"):
        answer = signed_in.get(address)
        assert (answer.status_code, answer.url) == (302, "/accounts/2fa/")
    assert signed_in.get("/accounts/2fa/").status_code == 200
    assert signed_in.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
    assert signed_in.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    assert signed_in.get("/accounts/2fa/totp/activate/").status_code == 200
    assert signed_in.get("/accounts/2fa/webauthn/add/").status_code == 200


def test_api_is_closed_without_one_by_session_and_by_token(signed_in, mofa_staff):
    assert signed_in.get("/api/v1/me/").status_code == 403
    _token, text = issue_token(name="鍵", expires_at=None, actor=mofa_staff)
    signed_in.logout()
    assert signed_in.get("/api/v1/me/", headers={"Authorization": f"Bearer {text}"}).status_code == 403


def test_recovery_codes_alone_are_none(mofa_staff):
    Authenticator.objects.create(user=mofa_staff, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert second_factor.must_enrol(mofa_staff)


def test_passkey_is_one(mofa_staff):
    Authenticator.objects.create(user=mofa_staff, type=Authenticator.Type.WEBAUTHN, data={})
    assert not second_factor.must_enrol(mofa_staff)


def test_code_app_is_set_up_opens_the_portal_and_is_asked_for_at_the_next_sign_in(
    client, signed_in, mofa_staff, django_capture_on_commit_callbacks
):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        signed_in.post("/accounts/reauthenticate/", {"password": PASSWORD})
        page = signed_in.get("/accounts/2fa/totp/activate/")
        secret = page.context["form"].secret
        with django_capture_on_commit_callbacks(execute=True):
            assert signed_in.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
        assert signed_in.get("/settings/").status_code == 200
        signed_in.post("/accounts/logout/")
        clock.shift(60)
        half = client.post("/accounts/login/", {"login": mofa_staff.email, "password": PASSWORD})
        assert half.url.startswith("/accounts/2fa/authenticate/")
        assert client.get("/settings/").status_code == 302
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
        assert client.get("/settings/").status_code == 302
        client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        assert client.get("/settings/").status_code == 200
    acts = AuditEntry.objects.filter(record_id=str(mofa_staff.pk)).order_by("pk").values_list("act", "detail")
    assert [(act, detail) for act, detail in acts if act in {Act.MFA_CHANGED, Act.SIGN_IN_FAILED}] == [
        (Act.MFA_CHANGED, {"type": "totp"}),
        (Act.MFA_CHANGED, {"type": "recovery_codes"}),
        (Act.SIGN_IN_FAILED, {"step": "second_factor"}),
    ]


def test_asking_for_a_new_password_does_not_keep_one_from_setting_it_up(
    client, signed_in, mofa_staff, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/password/reset/", {"email": mofa_staff.email})
    signed_in.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert signed_in.get("/accounts/2fa/totp/activate/").status_code == 200


def test_secret_is_kept_encrypted_and_survives_a_change_of_key(mofa_staff, settings):
    secret = base64.b32encode(b"0123456789abcdefghij").decode()
    TOTP.activate(mofa_staff, secret)
    authenticator = Authenticator.objects.get(user=mofa_staff)
    assert secret not in str(authenticator.data)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-key-after-rotation"
    assert authenticator.wrap().validate_code(code_of(secret))
