"""Documents and their versions: who may, what is kept, and that rows and files go together."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from diplomacy.uploads import store
from diplomacy.versioned.editing import Conflict
from meetings.actions import documents as actions
from meetings.actions.agenda import delete_items, restore_item
from meetings.actions.handling import set_handling
from meetings.models import Document, DocumentVersion
from meetings.tasks import empty_bin
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory, add_file
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.uploads.files import PDF

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def meeting(mofa, mext):
    meeting = MeetingFactory(series=SeriesFactory(lead_ministry=mofa))
    meeting.concerned.add(mext)
    return meeting


@pytest.fixture
def stranger(cao):
    """Staff of a ministry the meeting does not name."""
    return UserFactory(organisation=cao)


@pytest.fixture
def document(meeting):
    return DocumentFactory(meeting=meeting, title_ja="議題案", file=("議題案.pdf", PDF))


def pdf(name="議題案.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def add(meeting, actor, upload=None, **fields):
    given = {"title_ja": "議題案", "kind": "ours", "language": "ja", **fields}
    return actions.add_document(meeting.pk, fields=given, upload=upload or pdf(), actor=actor, now=NOW)


def files(settings):
    return {path.name for path in settings.UPLOADS_FOLDER.rglob("*") if path.is_file()}


def test_a_document_is_kept_with_its_file(meeting, mext_staff, mext):
    made = add(meeting, mext_staff)
    version = made.versions.get()
    assert (made.owner, made.handling) == (mext, Handling.GOVERNMENT)
    assert (version.number, version.file_name, version.size) == (1, "議題案.pdf", len(PDF))
    assert (version.uploaded_by, version.uploaded_at) == (mext_staff, NOW)
    assert store.path_of(version.pk).read_bytes() == PDF


def test_only_the_ministries_of_the_meeting_add_documents(meeting, stranger, officer, council_member, settings):
    for outsider in (stranger, officer, council_member):
        with pytest.raises(PermissionDenied):
            add(meeting, outsider)
    assert not Document.objects.exists()
    assert files(settings) == set()


def test_a_refused_file_leaves_neither_row_nor_file(meeting, mofa_staff, settings):
    with pytest.raises(ValidationError) as refusal:
        add(meeting, mofa_staff, pdf(content=b"no pdf"))
    assert set(refusal.value.error_dict) == {"file"}
    assert not Document.objects.exists()
    assert files(settings) == set()


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"title_ja": ""}, "title_ja"),
        ({"title_ja": "改\x00行"}, "title_ja"),
        ({"kind": "gift"}, "kind"),
        ({"handling": "restricted"}, "access_group"),
        ({"handling": "nowhere"}, "handling"),
    ],
)
def test_bad_fields_leave_neither_row_nor_file(meeting, mofa_staff, settings, fields, named):
    with pytest.raises(ValidationError) as refusal:
        add(meeting, mofa_staff, **fields)
    assert named in refusal.value.error_dict
    assert not Document.objects.exists()
    assert files(settings) == set()


def test_an_item_of_another_meeting_or_out_of_sight_is_refused(meeting, mext_staff):
    hidden = AgendaItemFactory(meeting=meeting, handling=Handling.SHARED)
    for item in (AgendaItemFactory(), hidden):
        with pytest.raises(ValidationError) as refusal:
            add(meeting, mext_staff, item=item)
        assert "item" in refusal.value.error_dict


def test_a_document_is_read_where_meeting_item_and_own_level_allow(meeting, mofa_staff, french_attache, french_embassy):
    item = AgendaItemFactory(meeting=meeting, handling=Handling.PUBLIC)
    document = DocumentFactory(meeting=meeting, item=item, handling=Handling.PUBLIC)

    def reads(user):
        return Document.objects.visible_to(user).filter(pk=document.pk).exists()

    assert (reads(mofa_staff), reads(french_attache)) == (True, False)
    meeting.handling = Handling.PUBLIC
    meeting.save()
    assert reads(french_attache)
    for record in (item, document):
        record.handling = Handling.GOVERNMENT
        record.save()
        assert (reads(mofa_staff), reads(french_attache)) == (True, False)
        record.handling = Handling.SHARED
        record.save()
        record.shared_with.add(french_embassy)
        assert (reads(mofa_staff), reads(french_attache)) == (record.owner_id == mofa_staff.organisation_id, True)
        record.handling = Handling.PUBLIC
        record.save()


def test_a_version_supersedes_and_the_earlier_one_stays(document, mext_staff):
    made = actions.add_version(
        document.pk, upload=pdf(content=PDF + b"\n"), note="3項を追加", seen_version=1, actor=mext_staff, now=NOW
    )
    assert (made.number, made.note) == (2, "3項を追加")
    assert [version.number for version in document.versions.all()] == [2, 1]
    assert all(store.path_of(version.pk).is_file() for version in document.versions.all())


def test_two_people_send_a_version_at_once(document, mofa_staff, mext_staff, settings):
    actions.add_version(document.pk, upload=pdf(content=PDF + b"\n"), seen_version=1, actor=mofa_staff, now=NOW)
    before = files(settings)
    with pytest.raises(Conflict):
        actions.add_version(document.pk, upload=pdf(content=PDF + b"\r"), seen_version=1, actor=mext_staff, now=NOW)
    assert document.versions.count() == 2
    assert files(settings) == before


def test_the_same_file_again_is_no_version(document, mofa_staff, settings):
    before = files(settings)
    with pytest.raises(ValidationError, match="同じファイル"):
        actions.add_version(document.pk, upload=pdf(), seen_version=1, actor=mofa_staff, now=NOW)
    assert files(settings) == before


def test_a_version_is_never_changed(document):
    version = document.versions.get()
    version.file_name = "別の名前.pdf"
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        version.save()


def test_different_fields_are_merged_and_the_same_field_is_a_conflict(document, mofa_staff, mext_staff):
    def edit(actor, **changes):
        return actions.edit_document(document.pk, changes=changes, seen_version=1, actor=actor)

    edit(mofa_staff, title_ja="議題（案）")
    edit(mext_staff, title_en="Draft agenda")
    document.refresh_from_db()
    assert (document.title_ja, document.title_en, document.version) == ("議題（案）", "Draft agenda", 3)
    with pytest.raises(Conflict) as conflict:
        edit(mext_staff, title_ja="議事次第")
    assert conflict.value.theirs == {"title_ja": "議題（案）"}


def test_the_lead_and_the_owner_say_how_far_a_document_goes(meeting, mofa_staff, mext_staff, mext):
    own, others = DocumentFactory(meeting=meeting, owner=mext), DocumentFactory(meeting=meeting)

    def handle(document, actor):
        return set_handling(document, handling="public", seen_version=1, actor=actor)

    assert handle(own, mext_staff).handling == Handling.PUBLIC
    with pytest.raises(PermissionDenied):
        handle(others, mext_staff)
    handle(others, mofa_staff)
    assert AuditEntry.objects.filter(act=Act.HANDLING_CHANGED, kind="meetings.document").count() == 2


def test_an_owner_that_no_longer_writes_no_longer_says(meeting, mext_staff, mext):
    own = DocumentFactory(meeting=meeting, owner=mext)
    meeting.concerned.clear()
    with pytest.raises(PermissionDenied):
        set_handling(own, handling="public", seen_version=1, actor=mext_staff)


def test_nobody_shuts_themselves_out(meeting, mofa_staff, mext, french_embassy):
    document = DocumentFactory(meeting=meeting, owner=mext)
    with pytest.raises(ValidationError, match="ご自身が読めなくなります"):
        set_handling(document, handling="shared", shared_with=[french_embassy], seen_version=1, actor=mofa_staff)


def test_a_deletion_is_undone_within_thirty_days(document, mofa_staff, mext_staff):
    gone = actions.delete_document(document.pk, seen_version=1, actor=mofa_staff, now=NOW)
    assert not Document.objects.visible_to(mofa_staff).live().exists()
    assert not DocumentVersion.objects.visible_to(mofa_staff).exists()
    with pytest.raises(Conflict):
        actions.restore_document(document.pk, seen_version=1, actor=mext_staff)
    actions.restore_document(document.pk, seen_version=gone.version, actor=mext_staff)
    assert DocumentVersion.objects.visible_to(mofa_staff).exists()


def test_files_go_after_thirty_days_and_a_day(document, mofa_staff, settings):
    kept = DocumentFactory(meeting=document.meeting).versions.get()
    gone = document.versions.get()
    for version in (kept, gone):
        moment = (NOW - timedelta(days=40)).timestamp()
        os.utime(store.path_of(version.pk), (moment, moment))
    actions.delete_document(document.pk, seen_version=1, actor=mofa_staff, now=NOW - timedelta(days=31))
    empty_bin()
    assert not Document.objects.filter(pk=document.pk).exists()
    assert files(settings) == {str(kept.pk)}


def test_documents_go_into_the_bin_with_their_item_and_come_back_with_it(meeting, mofa_staff):
    item = AgendaItemFactory(meeting=meeting)
    document = DocumentFactory(meeting=meeting, item=item)
    [gone] = delete_items(meeting.pk, versions={item.pk: 1}, actor=mofa_staff, now=NOW)
    assert not Document.objects.visible_to(mofa_staff).exists()
    restore_item(item.pk, seen_version=gone.version, actor=mofa_staff)
    assert Document.objects.visible_to(mofa_staff).get() == document


def test_titles_and_names_of_all_files_are_found(document, mofa_staff):
    add_file(document, "量子技術の論点.docx", b"text")
    for words in ("議題案", "量子", "docx 論点"):
        assert Document.objects.called_like(words).get() == document
    assert not Document.objects.called_like("宇宙").exists()
