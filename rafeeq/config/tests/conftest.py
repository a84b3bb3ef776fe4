from collections.abc import Callable
from pathlib import Path

import pytest

from rafeeq.config.tests.installation import Installation, new_database


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation that was prepared and never used; to be copied, not to be touched."""
    made = Installation(tmp_path_factory.mktemp("prepared") / "data", new_database())
    done = made.run("prepare")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def new_installation(prepared: Installation, tmp_path: Path) -> Callable[[str], Installation]:
    """Makes prepared installations, each in a folder and a database of its own."""
    return lambda name: prepared.copy(tmp_path / name)


@pytest.fixture
def installation(new_installation: Callable[[str], Installation]) -> Installation:
    """One prepared installation."""
    return new_installation("data")
