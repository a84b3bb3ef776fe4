"""Make .venv with the pinned packages and the `rafeeq` command in it; does nothing when that is already so.

Standard library only, and readable by any Python 3, so that an old one is told what to do instead of a traceback.
Usage: python3 bootstrap.py [--dev]
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
ROOM_NEEDED = {"requirements.lock": 1100, "requirements-dev.lock": 1700}  # megabytes, venv and unpacking together
NO_VENV = "This Python has no venv module. Install it (Debian, Ubuntu: apt install python3-venv) and run make again."
NETWORK_SIGNS = [
    "name resolution",
    "dns error",
    "connection refused",
    "newconnectionerror",
    "timed out",
    "network is unreachable",
    "failed to fetch",
    "error sending request",
    "max retries",
    "proxyerror",
]
SCRIPT = "#!{python}\nimport sys\n\nfrom rafeeq.config.command import main\n\nsys.exit(main())\n"


class CannotPrepare(Exception):
    """The environment cannot be made; the message is the sentence that a person acts upon."""


def say(arabic: str, english: str) -> None:
    """Tell what is being done, in both languages, at once even into a pipe."""
    stream = getattr(sys.stdout, "buffer", None)
    line = "· %s\n  %s\n" % (arabic, english)  # noqa: UP031 - an old Python must be able to read this file
    if stream is None:
        sys.stdout.write(line)
    else:
        stream.write(line.encode("utf-8"))
    sys.stdout.flush()


def newest_python() -> str:
    """The path of a Python that is new enough: this one, or another on PATH."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for name in ("python3.13", "python3.12", "python3.11", "python3.14"):
        if found := shutil.which(name):
            return found
    raise CannotPrepare(
        "Rafeeq needs Python 3.11 or newer, and this is Python {}.{}. Install it (Debian, Ubuntu: "
        "apt install python3.11 python3.11-venv; macOS: brew install python@3.13), "
        "then run: make run PYTHON=python3.11".format(*sys.version_info[:2])
    )


def find_uv() -> "str | None":
    """uv, when the machine has it: it installs the same lock several times faster than pip."""
    inside = VENV / "bin" / "uv"
    return shutil.which("uv") or (str(inside) if inside.exists() else None)


def works(python: Path) -> bool:
    """Whether the venv's Python starts and is new enough; a system upgrade can leave a dead link behind."""
    if not python.exists():
        return False
    check = f"import sys; sys.exit(sys.version_info < {OLDEST!r})"
    return subprocess.run([str(python), "-c", check], stdin=subprocess.DEVNULL, check=False).returncode == 0


def make_venv(python: str, uv: "str | None") -> None:
    """Create .venv, with pip in it only when uv is absent."""
    say("تُجهَّز بيئة بايثون في .venv", "Making a Python environment in .venv")
    if uv:
        run([uv, "venv", "--quiet", "--clear", "--no-project", "--python", python, str(VENV)])
        return
    probe = subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    if probe.returncode:
        raise CannotPrepare(NO_VENV)
    run([python, "-m", "venv", "--clear", str(VENV)])


def install(lock: Path, uv: "str | None") -> None:
    """Install exactly the lock's packages, each checked against its hash."""
    free = shutil.disk_usage(str(ROOT)).free // 2**20
    if free < ROOM_NEEDED[lock.name]:
        raise CannotPrepare(
            f"The disk has {free} MB free, and the packages need about {ROOM_NEEDED[lock.name]} MB. "
            "Make room and run make again."
        )
    tool = "uv" if uv else "pip"
    say(
        f"تُثبَّت الحزم المطلوبة بالإصدارات المحددة ({tool})", f"Installing the pinned packages of {lock.name} with {tool}"
    )
    if uv:
        where = ["--python", str(PYTHON), "--require-hashes", "--compile-bytecode", "--quiet"]
        run([uv, "pip", "install", *where, "-r", str(lock)])
    else:
        # What is never imported need not be compiled; Python compiles the rest at its first import.
        flags = ["--require-hashes", "--disable-pip-version-check", "--no-input", "--quiet", "--no-compile"]
        run([str(PYTHON), "-m", "pip", "install", *flags, "-r", str(lock)])


def run(command: "list[str]") -> None:
    """Run one step quietly; when it fails, show its words and say in a sentence what that means."""
    environment = dict(os.environ, UV_SYSTEM_CERTS="1", UV_NO_PROGRESS="1", VIRTUAL_ENV=str(VENV))
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        check=False,
    )
    if done.returncode == 0:
        return
    words = done.stdout.decode("utf-8", "replace").strip()
    raise CannotPrepare("\n".join([*words.splitlines()[-8:], explain(words, command)]))


def explain(words: str, command: "list[str]") -> str:
    """What a failed step means for the person at the keyboard."""
    low = words.lower()
    if "no space left" in low or "disk quota" in low:
        return "The disk is full. Make room and run make again; what was installed so far is kept."
    if "ensurepip" in low:
        return (
            "This Python has no venv module. Install it (Debian, Ubuntu: apt install python3-venv) and run make again."
        )
    if any(sign in low for sign in NETWORK_SIGNS):
        return (
            "The packages could not be fetched: there is no way to the package index. Check the network or the proxy "
            "(HTTPS_PROXY), or point PIP_INDEX_URL (pip) or UV_DEFAULT_INDEX (uv) at a mirror, and run make again."
        )
    if "no matching distribution" in low or "no wheels" in low or "no solution found" in low:
        return (
            "A package is not made for this machine. Rafeeq runs on glibc Linux (and macOS) with Python 3.11 to 3.13."
        )
    return "This step failed: " + " ".join(command)


def join_project() -> None:
    """Put the checkout on the venv's path and write the `rafeeq` command: no build, no network."""
    site = next(VENV.glob("lib/python3.*/site-packages"))
    write(site / "rafeeq_checkout.pth", f"{ROOT}\n", 0o644)
    write(VENV / "bin" / "rafeeq", SCRIPT.format(python=PYTHON), 0o755)


def write(path: Path, text: str, mode: int) -> None:
    """Write a file unless it already says so."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def prepare(lock: Path) -> None:
    """Bring .venv in line with the lock; the stamp inside tells next time that nothing is to be done."""
    stamp = VENV / f".{lock.name}.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    alive = works(PYTHON)
    if not alive or not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        uv = find_uv() if alive else shutil.which("uv")
        if not alive:
            make_venv(newest_python(), uv)
        elif not uv and subprocess.run([str(PYTHON), "-m", "pip", "-V"], capture_output=True, check=False).returncode:
            make_venv(newest_python(), None)  # uv made it without pip and is gone now
        install(lock, uv)
        stamp.write_text(wanted, encoding="utf-8")
        if lock.name == "requirements-dev.lock":  # it holds the other one too, at the same versions
            base = ROOT / "requirements.lock"
            (VENV / f".{base.name}.sha256").write_text(hashlib.sha256(base.read_bytes()).hexdigest(), encoding="utf-8")
    join_project()


def main(arguments: "list[str]") -> int:
    """Prepare, and turn every failure into a sentence on standard error; the exit code is 0 or 1."""
    name = "requirements-dev.lock" if "--dev" in arguments else "requirements.lock"
    try:
        newest_python()
        prepare(ROOT / name)
    except CannotPrepare as problem:
        message = str(problem)
    except OSError as error:
        message = f"{error.strerror}: {error.filename}. Check free space and permissions, and run make again."
    else:
        return 0
    sys.stderr.buffer.write((message + "\n").encode("utf-8"))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
