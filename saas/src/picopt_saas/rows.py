"""Rows as JSON text on their way out of their tables, and back into them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from django.db import connection
from psycopg.sql import SQL, Composed, Identifier

if TYPE_CHECKING:
    from django.db.models import Field, Model

Rows: TypeAlias = Mapping[str, Sequence[str]]
"""Rows, each as JSON text, by table."""

_DELETE: Final = "DELETE FROM {table} leaving WHERE {which} RETURNING (to_jsonb(leaving) || %s::jsonb)::text"
_INSERT: Final = "INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"


def delete_rows(
    model: type[Model], which: str, parameters: Sequence[Any], *, blank: Mapping[str, Any] | None = None
) -> Rows:
    """Delete a table's rows for which the SQL condition `which` holds; the rows, with what `blank` gives instead."""
    options = model._meta  # noqa: SLF001 -- Django documents it
    statement = SQL(_DELETE).format(table=Identifier(options.db_table), which=SQL(which))
    with connection.cursor() as cursor:
        cursor.execute(_text(statement), [*parameters, json.dumps(blank or {})])
        return {options.db_table: [text for (text,) in cursor.fetchall()]}


def insert_rows(model: type[Model], rows: Rows) -> None:
    """Insert the table's rows as `delete_rows` gave them. Columns that came later get the model's default."""
    options = model._meta  # noqa: SLF001 -- Django documents it
    if not rows.get(options.db_table):
        return
    later = {field.column: field.get_default() for field in options.concrete_fields if _has_value_for_old_rows(field)}
    complete = [later | json.loads(row) for row in rows[options.db_table]]
    statement = SQL(_INSERT).format(table=Identifier(options.db_table))
    with connection.cursor() as cursor:
        cursor.execute(_text(statement), [json.dumps(complete, default=str)])


def _has_value_for_old_rows(field: Field[Any, Any]) -> bool:
    """A default, or the empty text that Django gives the rows which are there when it adds such a column."""
    return field.has_default() or (field.blank and field.empty_strings_allowed and not field.null)


def _text(statement: Composed) -> str:
    return statement.as_string(connection.connection)
