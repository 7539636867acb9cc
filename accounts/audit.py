"""The append-only audit: who did what, when, from where. Texts, passwords and tokens never go in."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from accounts.models import AuditEntry

request_facts: ContextVar[dict[str, Any] | None] = ContextVar("request_facts", default=None)


def record(act: str, *, actor: Any = None, subject: Any = None, kind: str = "", **detail: Any) -> AuditEntry:
    """Write one entry. `subject` is a model instance, or `kind` alone says what a list was of."""
    record_id = ""
    if subject is not None:
        kind, record_id = subject._meta.label_lower, str(subject.pk)
    written = entry(act, actor=actor, kind=kind, record_id=record_id, **detail)
    written.save()
    return written


def entry(act: str, *, actor: Any = None, kind: str = "", record_id: str = "", **detail: Any) -> AuditEntry:
    """One entry, not written yet; address and request id come from the request under way."""
    facts = request_facts.get() or {}
    return AuditEntry(
        act=act,
        actor_id=getattr(actor, "pk", None),
        kind=kind,
        record_id=record_id,
        address=facts.get("address"),
        request_id=facts.get("request_id", ""),
        detail=detail,
    )
