"""The doors from Celery."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from partners.actions.imports import expire_imports, resume_imports
from partners.importing import jobs


@shared_task(name="partners.read_import")
def read_import(job_id: str) -> None:
    jobs.read(UUID(job_id))


@shared_task(name="partners.apply_import")
def apply_import(job_id: str) -> None:
    jobs.apply(UUID(job_id), now=timezone.now())


@shared_task(name="partners.expire_imports")
def expire_due_imports() -> None:
    expire_imports(now=timezone.now())


@shared_task(name="partners.resume_imports")
def resume_left_imports() -> None:
    resume_imports()
