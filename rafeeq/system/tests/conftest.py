"""The test database for other processes."""

from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """The environment in which a child process of the product finds the database of this test."""
    place = {key: quote(str(value or ""), safe="") for key, value in connection.settings_dict.items()}
    if connection.vendor == "postgresql":
        url = f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}/{place['NAME']}"
    else:
        url = f"sqlite:///{place['NAME']}"
    return {"RAFEEQ_DATA": str(tmp_path), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "rafeeq.config.settings"}
