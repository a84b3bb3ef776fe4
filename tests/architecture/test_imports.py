"""The import contracts of pyproject.toml hold, and each is seen to break on a planted import."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# In a small house with every room: (file, what is planted in it).
PLANTED = {
    "a craft knows its sister": ("rafeeq/sla/rules.py", "from rafeeq.routing import rules"),
    "the record calls up": ("rafeeq/tickets/actions.py", "def f():\n    from rafeeq.flows import reply"),
    "staff knows customers": ("rafeeq/staff/models.py", "import rafeeq.customers.models"),
    "a door opens into another": ("rafeeq/inbox/forms.py", "from rafeeq.portal import forms"),
    "lib needs Django": ("rafeeq/lib/dates.py", "from django.utils import timezone"),
    "lib needs one of ours": ("rafeeq/lib/dates.py", "from rafeeq.ui import dates"),
    "a room that no floor knows": ("rafeeq/billing/__init__.py", ""),
}


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts over a folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    return subprocess.run(
        [*command, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """A house with our rooms, almost empty, under the real contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    rooms = ["", *(path.name for path in (ROOT / "rafeeq").iterdir() if (path / "__init__.py").exists())]
    for room in {*rooms, "sla", "routing"}:
        (tmp_path / "rafeeq" / room).mkdir(parents=True, exist_ok=True)
        (tmp_path / "rafeeq" / room / "__init__.py").touch()
    for file in ("routing/rules", "flows/reply", "customers/models", "portal/forms", "ui/dates"):
        (tmp_path / "rafeeq" / f"{file}.py").touch()
    return tmp_path


def test_the_house_keeps_its_contracts() -> None:
    done = check(ROOT)
    assert done.returncode == 0, done.stdout


def test_the_small_house_is_sound(small_house: Path) -> None:
    done = check(small_house)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_import_is_caught(name: str, small_house: Path) -> None:
    file, text = PLANTED[name]
    path = small_house / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    done = check(small_house)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout or "Missing layers" in done.stdout + done.stderr or "billing" in done.stdout
