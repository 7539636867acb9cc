"""What belongs to the reader alone: profile, saved filters, personal tokens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.handling import Handling
from accounts.models import Act, ApiToken, AuditEntry, SavedFilter
from tests.factories.meetings import MeetingFactory
from tests.factories.reminders import NotificationFactory

pytestmark = pytest.mark.django_db

FILTER = {"page": "meetings", "name": "量子", "query": "q=量子"}


def test_saved_filter_is_its_owners_alone(staff_api, attache_api):
    made = staff_api.post("/api/v1/saved-filters/", FILTER, format="json")
    assert made.status_code == 201
    address = f"/api/v1/saved-filters/{made.json()['id']}/"
    assert attache_api.get(address).status_code == attache_api.delete(address).status_code == 404
    assert staff_api.delete(address).status_code == 204
    assert SavedFilter.objects.count() == 0


def test_saved_filter_name_is_used_once(staff_api):
    staff_api.post("/api/v1/saved-filters/", FILTER, format="json")
    again = staff_api.post("/api/v1/saved-filters/", FILTER, format="json")
    assert again.status_code == 400
    assert SavedFilter.objects.count() == 1


def test_token_opens_the_api_in_its_owners_language_until_it_is_revoked(token_client_of, french_attache):
    client = token_client_of(french_attache)
    assert client.get("/api/v1/me/").json()["email"] == french_attache.email
    assert client.get("/api/v1/meetings/?limit=0").json()["errors"][0]["message"].startswith("Give")
    assert client.delete(f"/api/v1/tokens/{client.token.pk}/").status_code == 204
    assert client.get("/api/v1/me/").status_code == 401


def test_issued_token_is_shown_once_and_kept_hashed(staff_api, mofa_staff):
    answer = staff_api.post("/api/v1/tokens/", {"name": "表計算"}, format="json")
    text = answer.json()["token"]
    kept = ApiToken.objects.get()
    assert kept.digest == ApiToken.digest_of(text) != text
    assert "token" not in staff_api.get(f"/api/v1/tokens/{kept.pk}/").json()
    assert answer.headers["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(act=Act.TOKEN_ISSUED, actor=mofa_staff).count() == 1
    assert text not in str(AuditEntry.objects.values())


@pytest.mark.parametrize("fault", ["expired", "disabled", "wrong"])
def test_token_past_its_time_of_a_disabled_owner_or_made_up_is_401(fault, token_client_of, mofa_staff):
    client = token_client_of(mofa_staff)
    if fault == "expired":
        ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif fault == "disabled":
        mofa_staff.is_active = False
        mofa_staff.save()
    else:
        client.credentials(HTTP_AUTHORIZATION="Bearer made-up")
    assert client.get("/api/v1/me/").status_code == 401


def test_notification_is_read_once_and_by_its_recipient_alone(staff_api, attache_api, mofa_staff):
    meeting = MeetingFactory(handling=Handling.PUBLIC)
    notification = NotificationFactory(recipient=mofa_staff, object_id=meeting.pk)
    address = f"/api/v1/notifications/{notification.pk}/"
    assert attache_api.get(address).status_code == attache_api.post(f"{address}read/").status_code == 404
    first = staff_api.post(f"{address}read/").json()["read_at"]
    assert staff_api.post(f"{address}read/").json()["read_at"] == first is not None
    assert staff_api.get("/api/v1/notifications/?unread=1").json()["results"] == []
    assert len(staff_api.get("/api/v1/notifications/").json()["results"]) == 1


def test_notification_about_what_one_may_no_longer_read_is_gone(staff_api, mofa_staff):
    meeting = MeetingFactory(handling=Handling.SHARED)
    NotificationFactory(recipient=mofa_staff, object_id=meeting.pk)
    assert staff_api.get("/api/v1/notifications/").json()["results"] == []
