"""What the environment says."""

from pathlib import Path

import pytest

from rafeeq.config.environ import database


def test_a_pooler_is_named_in_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://someone@%2Frun%2Fpg/desk?pooled=1&sslmode=require")
    told = database(Path())
    assert (told["DISABLE_SERVER_SIDE_CURSORS"], told["HOST"], told["OPTIONS"]) == (
        True, "/run/pg", {"sslmode": "require"},
    )  # fmt: skip
    monkeypatch.setenv("DATABASE_URL", "postgres://someone@host/desk")
    assert database(Path())["DISABLE_SERVER_SIDE_CURSORS"] is False
