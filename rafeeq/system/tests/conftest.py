"""A database that other processes and threads can use as well."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, connections


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The test database as a real file (SQLite) or as it is (PostgreSQL); gives the environment of child processes."""
    place = connection.settings_dict
    if connection.vendor == "postgresql":
        who = f"{quote(place['USER'], safe='')}:{quote(place['PASSWORD'] or '', safe='')}"
        where = f"{quote(place['HOST'] or '', safe='')}:{place['PORT'] or 5432}"
        yield {"RAFEEQ_DATA": str(tmp_path), "DATABASE_URL": f"postgres://{who}@{where}/{place['NAME']}"}
        return
    path = tmp_path / "shared.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    before, name = connections["default"], place["NAME"]
    place["NAME"] = str(path)
    connections["default"] = connections.create_connection("default")
    try:
        yield {"RAFEEQ_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{quote(str(path))}"}
    finally:
        connections["default"].close()
        connections["default"] = before
        place["NAME"] = name
