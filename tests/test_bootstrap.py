"""The first step of everything: what it does once, what it leaves alone, and what it says when it cannot."""

import shutil
import sys
from pathlib import Path

import pytest

import bootstrap


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A checkout with a lock but no network: the commands are noted instead of run."""
    (tmp_path / "requirements.lock").write_text("a==1")
    (tmp_path / "requirements-dev.lock").write_text("a==1\nb==1")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    commands: list[list[str]] = []

    def note(command: list[str]) -> None:
        commands.append(command)
        if "venv" in command:
            (tmp_path / ".venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
            (tmp_path / ".venv" / "bin").mkdir()
            (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)

    monkeypatch.setattr(bootstrap, "run", note)
    return commands


def test_it_installs_once_and_again_only_when_the_lock_changes(checkout: list[list[str]]) -> None:
    assert bootstrap.main([]) == 0
    assert [("venv" in command, "install" in command) for command in checkout] == [(True, False), (False, True)]
    assert "--require-hashes" in checkout[1]
    assert bootstrap.main([]) == 0
    assert len(checkout) == 2
    (bootstrap.ROOT / "requirements.lock").write_text("a==2")
    assert bootstrap.main([]) == 0
    assert len(checkout) == 3
    command = (bootstrap.VENV / "bin" / "rafeeq").read_text(encoding="utf-8")
    assert command.startswith(f"#!{bootstrap.PYTHON}\n")


def test_the_developers_lock_holds_the_other_one(checkout: list[list[str]]) -> None:
    assert bootstrap.main(["--dev"]) == 0
    assert bootstrap.main([]) == 0
    assert len(checkout) == 2


def test_an_old_python_is_told_what_to_install(
    checkout: list[list[str]], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert bootstrap.main([]) == 1
    assert "apt install python3.11" in capfd.readouterr().err
    assert checkout == []


def test_a_full_disk_is_said_before_anything_is_fetched(
    checkout: list[list[str]], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    class Full:
        free = 5 * 2**20

    monkeypatch.setattr(shutil, "disk_usage", lambda path: Full)
    assert bootstrap.main([]) == 1
    assert "5 MB free" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("Failed to establish a new connection: [Errno -3] Temporary failure in name resolution", "network"),
        ("error: Failed to fetch: dns error: failed to lookup address", "network"),
        ("ERROR: No matching distribution found for pysqlite3", "glibc"),
        ("The virtual environment was not created successfully because ensurepip is not available", "python3-venv"),
        ("something else", "pip install"),
    ],
)
def test_a_failed_step_is_explained(words: str, told: str) -> None:
    assert told in bootstrap.explain(words, ["pip", "install"])
