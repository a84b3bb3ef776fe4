"""Ask by statements that are built once: for the pages that people open all day.

Django compiles the SQL of a query anew each time, which costs several times what the database does. A question here is
an ordinary function that takes whole numbers and gives a query set; its SQL is kept, and only the numbers change.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import get_related_populators

from rafeeq.system.straight import fetch, here

Question = Callable[..., "models.QuerySet[Any, Any]"]

# Stand in for the numbers while the SQL is built; within the range of every integer column.
_MARK = 1_987_654_000


@dataclass(frozen=True, slots=True)
class _Statement:
    sql: str
    values: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]  # (place among the values, which number)
    converters: tuple[tuple[int, Any, Any], ...]  # (column, its expression, how a value of the database becomes ours)
    compiler: Any
    beside: Any  # what makes the rows that are selected beside the first kind


def asked(question: Question, *numbers: int) -> list[tuple[Any, ...]]:
    """The rows that a question of `values_list` gives for these numbers."""
    return [tuple(row) for row in _rows(_built(question, len(numbers), here().vendor), numbers)]


def objects(question: Question, *numbers: int) -> list[Any]:
    """The objects that a question gives for these numbers, with what it selects beside them."""
    statement = _built(question, len(numbers), here().vendor)
    about = statement.compiler.klass_info
    select, model = statement.compiler.select, about["model"]
    fields = about["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    found = []
    for row in _rows(statement, numbers):
        one = model.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in statement.beside:
            populator.populate(row, one)
        found.append(one)
    return found


def padded(numbers: Sequence[int], size: int) -> tuple[int, ...]:
    """The numbers, filled up with one that no row has: a question for `IN` always takes the same count of them."""
    return (*numbers[:size], *(0 for _ in range(size - len(numbers))))


def _rows(statement: _Statement, numbers: Sequence[int]) -> Sequence[Sequence[Any]]:
    values = list(statement.values)
    for place, number in statement.places:
        values[place] = numbers[number]
    rows = fetch(statement.sql, values, often=True)
    if not statement.converters or not rows:
        return rows
    told, real = [list(row) for row in rows], here()
    for column, expression, convert in statement.converters:
        for row in told:
            row[column] = convert(row[column], expression, real)
    return told


@lru_cache(maxsize=512)
def _built(question: Question, count: int, vendor: str) -> _Statement:
    marks = {_MARK + place: place for place in range(count)}
    compiler = question(*marks).query.get_compiler(connection.alias)
    sql, values = compiler.as_sql()
    places = tuple((place, marks[value]) for place, value in enumerate(values) if _is_mark(value, marks))
    if str(_MARK)[:7] in sql or any(isinstance(value, str) and str(_MARK)[:7] in value for value in values):
        raise ValueError(f"{question} does not use its numbers as they are")
    converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    return _Statement(
        sql,
        tuple(values),
        places,
        tuple((column, expression, _quick(one)) for column, (many, expression) in converters.items() for one in many),
        compiler,
        _beside(compiler),
    )


def _quick(convert: Any) -> Any:
    """The same conversion; SQLite's moments, of which a page has dozens, without the detours."""
    return _moment if getattr(convert, "__name__", "") == "convert_datetimefield_value" else convert


def _moment(value: Any, expression: Any, connection: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is None and connection.timezone is UTC:
        return value.replace(tzinfo=UTC)
    return connection.ops.convert_datetimefield_value(value, expression, connection)


def _beside(compiler: Any) -> Any:
    """What Django has for filling the rows that are selected beside the first kind; nothing for plain values."""
    about = compiler.klass_info
    # The stubs know a later Django.
    return get_related_populators(about, compiler.select, connection.alias) if about else ()  # type: ignore[call-arg]


def _is_mark(value: object, marks: dict[int, int]) -> bool:
    return isinstance(value, int) and value in marks
