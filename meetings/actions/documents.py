"""Writes to documents. `require` is asked here, so pages and API need not; the file is checked before any row is
locked, since that takes seconds. A document the person cannot see raises `Document.DoesNotExist`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.handling import Handling
from diplomacy.uploads import store
from diplomacy.uploads.checking import Checked, check_upload
from diplomacy.versioned.editing import Conflict, apply_changes, grow
from meetings.actions import handling
from meetings.actions.reach import refuse_further, with_those_above
from meetings.models import AgendaItem, Document, DocumentVersion, Meeting

if TYPE_CHECKING:
    from accounts.models import User

KEPT_IN_BIN = timedelta(days=30)
MOST_DOCUMENTS = 500
MOST_VERSIONS = 200


def add_document(
    meeting_id: UUID, *, fields: Mapping[str, Any], upload: Any, note: str = "", actor: User, now: datetime
) -> Document:
    """A new document with its first file. `fields` are the document's own, `shared_with` among them."""
    meeting = Meeting.objects.visible_to(actor).prefetch_related("concerned").get(pk=meeting_id)
    require(actor, "meetings.change_documents", meeting)
    many = {name: fields[name] for name in ("shared_with",) if name in fields}
    document = Document(meeting=meeting, owner_id=actor.organisation_id)
    for name in fields.keys() - many.keys():
        setattr(document, name, fields[name])
    _check_new(document, many, actor)
    version = _version(document, 1, _checked(upload), note, actor, now)
    with store.kept(upload.file, version.pk), transaction.atomic():
        locked = Meeting.objects.visible_to(actor).select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)
        if locked.documents.live().count() >= MOST_DOCUMENTS:
            raise ValidationError(_("資料は1つの会合に%(most)s件までです。") % {"most": MOST_DOCUMENTS})
        document.save()
        for name, values in many.items():
            getattr(document, name).set(values)
        version.save()
        handling.refuse_own_exclusion(document, actor)
    return document


def add_version(
    document_id: UUID, *, upload: Any, note: str = "", seen_version: int, actor: User, now: datetime
) -> DocumentVersion:
    """The file that supersedes the newest one; `Conflict` where somebody else changed the document meanwhile."""
    document = _readable(document_id, actor)
    require(actor, "meetings.change_documents", document.meeting)
    _refuse_changed(document, seen_version)
    checked, key = _checked(upload), uuid4()
    with store.kept(upload.file, key), transaction.atomic():
        document = _locked(document_id, actor)
        _refuse_changed(document, seen_version)
        newest = document.versions.order_by("-number").values_list("number", "sha256").first() or (0, "")
        if newest[1] == checked.sha256:
            raise ValidationError({"file": _("今の版（第%(number)s版）と同じファイルです。") % {"number": newest[0]}})
        if newest[0] >= MOST_VERSIONS:
            raise ValidationError(_("版は1つの資料に%(most)s版までです。") % {"most": MOST_VERSIONS})
        version = _version(document, newest[0] + 1, checked, note, actor, now)
        version.pk = key
        version.save(force_insert=True)
        grow(document, "versions")
        document.save()
    return version


@transaction.atomic
def edit_document(
    document_id: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User
) -> tuple[Document, list[str]]:
    """Save the changed fields; returns the document with the names of what really changed."""
    document = _locked(document_id, actor)
    require(actor, "meetings.change_documents", document.meeting)
    if handling.HANDLING_FIELDS & changes.keys():
        require(actor, "meetings.handle_document", document)
    before, item = document.handling, document.item
    changed = apply_changes(document, changes, seen_version=seen_version)
    if changed:
        _check(document, changed, actor)
        if "item" in changed:
            refuse_further(document, with_those_above(item), with_those_above(document.item), field="item")
        document.save()
        if handling.HANDLING_FIELDS & set(changed):
            handling.note_change(document, before, actor)
    return document, changed


