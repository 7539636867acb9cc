"""A person's own settings, tokens and language, and the demo's switch of persons."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import demo
from accounts.actions.tokens import issue_token
from accounts.models import Act, ApiToken, AuditEntry, Role, User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_language_is_kept_with_the_account_and_the_page_stays(client, mofa_staff):
    client.force_login(mofa_staff)
    answer = client.post("/language/", {"language": "en", "next": "/settings/?a=量子"})
    assert answer.url.startswith("/settings/?a=")
    mofa_staff.refresh_from_db()
    assert mofa_staff.language == "en"
    page = client.get("/settings/")
    assert page.headers["Content-Language"] == "en"
    assert '<html lang="en"' in page.content.decode()


def test_language_of_a_visitor_is_kept_in_a_cookie(client):
    client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert '<html lang="en"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_language_switch_leads_nowhere_else(address, client):
    assert client.post("/language/", {"language": "en", "next": address}).url == "/"


def test_unknown_language_is_refused(client, mofa_staff):
    client.force_login(mofa_staff)
    assert client.post("/language/", {"language": "xx", "next": "/"}).status_code == 400


def test_settings_are_saved(client, mofa_staff):
    client.force_login(mofa_staff)
    sent = {"language": "en", "time_zone": "Europe/Paris", "daily_digest": "on"}
    assert client.post("/settings/", sent).status_code == 302
    mofa_staff.refresh_from_db()
    assert (mofa_staff.language, mofa_staff.time_zone, mofa_staff.daily_digest) == ("en", "Europe/Paris", True)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "a" * 51, "Asia/\x00Tokyo"])
def test_unknown_zone_is_refused_and_nothing_saved(zone, client, mofa_staff):
    client.force_login(mofa_staff)
    answer = client.post("/settings/", {"language": "en", "time_zone": zone})
    assert answer.status_code == 400
    assert "time_zone" in answer.context["form"].errors
    mofa_staff.refresh_from_db()
    assert (mofa_staff.language, mofa_staff.time_zone) == ("ja", "Asia/Tokyo")


def test_settings_change_no_rights(client, mofa_staff):
    client.force_login(mofa_staff)
    sent = {"language": "ja", "time_zone": "Asia/Tokyo", "role": "admin", "is_secretariat": "on"}
    client.post("/settings/", sent)
    person = User.objects.get(pk=mofa_staff.pk)
    assert (person.role, person.is_secretariat) == ("staff", False)


def test_token_is_shown_once_and_works_until_revoked(client, mofa_staff):
    client.force_login(mofa_staff)
    answer = client.post("/settings/tokens/", {"name": "予定表", "days": "30"})
    text = answer.context["new_token"]
    assert text in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert text not in client.get("/settings/").content.decode()
    token = ApiToken.objects.get()
    assert (token.user, (token.expires_at - timezone.now()).days) == (mofa_staff, 29)
    bearer = {"Authorization": f"Bearer {text}"}
    client.logout()
    assert client.get("/api/v1/me/", headers=bearer).json()["email"] == mofa_staff.email
    client.force_login(mofa_staff)
    client.post(f"/settings/tokens/{token.pk}/revoke/")
    client.logout()
    assert client.get("/api/v1/me/", headers=bearer).status_code == 401
    acts = AuditEntry.objects.filter(kind="accounts.apitoken").order_by("pk").values_list("act", flat=True)
    assert list(acts) == [Act.TOKEN_ISSUED, Act.TOKEN_REVOKED]


def test_token_of_somebody_else_is_not_there(client, mofa_staff, mext_staff):
    token, _text = issue_token(name="予定表", expires_at=None, actor=mofa_staff)
    client.force_login(mext_staff)
    assert client.post(f"/settings/tokens/{token.pk}/revoke/").status_code == 404
    assert ApiToken.objects.usable(timezone.now()).filter(pk=token.pk).exists()


def test_write_by_token_names_its_holder_in_the_history(client, mofa_staff):
    _token, text = issue_token(name="予定表", expires_at=None, actor=mofa_staff)
    headers = {"Authorization": f"Bearer {text}"}
    sent = {"name": "別の鍵"}
    assert client.post("/api/v1/tokens/", sent, content_type="application/json", headers=headers).status_code == 201
    event = ApiToken.pgh_event_model.objects.select_related("pgh_context").get(name="別の鍵")
    assert event.pgh_context.metadata["user"] == str(mofa_staff.pk)


def test_demo_lets_one_see_the_portal_as_its_people(client, mofa):
    person = UserFactory(email="staff@portal.example", organisation=mofa)
    assert client.post("/demo/", {"person": person.email}).status_code == 302
    assert client.get("/settings/").wsgi_request.user == person


def test_demo_offers_its_people_in_their_order_and_nobody_else(mofa, mofa_staff, settings):
    UserFactory(email="admin@portal.example", role=Role.ADMIN, organisation=None)
    UserFactory(email="staff@portal.example", organisation=mofa)
    UserFactory(email="staff2@portal.example", organisation=mofa, is_active=False)
    assert demo.choices() == [
        ("staff@portal.example", "府省担当官 — 外務省"),
        ("admin@portal.example", "システム管理者"),
    ]
    settings.DEMO = False
    assert demo.choices() == []


def test_demo_switch_reaches_no_other_account(client, mofa_staff):
    assert client.post("/demo/", {"person": mofa_staff.email}).status_code == 404
    assert client.get("/settings/").status_code == 302


def test_there_is_no_demo_switch_in_production(client, mofa, settings):
    person = UserFactory(email="staff@portal.example", organisation=mofa)
    settings.DEMO = False
    assert client.post("/demo/", {"person": person.email}).status_code == 404
    assert client.get("/settings/").status_code == 302


def test_changes_need_the_csrf_token(mofa_staff):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mofa_staff)
    assert strict.post("/settings/", {"language": "en", "time_zone": "Asia/Tokyo"}).status_code == 403
    assert strict.post("/session/extend/").status_code == 403
