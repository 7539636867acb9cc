"""What a person does with an import: hand in a file, confirm it, look again, give it up. The work is the worker's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

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


class Untimely(ValidationError):
    """What was asked for is not possible in the state that the import, or the person's other imports, are in."""


@transaction.atomic
def start_import(
    list_name: str, upload: Any, *, actor: User, now: datetime, key: UUID | None = None
) -> tuple[ImportJob, bool]:
    """Take the file in and have it read; whether it is new. Raises ValidationError where it is no table at all.

    The same key of the same person is the same import, sent again: nothing is taken in then.
    """
    own = ImportJob.objects.visible_to(actor).light()
    pk = uuid5(key, str(actor.pk)) if key else uuid4()
    if key and (sent_before := own.filter(pk=pk).first()):
        return sent_before, False
    if own.filter(state__in=ImportJob.RUNNING).count() >= MOST_RUNNING:
        raise Untimely(_("ほかの取込みが動いています。それが終わってから始めてください。"))
    taken_in = {"user": actor, "list_name": list_name, "created_at": now, **_asked_now(), **_admitted(upload)}
    # Sent twice at once, one of the two finds what the other made.
    job, is_new = ImportJob.objects.get_or_create(pk=pk, defaults=taken_in)
    if is_new:
        _note(job, actor, "handed_in", sha256=job.sha256)
        _send(job)
    return job, is_new


@transaction.atomic
def confirm_import(pk: UUID, *, actor: User) -> ImportJob:
    """Have the previewed import carried out."""
    job = _held(pk, actor)
    if not job.can_apply:
        raise Untimely(_why_not(job))
    return _set_to_work(job, ImportJob.State.APPLYING, actor, "confirmed")


@transaction.atomic
def look_again(pk: UUID, *, actor: User) -> ImportJob:
    """Have the preview worked out anew, from the file as it was handed in."""
    job = _held(pk, actor)
    if job.state not in {ImportJob.State.STALE, ImportJob.State.FAILED, ImportJob.State.READY}:
        raise Untimely(_("この取込みは、確認し直せません。ファイルを選び直してください。"))
    return _set_to_work(job, ImportJob.State.READING, actor, "read_again")


@transaction.atomic
def discard_import(pk: UUID, *, actor: User) -> ImportJob:
    """Give it up: the file and the preview are gone. What is being written just now is not stopped half-way."""
    job = _held(pk, actor)
    if job.state == ImportJob.State.APPLYING or not job.is_open:
        raise Untimely(_("この取込みは、もう取りやめられません。"))
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


def _admitted(upload: Any) -> dict[str, Any]:
    try:
        found = admit(upload)
    except ValidationError as fault:
        raise ValidationError({"file": fault.error_list}) from fault
    return {"file_name": found.name, "form": found.form, "sha256": found.sha256, "content": found.content}


def _asked_now() -> dict[str, Any]:
    """By whose request and in which language the worker is to speak."""
    return {"facts": audit.request_facts.get() or {}, "language": get_language() or "ja"}


def _why_not(job: ImportJob) -> str:
    """What stands in the way of carrying it out, and what to do."""
    state = ImportJob.State
    match job.state:
        case state.READY if job.counts.get("faults"):
            return _("誤りがあるため、登録できません。ファイルを直して、もう一度取り込んでください。")
        case state.READY:
            return _("変わるところがないため、登録できません。何もしなくてかまいません。")
        case state.READING:
            return _("まだ確認中のため、登録できません。確認が終わってから登録してください。")
        case state.APPLYING | state.DONE:
            return _("この取込みは、もう登録できません。登録中か、登録済みです。")
        case state.STALE | state.FAILED:
            return _("このままでは登録できません。最新の内容で確認し直してから登録してください。")
    return _("この取込みは終わっているため、登録できません。ファイルをもう一度取り込んでください。")


def _held(pk: UUID, actor: User) -> ImportJob:
    return ImportJob.objects.visible_to(actor).light().select_for_update().get(pk=pk)


def _set_to_work(job: ImportJob, state: str, actor: User, step: str) -> ImportJob:
    for name, value in (changes := {"state": state, **_asked_now()}).items():
        setattr(job, name, value)
    job.save(update_fields=list(changes))
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
