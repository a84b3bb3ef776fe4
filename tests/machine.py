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
    is_quick: Callable[[], bool] = lambda: True  # whether what is here is what the packages would bring

    def sentence(self) -> str:
        """What is left out without it, and what would bring it in."""
        return f"{self.what}: install {', '.join(self.packages)}"


def found(*programs: str) -> bool:
    """Whether every program is on PATH or where the system keeps its servers."""
    folders = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/dovecot", "/usr/libexec/dovecot"])
    return all(shutil.which(program, path=folders) for program in programs)


SHELL = "chromium-headless-shell"  # Chromium without its window's machinery: the same pages at a third of the work


def whole_browser() -> str | None:
    """This machine's Chromium with everything that a person's has, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def browser() -> str | None:
    """The quickest Chromium of this machine, or None."""
    return shutil.which(SHELL) or whole_browser()


PARTS = (
    Part(
        "browser",
        "tests in a real browser",
        ("chromium", SHELL),
        lambda: whole_browser() is not None,
        lambda: found(SHELL),
    ),
    Part(
        "mailserver",
        "tests with real mail servers",
        ("postfix", "dovecot-imapd", "dovecot-lmtpd"),
        lambda: found("postfix", "dovecot", "imap", "lmtp"),
    ),
    Part("postgresql", "the same tests on PostgreSQL", ("postgresql",), lambda: postgres.binaries() is not None),
)


def improvable() -> list[Part]:
    """The parts that cannot run here, or could run quicker."""
    return [part for part in PARTS if not (part.here() and part.is_quick())]


def missing() -> list[Part]:
    """The parts that cannot run here."""
    return [part for part in PARTS if not part.here()]
