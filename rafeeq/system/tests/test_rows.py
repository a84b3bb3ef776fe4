"""Rows written and found by statements that are built once are the rows that Django would have made."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from rafeeq.system.models import IdempotencyKey, Setting
from rafeeq.system.rows import find, insert, insert_all, update

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 1, 12, 30, 15, 123456, tzinfo=UTC)
VALUE = {"كلمة": [1, None, True, "«نص»"]}


def test_an_inserted_row_is_read_back_whole() -> None:
    row = insert(Setting(key="مفتاح", value=VALUE, changed_at=MOMENT))
    assert row.pk is not None
    assert not row._state.adding
    same = Setting.objects.get(pk=row.pk)
    assert (same.key, same.value, same.changed_at) == ("مفتاح", VALUE, MOMENT)


def test_several_rows_at_once() -> None:
    insert_all([Setting(key=f"k{number}", value=number, changed_at=MOMENT) for number in range(3)])
    insert_all([])
    assert sorted(Setting.objects.values_list("key", "value")) == [("k0", 0), ("k1", 1), ("k2", 2)]


def test_a_change_touches_its_columns_alone() -> None:
    row = insert(Setting(key="a", value=1, changed_at=MOMENT))
    row.key, row.value = "b", {"x": 2}
    update(row, "value")
    assert Setting.objects.values_list("key", "value").get() == ("a", {"x": 2})


def test_a_row_is_found_as_django_would_give_it() -> None:
    insert(Setting(key="a", value=VALUE, changed_at=MOMENT))
    found = find(Setting, key="a")
    assert found is not None
    assert found == Setting.objects.get()
    assert (found.value, found.changed_at) == (VALUE, MOMENT)
    assert find(Setting, key="b") is None


def test_what_the_database_refuses_is_refused() -> None:
    insert(Setting(key="a", value=1, changed_at=MOMENT))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Setting(key="a", value=2, changed_at=MOMENT))


def test_empty_values_stay_empty() -> None:
    field_names = [field.name for field in IdempotencyKey._meta.concrete_fields if field.null]
    made = IdempotencyKey(owner="o", key="k")
    row = insert(made)
    same = IdempotencyKey.objects.get(pk=row.pk)
    assert all(getattr(same, name) is None for name in field_names)


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        insert(Setting(key="a", value=1, changed_at=MOMENT.replace(tzinfo=None)))