@transaction.atomic
def delete_document(document_id: UUID, *, seen_version: int, actor: User, now: datetime) -> Document:
    """Into the bin, with its files, for 30 days."""
    document = _locked(document_id, actor)
    require(actor, "meetings.change_documents", document.meeting)
    _refuse_changed(document, seen_version)
    document.deleted_at, document.deleted_by = now, actor
    grow(document, "deleted_at")
    document.save()
    return document


@transaction.atomic
def restore_document(document_id: UUID, *, seen_version: int, actor: User) -> Document:
    document = binned(actor).select_for_update(of=("self",)).get(pk=document_id)
    require(actor, "meetings.change_documents", document.meeting)
    _refuse_changed(document, seen_version)
    document.deleted_at = document.deleted_by = None
    grow(document, "deleted_at")
    document.save()
    return document


def binned(actor: User) -> QuerySet[Document]:
    return Document.objects.visible_to(actor).exclude(deleted_at=None)


def purge_bin(*, now: datetime) -> int:
    """Remove for good what has been in the bin for 30 days; the files follow when the store is swept."""
    return Document.objects.filter(deleted_at__lt=now - KEPT_IN_BIN).delete()[0]


def keys_with_documents(keys: list[UUID]) -> Iterable[UUID]:
    """Of keys in the store, those a version stands for (registered in `diplomacy.uploads.keepers`)."""
    return DocumentVersion.objects.filter(pk__in=keys).values_list("pk", flat=True)


def _readable(document_id: UUID, actor: User) -> Document:
    return Document.objects.visible_to(actor).live().select_related("meeting").get(pk=document_id)


def _locked(document_id: UUID, actor: User) -> Document:
    rows = Document.objects.visible_to(actor).live().select_related("meeting")
    return rows.select_for_update(of=("self",)).get(pk=document_id)


def _checked(upload: Any) -> Checked:
    try:
        return check_upload(upload)
    except ValidationError as fault:
        raise ValidationError({"file": fault.error_list}) from fault


def _version(
    document: Document, number: int, checked: Checked, note: str, actor: User, now: datetime
) -> DocumentVersion:
    version = DocumentVersion(
        document=document,
        number=number,
        file_name=checked.name,
        media_type=checked.media_type,
        size=checked.size,
        sha256=checked.sha256,
        scanner=checked.scanner,
        note=note,
        uploaded_at=now,
        uploaded_by=actor,
    )
    version.clean_fields(exclude={"document"})
    return version


def _check_new(document: Document, many: Mapping[str, Any], actor: User) -> None:
    _check(document, [field.name for field in document._meta.fields if field.name != "owner"], actor)
    if document.handling == Handling.RESTRICTED:
        raise ValidationError({"handling": _("「関係者限り」は、登録した後に名簿とともに設定してください。")})
    if document.handling == Handling.SHARED and not (many.get("shared_with") or document.owner_id):
        raise ValidationError({"shared_with": _("共有先を1つ以上選んでください。")})


def _check(document: Document, fields: Collection[str], actor: User) -> None:
    """The rules over one document, with every fault named by its field."""
    untouched = {field.name for field in document._meta.fields} - set(fields)
    faults: dict[str, Any] = {}
    for rule in (
        lambda: document.clean_fields(exclude=untouched),
        document.clean,
        lambda: _check_item(document, actor) if "item" in fields else None,
    ):
        try:
            rule()
        except ValidationError as fault:
            faults = {**fault.update_error_dict({}), **faults}
    if faults:
        raise ValidationError(faults)


def _check_item(document: Document, actor: User) -> None:
    if document.item_id is None:
        return
    if not AgendaItem.objects.in_visible(document.meeting, actor).live().filter(pk=document.item_id).exists():
        raise ValidationError({"item": _("この会合の議題から選んでください。")})


def _refuse_changed(document: Document, seen_version: int) -> None:
    if document.version != seen_version:
        raise Conflict(document)
