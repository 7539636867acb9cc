"""What the administrator sees of what others did: who, what kind, when and which; never the texts."""

from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from accounts import audit
from accounts.actions import change_handling
from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
CANARY = "カナリア極秘"


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client


def test_audit_filters_and_pages_by_key(admin_client, administrator, mofa_staff):
    for number in range(101):
        audit.record(Act.EXPORTED, actor=mofa_staff, kind="meetings.meeting", rows=number)
    address = "/administration/audit/?act=exported&actor=mofa.staff@portal.example"
    first = admin_client.get(address).context
    assert [entry.detail["rows"] for entry in first["entries"]] == list(range(100, 0, -1))
    older = admin_client.get(f"/administration/audit/?{first['next']}").context
    assert [entry.detail["rows"] for entry in older["entries"]] == [0]
    assert older["next"] == ""
    assert not admin_client.get("/administration/audit/?act=exported&actor=nobody@x.example").context["entries"]


def test_audit_names_kinds_in_words_and_counts_what_left(admin_client, administrator, mofa_staff):
    audit.record(Act.EXPORTED, actor=mofa_staff, kind="meetings.meeting", rows=1)
    audit.record(Act.EXPORTED, actor=mofa_staff, kind="gone.kind", rows=2)
    administrator.language = "en"
    administrator.save()
    page = admin_client.get("/administration/audit/?act=exported").content.decode()
    assert "meetings.meeting" not in page
    assert ">1 row</span>" in page
    assert "gone.kind" in page
    assert ">2 rows</span>" in page


@pytest.mark.parametrize("query", ["act=nonsense", "since=2026-02-30"])
def test_audit_refuses_what_it_does_not_know(query, admin_client):
    assert admin_client.get(f"/administration/audit/?{query}").status_code == 400


@pytest.mark.parametrize("before", ["9" * 40, "-1", "x", "%00"])
def test_a_senseless_key_shows_the_newest(before, admin_client, mofa_staff):
    audit.record(Act.EXPORTED, actor=mofa_staff)
    assert admin_client.get(f"/administration/audit/?before={before}").context["entries"]


def test_changes_show_who_when_and_which_but_no_texts(admin_client, mofa_staff):
    meeting = MeetingFactory(title_ja=CANARY)
    change_handling(meeting, handling=Handling.RESTRICTED, actor=mofa_staff)
    for address in (
        "/administration/changes/?kind=meetings.meeting",
        "/administration/audit/",
        f"/administration/people/{mofa_staff.pk}/",
    ):
        assert CANARY not in admin_client.get(address).content.decode()
    changes = admin_client.get("/administration/changes/?kind=meetings.meeting").context["changes"]
    assert [(change.label, change.record_id) for change in changes] == [
        ("update", str(meeting.pk)),
        ("insert", str(meeting.pk)),
    ]


def test_changes_of_an_unknown_kind_are_not_there(admin_client):
    assert admin_client.get("/administration/changes/?kind=auth.permission").status_code == 404


def test_change_through_a_page_names_the_person_and_their_address(admin_client, administrator, mofa_staff, mofa):
    sent = {"name_ja": "改名", "role": "staff", "organisation": mofa.pk}
    admin_client.post(f"/administration/people/{mofa_staff.pk}/", sent)
    newest = admin_client.get("/administration/changes/?kind=accounts.user").context["changes"][0]
    assert (newest.label, newest.record_id, newest.actor, newest.address) == (
        "update",
        str(mofa_staff.pk),
        administrator,
        "127.0.0.1",
    )


def test_kept_mail_is_read_newest_first(admin_client, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    connection = get_connection()
    for subject in ("一通目", "二通目"):
        mail = EmailMultiAlternatives(subject, f"{subject}の本文 http://testserver/settings/", to=["a@portal.example"])
        mail.attach_alternative("<p>html</p>", "text/html")
        connection.send_messages([mail])
    answer = admin_client.get("/administration/mail/")
    assert [mail.subject for mail in answer.context["mails"]] == ["二通目", "一通目"]
    assert "一通目の本文" in answer.content.decode()


def test_mail_that_is_really_sent_is_not_shown(admin_client):
    assert admin_client.get("/administration/mail/").status_code == 404


def test_desk_leads_to_every_page(admin_client):
    page = admin_client.get("/administration/").content.decode()
    for address in ("people/", "people/?state=invited", "people/invite/", "review/", "audit/", "changes/"):
        assert f'href="/administration/{address}"' in page
        assert admin_client.get(urlsplit(f"/administration/{address}").geturl()).status_code == 200


def test_denied_entry_keeps_the_request(admin_client, client, mofa_staff):
    client.force_login(mofa_staff)
    client.get("/administration/", headers={"X-Forwarded-For": "203.0.113.9"})
    entry = AuditEntry.objects.get(act=Act.DENIED)
    assert (entry.address, len(entry.request_id)) == ("127.0.0.1", 36)
