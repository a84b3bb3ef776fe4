"""The guide explains everything that can be set or called, in both languages."""

import re
from pathlib import Path

import pytest

from rafeeq.config.command import COMMANDS
from rafeeq.system.preferences import REGISTRY

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "guide"
VARIABLE = re.compile(r"\"((?:RAFEEQ|DATABASE|EMAIL)_[A-Z_]+)\"")
# Django's own names of settings that we give it, and what one process of ours tells another.
NOT_FOR_PEOPLE = {"EMAIL_BACKEND", "RAFEEQ_EVAL_DATA"}


def variables() -> set[str]:
    """Every environment variable that the code asks for."""
    code = [*(ROOT / "rafeeq" / "config").rglob("*.py"), *(ROOT / "rafeeq" / "channels").rglob("*.py")]
    asked = {
        name
        for path in code
        if "tests" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if "environ" in line or "text(" in line or "number(" in line
        for name in VARIABLE.findall(line)
    }
    return asked - NOT_FOR_PEOPLE


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_setting_command_and_variable_is_explained(language: str) -> None:
    told = (GUIDE / language / "administrator.md").read_text(encoding="utf-8")
    assert len(variables()) > 10
    wanted = {f"`{key}`" for key in REGISTRY} | {f"`{name}" for name in variables()}
    wanted |= {f"`rafeeq {name}" for name in COMMANDS}
    assert sorted(name for name in wanted if name not in told) == []


def test_both_languages_have_the_same_pages_and_pictures() -> None:
    arabic, english = ({path.name for path in (GUIDE / language).glob("*.md")} for language in ("ar", "en"))
    assert arabic == english
    for name in arabic:
        headings = [
            len(re.findall(r"^##+ ", (GUIDE / language / name).read_text(encoding="utf-8"), re.MULTILINE))
            for language in ("ar", "en")
        ]
        assert headings[0] == headings[1], name
