"""An import at work, in the worker: the file read and previewed, later the same plan carried out, all or nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any
from unicodedata import category
from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import audit
from accounts.access import Access, admits
from accounts.models import Act
from diplomacy.importing.placing import Fault, Placed, place
from diplomacy.importing.registry import importers
from diplomacy.importing.table import read_table
from partners.importing import preview, progress
from partners.importing.lists import RecordImporter
from partners.importing.planning import Plan, Planner
from partners.importing.writing import write
from partners.models import ImportJob

logger = logging.getLogger(__name__)
MOST_FAULTS = 2000
# Of the whole change: the plan first, then the writing.
PLANNED = 60


class Outdated(Exception):
    """What the preview showed is not what would happen now."""

    def __init__(self, plan: Plan, faults: list[Fault]) -> None:
        self.plan, self.faults = plan, faults


def read(job_id: UUID) -> None:
    """Work out the preview. Harmless when asked twice."""
    job = _at_work(job_id, ImportJob.State.READING)
    if job is None:
        return
    try:
        with _speaking_for(job):
            importer, placed = _placed(job)
            plan = _plan(job, importer, placed, locked=False, until=100)
            _keep_preview(job, importer, placed, plan, ImportJob.State.READY)
    except Exception:
        logger.exception("import %s could not be read", job_id)
        _fail(job)


def apply(job_id: UUID, *, now: datetime) -> None:
    """Carry out what was previewed, in one transaction, or nothing of it."""
    job = _at_work(job_id, ImportJob.State.APPLYING)
    if job is None:
        return
    importer, placed = _placed(job)
    try:
        with _speaking_for(job), transaction.atomic():
            if ImportJob.objects.select_for_update().get(pk=job_id).state != ImportJob.State.APPLYING:
                return
            _carry_out(job, importer, placed, now)
    except Outdated as outdated:
        with _speaking_for(job):
            outdated.plan.faults = outdated.faults
            _keep_preview(job, importer, placed, outdated.plan, ImportJob.State.STALE)
    except Exception:
        logger.exception("import %s could not be applied", job_id)
        _fail(job)


def _at_work(job_id: UUID, state: str) -> ImportJob | None:
    """The job, if it waits for this work and its person may still do it."""
    job = ImportJob.objects.select_related("user__organisation").filter(pk=job_id, state=state).first()
    if job and not (job.user.is_active and admits(Access.STAFF, job.user)):
        _fail(job)
        return None
    return job


@contextmanager
def _speaking_for(job: ImportJob) -> Iterator[None]:
    """In the person's language; history and audit name them and the request that asked for it."""
    token = audit.request_facts.set(job.facts)
    try:
        with override(job.language), pghistory.context(**{**job.facts, "user": str(job.user_id)}):
            yield
    finally:
        audit.request_facts.reset(token)


def _placed(job: ImportJob) -> tuple[RecordImporter, Placed]:
    importer: Any = importers[job.list_name]
    with override(job.language):
        try:
            return importer, place(read_table(job.form, bytes(job.content or b"")), importer.columns)
        except ValidationError as fault:
            return importer, Placed(faults=[Fault(0, "", reason) for reason in fault.messages])


def _plan(job: ImportJob, importer: RecordImporter, placed: Placed, *, locked: bool, until: int) -> Plan:
    return Planner(importer, placed, job.user, locked=locked, note=_noting(job, 0, until)).work_out()


def _noting(job: ImportJob, start: int, end: int) -> Callable[[int], None]:
    return lambda percent: progress.note(job.pk, start + (end - start) * percent // 100)


def _carry_out(job: ImportJob, importer: RecordImporter, placed: Placed, now: datetime) -> None:
    plan = _plan(job, importer, placed, locked=True, until=PLANNED)
    if faults := [*plan.faults, *_moved(job, plan)]:
        raise Outdated(plan, faults)
    write(importer.model, plan, _noting(job, PLANNED, 100))
    counts = _counts(placed, plan)
    audit.record(
        Act.IMPORTED,
        actor=job.user,
        kind=importer.model._meta.label_lower,
        step="done",
        job=str(job.pk),
        new=counts["new"],
        changed=counts["changed"],
    )
    ImportJob.objects.filter(pk=job.pk).update(
        state=ImportJob.State.DONE, counts=counts, content=None, seen={}, finished_at=now
    )


def _moved(job: ImportJob, plan: Plan) -> Iterator[Fault]:
    """Rows whose record somebody made, changed or removed since the preview."""
    for line in sorted(job.seen.keys() | plan.seen.keys(), key=int):
        before, after = job.seen.get(line), plan.seen.get(line)
        if before == after:
            continue
        if before is None:
            reason = _("確認のあと、ほかの人が同じ記録を登録しました。最新の内容で確認し直してください。")
        elif after is None:
            reason = _("確認のあと、この記録がなくなりました。最新の内容で確認し直してください。")
        else:
            reason = _("確認のあと、ほかの人がこの記録を変更しました。最新の内容で確認し直してください。")
        yield Fault(int(line), "", reason)


def _counts(placed: Placed, plan: Plan) -> dict[str, int]:
    return {
        "rows": len(placed.lines),
        "new": len(plan.new),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "faults": len(plan.faults),
    }


def _keep_preview(job: ImportJob, importer: RecordImporter, placed: Placed, plan: Plan, state: str) -> None:
    """Only while the job is still waited for: a person may have given it up meanwhile."""
    ImportJob.objects.filter(pk=job.pk, state__in=ImportJob.RUNNING).update(
        state=state,
        counts=_counts(placed, plan),
        faults=[_kept(fault) for fault in plan.faults[:MOST_FAULTS]],
        shown=preview.shown(importer, plan, job.user),
        seen=plan.seen,
    )


def _kept(fault: Fault) -> dict[str, Any]:
    """Cells are quoted as they came: what no page and no database takes is shown as a mark."""
    values = asdict(fault)
    for name in ("column", "reason", "cell"):
        values[name] = "".join("\ufffd" if category(letter) in {"Cc", "Cs"} else letter for letter in values[name])
    return values


def _fail(job: ImportJob) -> None:
    ImportJob.objects.filter(pk=job.pk, state__in=ImportJob.RUNNING).update(state=ImportJob.State.FAILED)
