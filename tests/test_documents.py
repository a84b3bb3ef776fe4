"""The check of the documentation finds what leads nowhere."""

from pathlib import Path

from tests import documents


def test_the_documentation_holds() -> None:
    assert list(documents.faults(documents.ROOT)) == []


def test_what_leads_nowhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text("run: venv\n")
    (tmp_path / "README.md").write_text(
        "[there](docs/there.md) [web](https://example.com) `make run` `make tea` `rafeeq fly`"
    )
    assert [fault.split(" ", 1)[1] for fault in documents.faults(tmp_path)] == [
        "leads nowhere: docs/there.md",
        "names an unknown command: make tea",
        "names an unknown command: rafeeq fly",
    ]
