"""What a meeting's history and the desk tell of documents, positions and clearances, by each one's own visibility."""

import io
from datetime import datetime, timedelta

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from diplomacy.uploads import store
from meetings import changes, history
from meetings.actions.clearance import close_round, open_round, withdraw
from meetings.models import DocumentVersion, Position
from tests.factories.accounts import AccessGroupFactory
from tests.factories.documents import DocumentFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.positions import PositionFactory

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def meeting(mofa):
    return MeetingFactory(lead_ministry=mofa, owner=mofa, title_ja="委員会")


@pytest.fixture
def position(meeting, mofa):
    return PositionFactory(item=AgendaItemFactory(meeting=meeting, title_ja="量子"), owner=mofa)


def new_version(document, person):
    version = DocumentVersion(
        document=document, number=2, size=1, file_name="第2版.pdf", uploaded_at=timezone.now(), uploaded_by=person
    )
    with store.kept(io.BytesIO(b"x"), version.pk):
        version.save()
    return version


def opened(position, asked, actor):
    now = timezone.now()
    return open_round(
        position.item.meeting_id,
        positions=[position.pk],
        ministries=[asked.pk],
        deadline=now + timedelta(days=3),
        actor=actor,
        now=now,
    )


def told(meeting, reader):
    return [(one.what, one.deed) for one in history.changes(meeting, reader)]


def on_desk(reader):
    return {(one.what, one.title, one.url) for one in changes.recent_changes(reader, LONG_AGO)}


def hide(record):
    type(record).objects.filter(pk=record.pk).update(handling=Handling.RESTRICTED, access_group=AccessGroupFactory())


def test_a_new_version_of_a_document_is_told(meeting, mofa_staff, mext_staff):
    document = DocumentFactory(meeting=meeting, title_ja="議事次第")
    new_version(document, mofa_staff)
    assert {("議事次第", "第2版を登録"), ("議事次第", "追加")} <= set(told(meeting, mext_staff))
    line = ("資料の新しい版 1件", "委員会", reverse("meetings:documents", args=[meeting.pk]))
    assert line in on_desk(mext_staff)
    assert line not in on_desk(mofa_staff)
    hide(document)
    assert "議事次第" not in str(told(meeting, mext_staff))
    assert line not in on_desk(mext_staff)


def test_a_clearance_opened_and_ended_is_told(meeting, position, mext, mofa_staff, mext_staff, french_attache):
    round = opened(position, mext, mofa_staff)
    close_round(round.pk, accept_unsettled=True, note="期限のため", actor=mofa_staff, now=timezone.now())
    withdraw(opened(position, mext, mofa_staff).pk, reason="議題が外れた", actor=mofa_staff, now=timezone.now())
    deeds = [deed for _what, deed in told(meeting, mext_staff)]
    assert deeds[:4] == ["終了: 取下げ", "開始", "終了: 不調", "開始"]
    page = reverse("meetings:clearances", args=[meeting.pk])
    assert {line for line in on_desk(mext_staff) if line[2] == page} == {
        ("各省協議が開始 2件", "委員会", page),
        ("各省協議が終了 1件", "委員会", page),
        ("各省協議が取下げ 1件", "委員会", page),
    }
    assert page not in str(on_desk(french_attache))
    hide(position)
    assert page not in str(on_desk(mext_staff))
    assert "開始" not in [deed for _what, deed in told(meeting, mext_staff)]


def test_of_a_round_the_items_one_sees_are_named(meeting, position, mext, mofa_staff, mext_staff):
    other = PositionFactory(item=AgendaItemFactory(meeting=meeting, title_ja="人材"))
    now = timezone.now()
    deadline = now + timedelta(days=3)
    keys = [position.pk, other.pk]
    open_round(meeting.pk, positions=keys, ministries=[mext.pk], deadline=deadline, actor=mofa_staff, now=now)
    hide(other)
    found = next(one for one in history.changes(meeting, mext_staff) if one.deed == "開始")
    assert (found.fields[0].label, found.fields[0].added) == ("対象", "量子")


def test_a_changed_position_is_on_the_desk_of_its_readers(meeting, position, mofa_staff, mext_staff, french_attache):
    rows = Position.objects.filter(pk=position.pk)
    with pghistory.context(user=str(mofa_staff.pk)):
        rows.update(line_ja="改めた方針", version=2, field_versions={"line_ja": 2})
    line = ("対処方針が変更 1件", "委員会", reverse("meetings:positions", args=[meeting.pk]))
    assert line in on_desk(mext_staff)
    assert line not in on_desk(french_attache)
    hide(position)
    assert line not in on_desk(mext_staff)


def test_the_page_names_what_came_in(client, meeting, position, mext, mofa_staff, mext_staff):
    opened(position, mext, mofa_staff)
    client.force_login(mext_staff)
    text = client.get(reverse("meetings:history", args=[meeting.pk])).content.decode()
    assert '対象: <span class="soft">追加</span> <ins>量子</ins>' in text


def test_an_older_page_goes_on_where_the_first_ended(meeting, position, mext, mofa_staff, mext_staff, monkeypatch):
    round = opened(position, mext, mofa_staff)
    close_round(round.pk, accept_unsettled=True, actor=mofa_staff, now=timezone.now())
    monkeypatch.setattr(history, "PAGE", 1)
    latest = history.changes(meeting, mext_staff)
    assert [one.deed for one in latest] == ["終了: 不調"]
    assert [one.deed for one in history.changes(meeting, mext_staff, before=latest[0].at)] == ["開始"]


def test_queries_do_not_grow(meeting, mext, mofa_staff, mext_staff):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            history.changes(meeting, mext_staff)
            changes.recent_changes(mext_staff, LONG_AGO)
        return len(captured)

    counted = []
    for _round in range(3):
        opened(PositionFactory(item=AgendaItemFactory(meeting=meeting)), mext, mofa_staff)
        new_version(DocumentFactory(meeting=meeting), mofa_staff)
        counted.append(asked())
    assert counted[0] == counted[2]


def test_what_stood_before_is_that_of_the_same_record(meeting, mext_staff, mofa):
    """The tables of the history number their rows each for itself: the same numbers are not the same row."""
    with connection.cursor() as cursor:
        for table in ("meetings_agendaitemevent", "meetings_positionevent"):
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'pgh_id'), 800000)", [table])
    item = AgendaItemFactory(meeting=meeting, title_ja="前の題")
    position = PositionFactory(item=item, owner=mofa, line_ja="前の方針")
    for row, name, text in ((item, "title_ja", "後の題"), (position, "line_ja", "後の方針")):
        setattr(row, name, text)
        row.version, row.field_versions = 2, {name: 2}
        row.save()
    lines = history.changes(meeting, mext_staff)
    said = [(one.before, one.after) for line in lines for one in line.fields if one.before.startswith("前の")]
    assert sorted(said) == [("前の方針", "後の方針"), ("前の題", "後の題")]
