"""What a person does with an import: hand in a file, confirm it, look again, give it up. The work is the worker's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import Act
from diplomacy.importing.admission import admit
from diplomacy.importing.registry import importers
from partners.importing import progress
from partners.models import ImportJob

if TYPE_CHECKING:
    from accounts.models import User

KEPT = timedelta(days=1)
REMEMBERED = timedelta(days=30)
MOST_RUNNING = 2


@transaction.atomic
def start_import(list_name: str, upload: Any, *, actor: User, now: datetime) -> ImportJob:
    """Take the file in and have it read. Raises ValidationError where it is no table at all."""
    if ImportJob.objects.visible_to(actor).filter(state__in=ImportJob.RUNNING).count() >= MOST_RUNNING:
        raise ValidationError(_("ほかの取込みが動いています。それが終わってから始めてください。"))
    admitted = admit(upload)
    job = ImportJob.objects.create(
        user=actor,
        list_name=list_name,
        file_name=admitted.name,
        form=admitted.form,
        sha256=admitted.sha256,
        content=admitted.content,
        language=get_language() or "ja",
        facts=audit.request_facts.get() or {},
        created_at=now,
    )
    _note(job, actor, "handed_in", sha256=admitted.sha256)
    _send(job)
    return job


@transaction.atomic
def confirm_import(pk: UUID, *, actor: User) -> ImportJob:
    """Have the previewed import carried out."""
    job = _held(pk, actor)
    if not job.can_apply:
        raise ValidationError(_("この取込みは、今は登録できません。画面を読み込み直して、状態を確かめてください。"))
    return _set_to_work(job, ImportJob.State.APPLYING, actor, "confirmed")


@transaction.atomic
def look_again(pk: UUID, *, actor: User) -> ImportJob:
    """Have the preview worked out anew, from the file as it was handed in."""
    job = _held(pk, actor)
    if job.state not in {ImportJob.State.STALE, ImportJob.State.FAILED, ImportJob.State.READY}:
        raise ValidationError(_("この取込みは、確認し直せません。ファイルを選び直してください。"))
    return _set_to_work(job, ImportJob.State.READING, actor, "read_again")


@transaction.atomic
def discard_import(pk: UUID, *, actor: User) -> ImportJob:
    """Give it up: the file and the preview are gone. What is being written just now is not stopped half-way."""
    job = _held(pk, actor)
    if job.state == ImportJob.State.APPLYING or not job.is_open:
        raise ValidationError(_("この取込みは、もう取りやめられません。"))
    _empty(ImportJob.objects.filter(pk=job.pk), ImportJob.State.DISCARDED)
    _note(job, actor, "discarded")
    return job


def expire_imports(*, now: datetime) -> None:
    """Files are kept for a day, what became of them for thirty."""
    _empty(ImportJob.objects.filter(created_at__lt=now - KEPT, state__in=ImportJob.OPEN), ImportJob.State.EXPIRED)
    ImportJob.objects.filter(created_at__lt=now - REMEMBERED).delete()


def resume_imports() -> int:
    """Ask again for the work nobody is at: the queue was emptied, or the broker was away. Returns for how many.

    Work that is asked for twice is done once.
    """
    left = [
        job for job in ImportJob.objects.filter(state__in=ImportJob.RUNNING).light() if not progress.is_at_work(job.pk)
    ]
    for job in left:
        progress.note(job.pk, progress.percent_of(job.pk))
        _task_of(job).delay(str(job.pk))
    return len(left)


def _held(pk: UUID, actor: User) -> ImportJob:
    return ImportJob.objects.visible_to(actor).light().select_for_update().get(pk=pk)


def _set_to_work(job: ImportJob, state: str, actor: User, step: str) -> ImportJob:
    job.state, job.facts, job.language = state, audit.request_facts.get() or {}, get_language() or "ja"
    job.save(update_fields=["state", "facts", "language"])
    _note(job, actor, step)
    _send(job)
    return job


def _send(job: ImportJob) -> None:
    """Once it is kept. Where the broker is away the work is asked for again (`resume_imports`)."""
    progress.note(job.pk, 0)
    transaction.on_commit(lambda: _task_of(job).delay(str(job.pk)), robust=True)


def _task_of(job: ImportJob) -> Any:
    from partners.tasks import apply_import, read_import

    return apply_import if job.state == ImportJob.State.APPLYING else read_import


def _empty(jobs: Any, state: str) -> None:
    jobs.update(state=state, content=None, seen={}, shown=[], faults=[])


def _note(job: ImportJob, actor: User, step: str, **detail: Any) -> None:
    importer: Any = importers[job.list_name]
    kind = importer.model._meta.label_lower
    audit.record(Act.IMPORTED, actor=actor, kind=kind, step=step, job=str(job.pk), **detail)
