"""History and audit cannot be rewritten: raw SQL is refused, and a change by raw SQL is in the history."""

import pghistory
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from accounts import audit
from accounts.models import Act
from meetings.models import Meeting
from tests.factories.meetings import MeetingFactory

APPEND_ONLY = sorted(
    model._meta.db_table
    for model in apps.get_models()
    if hasattr(model, "pgh_tracked_model") or model._meta.label == "accounts.AuditEntry"
)


def refused(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.allow_truncate = 'off'")
        with pytest.raises(ProgrammingError, match=r"Cannot (update|delete)|cannot truncate"):
            cursor.execute(statement)
        transaction.set_rollback(True)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.django_db
def test_append_only_table_is_not_truncated(table):
    refused(f'TRUNCATE "{table}" CASCADE')


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.django_db
def test_each_append_only_table_has_its_guards_in_force(table):
    """By row before UPDATE and DELETE (bits 2, 16, 8 and 1), by statement before TRUNCATE (2 and 32); none disabled."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgtype FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'",
            [f'"{table}"'],
        )
        kinds = {kind for (kind,) in cursor.fetchall()}
    assert {1 | 2 | 8 | 16, 2 | 32} <= kinds


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {} SET kind = ''", "DELETE FROM {}"])
def test_audit_entry_is_neither_changed_nor_deleted(statement, mofa_staff):
    audit.record(Act.EXPORTED, actor=mofa_staff, rows=3)
    refused(statement.format("accounts_auditentry"))


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {} SET title_ja = ''", "DELETE FROM {}"])
def test_history_is_neither_changed_nor_deleted(statement):
    MeetingFactory()
    refused(statement.format("meetings_meetingevent"))


@pytest.mark.django_db
def test_raw_sql_change_is_in_the_history_with_its_context(mofa_staff):
    meeting = MeetingFactory(title_ja="変更前")
    with pghistory.context(user=str(mofa_staff.pk), request_id="r-1"), connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_meeting SET title_ja = '変更後' WHERE id = %s", [meeting.pk])
    events = pghistory.models.Events.objects.tracks(Meeting(pk=meeting.pk)).order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "update"]
    assert events.last().pgh_diff == {"title_ja": ["変更前", "変更後"]}
    assert events.last().pgh_context == {"user": str(mofa_staff.pk), "request_id": "r-1"}
