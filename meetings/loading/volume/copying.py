"""COPY of made-up rows into the tables of Django models, and their removal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb


def check_references() -> None:
    """Foreign keys are checked now rather than at commit: until then tables and indexes cannot be altered."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def without_history(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """No triggers of ours while the block runs: 200,000 history events about made-up rows serve nobody.

    `DISABLE TRIGGER USER` needs no superuser, ends with the transaction, and leaves foreign keys checked, unlike
    `session_replication_role`. It locks the tables against other writers until the transaction ends.
    """
    check_references()
    with connection.cursor() as cursor:
        names = [table._meta.db_table for table in tables]
        for name in names:
            cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        yield
        check_references()
        for name in names:
            cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')


@contextmanager
def without_indexes(table: type[models.Model], *kinds: str) -> Iterator[None]:
    """Drop the table's indexes of some kinds and build them again afterwards, which is quicker than row by row.
    Those that hold a constraint stay."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
            " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam"
            " WHERE i.indrelid = %s::regclass AND m.amname = ANY(%s)"
            " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)",
            [f'"{table._meta.db_table}"', list(kinds)],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        check_references()
        for _name, definition in indexes:
            cursor.execute(definition)


@contextmanager
def without_references(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """Foreign keys are taken off and put back afterwards: all rows are then checked by one join instead of one by
    one. Inside one transaction, so that they are never missing."""
    names = [f'"{table._meta.db_table}"' for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY conname",
            [names],
        )
        keys = cursor.fetchall()
        for table, name, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        yield
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


@cache
def _columns(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    """Attribute and column of every field the database does not compute itself."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    return tuple((field.attname, field.column) for field in fields if not isinstance(field, models.BigAutoField))


def blank(model: type[models.Model]) -> dict[str, Any]:
    """The model's defaults by attribute, to be overlaid by a row's own values."""
    empty = model()
    row = {attribute: getattr(empty, attribute) for attribute, _column in _columns(model)}
    return {name: Jsonb(value) if isinstance(value, dict) else value for name, value in row.items()}


def copy_rows(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> int:
    """COPY rows given by attribute; each holds all attributes (see `blank`). Returns how many."""
    columns = _columns(model)
    attributes = [attribute for attribute, _column in columns]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(column) for _attribute, column in columns),
    )
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([row[attribute] for attribute in attributes])
            count += 1
    return count


def remove(model: type[models.Model], condition: str, parameters: list[Any]) -> None:
    """Delete rows and, first, what hangs on them: rows that cannot be without them go, other references are emptied."""
    table = model._meta.db_table
    key = model._meta.pk.column
    chosen = f'SELECT "{key}" FROM "{table}" WHERE {condition}'  # noqa: S608 - names come from the models
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or not relation.auto_created:
            continue
        column, child = relation.field.column, relation.related_model
        if not relation.field.db_constraint or child._meta.proxy:
            continue
        if relation.field.null and relation.on_delete is models.SET_NULL:
            with connection.cursor() as cursor:
                cursor.execute(
                    f'UPDATE "{child._meta.db_table}" SET "{column}" = NULL WHERE "{column}" IN ({chosen})',  # noqa: S608
                    parameters,
                )
        elif child is not model:
            remove(child, f'"{column}" IN ({chosen})', parameters)
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}" WHERE {condition}', parameters)  # noqa: S608
