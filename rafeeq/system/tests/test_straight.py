"""Statements that go straight to the database."""

import pytest
from django.db import connection

from rafeeq.system.models import Setting
from rafeeq.system.straight import change, fetch

ASKED = "SELECT coalesce(%s, 0) + 1 AS how_many, %s AS said"


@pytest.mark.django_db
def test_plans_are_kept_of_what_is_asked_often_unless_a_pooler_stands_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_postgres = connection.vendor == "postgresql"

    def kept() -> int:
        if not is_postgres:
            return 0
        return int(
            fetch("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%AS how_many%%'", [])[0][0]
        )

    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert fetch(ASKED, [1, "قول"], often=True) == [(2, "قول")]
    assert kept() == 0
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", False)
    for number in (1, 40_000, 3_000_000_000):
        assert fetch(ASKED, [number, "قول"], often=True) == [(number + 1, "قول")]
    assert kept() == int(is_postgres), "one plan, however large the numbers"
    Setting.objects.create(key="kept", value=1)
    assert change("UPDATE system_setting SET key = %s WHERE key = %s", ["changed", "kept"]) == 1
    assert change("UPDATE system_setting SET key = %s WHERE key = %s", ["changed", "kept"]) == 0
