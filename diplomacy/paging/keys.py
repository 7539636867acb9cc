"""Pages by key: the next page begins after the last row shown, whatever was inserted or removed meanwhile.

A token in the address holds the last row's values of the order's keys, so that a page costs the same at any depth.
Nulls come last in either direction.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Q, QuerySet

LONGEST_TOKEN = 2000


class BadToken(ValueError):
    """The token was not made by this list in this order."""


@dataclass(frozen=True)
class Key:
    """One column of an order: a field or an annotation of the queryset. The last key of an order is unique."""

    name: str
    descending: bool = False

    def order(self, backwards: bool) -> Any:
        falling = self.descending != backwards
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        return F(self.name).desc(**nulls) if falling else F(self.name).asc(**nulls)

    def beyond(self, value: Any, backwards: bool) -> Q | None:
        """Rows that come strictly later on the way; None where there can be none."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards else None
        falling = self.descending != backwards
        later = Q(**{f"{self.name}__{'lt' if falling else 'gt'}": value})
        return later if backwards else later | Q(**{f"{self.name}__isnull": True})

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})


@dataclass(frozen=True)
class Page:
    """Rows of one page; `after` and `before` are the tokens of the next and the previous one, empty where none."""

    rows: list[Any]
    after: str = ""
    before: str = ""


def page_of(queryset: QuerySet, keys: Sequence[Key], *, after: str = "", before: str = "", size: int = 50) -> Page:
    """One page of the queryset (of instances or of `values()`) in the order of the keys. May raise `BadToken`."""
    backwards = bool(before) and not after
    rows = _rows(queryset, keys, after or before, backwards, size + 1)
    if backwards and len(rows) <= size:
        return page_of(queryset, keys, size=size)
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    return Page(
        rows,
        after=_token(rows[-1], keys) if rows and (more or backwards) else "",
        before=_token(rows[0], keys) if rows and (more if backwards else bool(after)) else "",
    )


def _rows(queryset: QuerySet, keys: Sequence[Key], token: str, backwards: bool, limit: int) -> list[Any]:
    if token:
        queryset = queryset.filter(later(keys, _values(token, queryset, keys), backwards))
    return list(queryset.order_by(*[key.order(backwards) for key in keys])[:limit])


def later(keys: Sequence[Key], values: Sequence[Any], backwards: bool) -> Q:
    """Equal on the first keys and beyond on the next, for each key in turn."""
    found, equal = Q(pk__in=[]), Q()
    for key, value in zip(keys, values, strict=True):
        step = key.beyond(value, backwards)
        if step is not None:
            found |= equal & step
        equal &= key.same(value)
    return found


def _token(row: Any, keys: Sequence[Key]) -> str:
    values = [row[key.name] if isinstance(row, dict) else getattr(row, key.name) for key in keys]
    plain = json.dumps(values, default=str, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _values(token: str, queryset: QuerySet, keys: Sequence[Key]) -> list[Any]:
    try:
        if len(token) > LONGEST_TOKEN:
            raise BadToken("too long")
        plain = base64.b64decode(token.encode() + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
        values = json.loads(plain)
        if not isinstance(values, list) or len(values) != len(keys):
            raise BadToken("another order's")
        return [_typed(_field(queryset, key.name), value) for key, value in zip(keys, values, strict=True)]
    except (binascii.Error, UnicodeError, json.JSONDecodeError, ValidationError, TypeError, RecursionError) as error:
        raise BadToken("unreadable") from error


def _field(queryset: QuerySet, name: str) -> Field:
    annotation = queryset.query.annotations.get(name)
    return annotation.output_field if annotation is not None else queryset.model._meta.get_field(name)


def _typed(field: Field, value: Any) -> Any:
    if value is None:
        return None
    if not isinstance(value, str | int) or "\0" in str(value):
        raise BadToken("unreadable")
    value = field.to_python(value)
    if isinstance(value, int) and not -(2**31) <= value < 2**31:
        raise BadToken("unreadable")
    return value
