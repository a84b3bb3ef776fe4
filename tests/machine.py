"""What the whole suite needs of the machine, and what is missing here."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from tests import postgres


@dataclass(frozen=True)
class Part:
    """A part of the suite that needs programs of the machine; `marker` names its tests, `packages` are Debian's."""

    marker: str
    what: str
    packages: tuple[str, ...]
    here: Callable[[], bool]

    def sentence(self) -> str:
        """What is left out without it, and what would bring it in."""
        return f"{self.what}: install {', '.join(self.packages)}"


def found(*programs: str) -> bool:
    """Whether every program is on PATH or where the system keeps its servers."""
    folders = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/dovecot", "/usr/libexec/dovecot"])
    return all(shutil.which(program, path=folders) for program in programs)


PARTS = (
    Part("browser", "tests in a real browser", ("chromium",), lambda: found("chromium") or found("chromium-browser")),
    Part(
        "mailserver",
        "tests with real mail servers",
        ("postfix", "dovecot-imapd", "dovecot-lmtpd"),
        lambda: found("postfix", "dovecot", "imap", "lmtp"),
    ),
    Part("postgresql", "the same tests on PostgreSQL", ("postgresql",), lambda: postgres.binaries() is not None),
)


def missing() -> list[Part]:
    """The parts that cannot run here."""
    return [part for part in PARTS if not part.here()]
