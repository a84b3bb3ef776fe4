"""The documentation holds: every link leads somewhere, every `make` and `rafeeq` command it names exists."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from rafeeq.config.command import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
CODE = re.compile(r"`[^`]*`")  # what is only shown
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
MAKE = re.compile(r"`make ([a-z][a-z-]*)")
RAFEEQ = re.compile(r"`(?:\.venv/bin/)?rafeeq ([a-z][a-z-]*)")


def documents(root: Path) -> list[Path]:
    """Every page of the documentation."""
    return sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "deploy").rglob("*.md")])


def targets(root: Path) -> set[str]:
    """What `make` knows."""
    text = (root / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))


def faults(root: Path) -> Iterator[str]:
    """Everything that leads nowhere."""
    known = targets(root)
    for path in documents(root):
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            place = f"{path.relative_to(root)}:{line}"
            for link in LINK.findall(CODE.sub("", text)):
                target = link.split("#")[0]
                if (
                    target
                    and "://" not in target
                    and not target.startswith("mailto:")
                    and not (path.parent / target).exists()
                ):
                    yield f"{place} leads nowhere: {link}"
            yield from (
                f"{place} names an unknown command: make {name}" for name in MAKE.findall(text) if name not in known
            )
            yield from (
                f"{place} names an unknown command: rafeeq {name}"
                for name in RAFEEQ.findall(text)
                if name not in COMMANDS
            )


if __name__ == "__main__":
    found = list(faults(ROOT))
    print("\n".join(found), end="\n" if found else "")
    sys.exit(bool(found))
