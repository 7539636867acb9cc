"""The append-only audit: who did what, when, from where. Texts, passwords and tokens never go in."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from accounts.models import AuditEntry

request_facts: ContextVar[dict[str, Any] | None] = ContextVar("request_facts", default=None)


def record(act: str, *, actor: Any = None, subject: Any = None, kind: str = "", **detail: Any) -> AuditEntry:
    """Write one entry. `subject` is a model instance, or `kind` alone says what a list was of; address and request
    id come from the request under way."""
    facts = request_facts.get() or {}
    return AuditEntry.objects.create(
        act=act,
        actor_id=getattr(actor, "pk", None),
        kind=subject._meta.label_lower if subject is not None else kind,
        record_id=str(subject.pk) if subject is not None else "",
        address=facts.get("address"),
        request_id=facts.get("request_id", ""),
        detail=detail,
    )
