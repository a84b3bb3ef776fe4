"""Write one row by a statement that is built once: for the paths that every mail and every reply takes.

Django builds the SQL of a save anew each time, which costs three times what the database does. There are no `save()`
overrides and no signals in this house, so nothing is passed over by going straight to the table.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from rafeeq.system.straight import fetch, run

Row = TypeVar("Row", bound=models.Model)


def insert(row: Row) -> Row:
    """Insert a new row and give it its key. Raises IntegrityError as `save` does."""
    statement, fields, makes_key = _insertion(type(row))
    values = _values(row, fields)
    if not makes_key or not returns_key():
        made = run(statement, values)
        row.pk = made if makes_key else row.pk
    else:
        row.pk = fetch(statement, values)[0][0]
    row._state.adding = False
    row._state.db = connection.alias
    return row


def returns_key() -> bool:
    """Whether the database must be asked for a new key; SQLite tells it besides, and without the cost of asking."""
    return connection.vendor != "sqlite"


def may_meet_another() -> transaction.Atomic:
    """A block whose insert may be refused, since another writer was quicker, while the transaction around it lives.

    SQLite has one writer at a time: who has looked in a transaction of theirs meets nobody, and needs no savepoint.
    """
    return transaction.atomic(savepoint=connection.vendor != "sqlite")


def insert_all(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one kind by one statement. They are not given their keys."""
    if not rows:
        return
    statement, fields, _makes_key = _insertion(type(rows[0]))
    mark = f"({', '.join(['%s'] * len(fields))})"
    head = statement.partition(" VALUES ")[0]
    run(f"{head} VALUES {', '.join([mark] * len(rows))}", [value for row in rows for value in _values(row, fields)])


def update(row: models.Model, *columns: str) -> None:
    """Write these columns of a row that is there."""
    statement, fields = _change(type(row), columns)
    values = _values(row, fields)
    run(statement, [*values, row.pk])


def find(model: type[Row], **equals: Any) -> Row | None:
    """A row with exactly these values, or None."""
    statement, fields, converters = _look(model, tuple(equals))
    values = [field.get_db_prep_save(value, connection) for field, value in zip(fields, equals.values(), strict=True)]
    found = fetch(statement, values, often=True)
    if not found:
        return None
    kept = list(found[0])
    for place, column, convert in converters:
        kept[place] = convert(kept[place], column, connection)
    return model.from_db(connection.alias, [field.attname for field in model._meta.concrete_fields], kept)


def _values(row: models.Model, fields: list[tuple[str, Any]]) -> list[Any]:
    return [
        getattr(row, name) if prepare is None else prepare(getattr(row, name), connection) for name, prepare in fields
    ]


def _prepared(field: Any) -> tuple[str, Any]:
    """A field's attribute, and how its value becomes the database's; None where it is the same."""
    of = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(of, models.CharField | models.TextField | models.BooleanField | models.IntegerField):
        return field.attname, None
    return field.attname, _moment if type(of) is models.DateTimeField else field.get_db_prep_save


def _moment(value: datetime | None, connection: BaseDatabaseWrapper) -> Any:
    """A moment as the database keeps it; one without its zone is refused here, where Django would only warn."""
    if value is None:
        return None
    if timezone.is_naive(value):
        raise ValueError("a moment needs its time zone")
    return connection.ops.adapt_datetimefield_value(value)


@cache
def _insertion(model: type[models.Model]) -> tuple[str, list[tuple[str, Any]], bool]:
    key = model._meta.pk
    makes_key = isinstance(key, models.AutoField)
    fields = [field for field in model._meta.concrete_fields if not (makes_key and field is key)]
    names = ", ".join(_quoted(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
    return (
        statement + (f" RETURNING {_quoted(key.column)}" if makes_key and returns_key() else ""),
        [_prepared(field) for field in fields],
        makes_key,
    )


@cache
def _change(model: type[models.Model], columns: tuple[str, ...]) -> tuple[str, list[tuple[str, Any]]]:
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    changes = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    table, key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    return f"UPDATE {table} SET {changes} WHERE {key} = %s", [_prepared(field) for field in fields]  # noqa: S608 - our own names


@cache
def _look(model: type[models.Model], columns: tuple[str, ...]) -> tuple[str, list[Any], list[Any]]:
    table = _quoted(model._meta.db_table)
    names = ", ".join(_quoted(field.column) for field in model._meta.concrete_fields)
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    equal = " AND ".join(f"{_quoted(field.column)} = %s" for field in fields)
    converters = [
        (place, column, convert)
        for place, field in enumerate(model._meta.concrete_fields)
        for column in (field.get_col(model._meta.db_table),)
        for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
    ]
    return f"SELECT {names} FROM {table} WHERE {equal} LIMIT 1", fields, converters  # noqa: S608 - our own names


def _quoted(name: str | None) -> str:
    return str(connection.ops.quote_name(name or ""))
