"""A backup holds everything, is made while others write, and comes back whole or not at all."""

import io
import json
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rafeeq.config.tests.installation import Installation, new_database
from rafeeq.config.tests.test_command import MAIL, PASSWORD, PERSON

# Each database is packed, unpacked and exchanged in its own way: the tests of that run on both. What is refused is
# refused before a database is touched, and is asked once.
on_both = pytest.mark.own_sql

Make = Callable[[str], Installation]

COUNTS = """
from django.db import connection
with connection.cursor() as cursor:
    for table in sorted(connection.introspection.table_names(cursor)):
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        print(table, cursor.fetchone()[0])
"""
KEEP = "from rafeeq.system.storage import keep\nkeep('{}'.encode(), prefix='raw')"
AUDIT = "from rafeeq.system.actions import audit\nfor n in range({}): audit(by=None, what='تجربة', target=str(n))"


TAMPER = """
from rafeeq.system.models import AuditEntry
try:
    AuditEntry.objects.update(what='x')
except Exception:
    print('refused')
"""


@pytest.fixture(scope="module")
def full(prepared: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with a person, rows, files and a mail that waits, and its backup; to be copied."""
    made = prepared.copy(tmp_path_factory.mktemp("full") / "data")
    assert made.run("mail", "receive", given=MAIL).returncode == 0
    steps = made.together(
        PERSON,
        ("python", AUDIT.format(300)),
        ("python", KEEP.format("مرفق")),
        ("backup", backup_of(made)),
        given=PASSWORD,
    )
    assert [step.returncode for step in steps] == [0, 0, 0, 0], steps
    return made


@pytest.fixture(scope="module")
def full_counts(full: Installation) -> str:
    """How many rows each table of the full installation holds."""
    return full.python(COUNTS)


@pytest.fixture
def lived_in(full: Installation, tmp_path: Path) -> Installation:
    """A copy of the full installation."""
    return full.copy(tmp_path / "lived-in")


def backup_of(place: Installation) -> str:
    """Where the backup of an installation lies."""
    return str(place.data.with_suffix(".rafeeq"))


def altered(source: Path, change: Callable[[dict[str, bytes]], None], target: Path) -> Path:
    """A copy of a backup whose entries were changed."""
    with tarfile.open(source) as tar:
        entries = {entry.name: found.read() for entry in tar if (found := tar.extractfile(entry))}
    change(entries)
    with tarfile.open(target, "w:gz") as tar:
        for name, content in entries.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return target


def everything(place: Installation) -> dict[str, bytes]:
    """The files that people's words lie in."""
    return {
        path.relative_to(place.data).as_posix(): path.read_bytes()
        for folder in ("files", "spool")
        for path in (place.data / folder).rglob("*")
        if path.is_file()
    }


@on_both
def test_a_restored_installation_is_the_same(full: Installation, full_counts: str, tmp_path: Path) -> None:
    file = Path(backup_of(full))
    assert file.stat().st_mode & 0o077 == 0  # it holds the signing key
    scratch = Installation(tmp_path / "scratch", new_database())  # a new machine, where nothing was prepared yet
    restored, counts, password, counter, guard = scratch.together(
        ("restore", str(file)),
        ("python", COUNTS),
        (
            "python",
            f"from rafeeq.staff.models import User\nprint(User.objects.get().check_password({PASSWORD.decode()!r}))",
        ),
        ("python", AUDIT.format(1)),
        ("python", TAMPER),
    )
    assert restored.returncode == 0, restored.stderr
    assert counts.stdout.strip() == full_counts
    assert everything(scratch) == everything(full) != {}
    assert (scratch.data / "secret_key").read_bytes() == (full.data / "secret_key").read_bytes()
    assert password.stdout == "True\n"
    assert counter.returncode == 0  # counters go on where they were
    assert guard.stdout == "refused\n"  # the guards over what is written once came back too


def test_an_installation_in_use_is_replaced_only_by_force(
    full: Installation, full_counts: str, lived_in: Installation
) -> None:
    _, _, changed, refused, still, replaced, counts = lived_in.together(
        ("python", AUDIT.format(5)),
        ("python", KEEP.format("later")),
        ("python", COUNTS),
        ("restore", backup_of(full)),
        ("python", COUNTS),
        ("restore", backup_of(full), "--force"),
        ("python", COUNTS),
    )
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert "--force" in refused.stderr
    assert still.stdout == changed.stdout
    assert replaced.returncode == 0, replaced.stderr
    assert counts.stdout.strip() == full_counts != changed.stdout.strip()
    assert everything(lived_in) == everything(full)  # what came later is gone with the rows that named it


@on_both
def test_a_backup_is_of_one_moment_while_others_write(
    lived_in: Installation, new_installation: Make, tmp_path: Path
) -> None:
    files = [tmp_path / f"{number}.rafeeq" for number in range(2)]
    writing = threading.Thread(target=lived_in.python, args=(AUDIT.format(1500),))
    writing.start()
    done = lived_in.together(*(("backup", str(file)) for file in files))
    writing.join()
    assert [one.returncode for one in done] == [0, 0], done
    held = "from rafeeq.system.models import AuditEntry as A\nprint(A.objects.count(), A.objects.latest('pk').target)"
    steps = [step for file in files for step in (("restore", str(file), "--force"), ("python", held))]
    for restored, rows in batched(new_installation("scratch").together(*steps)):
        assert restored.returncode == 0, restored.stderr
        count, last = map(int, rows.stdout.split())
        assert count in (300, 300 + last + 1)  # without a hole up to its last row
    assert not list(tmp_path.glob(".*"))  # no draft is left behind


def batched(steps: list[Any]) -> list[tuple[Any, Any]]:
    """The steps two by two."""
    return list(zip(steps[::2], steps[1::2], strict=True))


def damage(entries: dict[str, bytes]) -> None:
    name = next(name for name in entries if name.startswith("data/files/"))
    entries[name] = b"something else"


def lose(entries: dict[str, bytes]) -> None:
    del entries[next(name for name in entries if name.startswith("data/files/"))]


def lose_manifest(entries: dict[str, bytes]) -> None:
    del entries["manifest.json"]


def climb_out(entries: dict[str, bytes]) -> None:
    entries["data/../../climbed"] = b"x"


def stand_at_the_root(entries: dict[str, bytes]) -> None:
    entries["/tmp/climbed-out-of-a-backup"] = b"x"


def come_from_the_future(entries: dict[str, bytes]) -> None:
    manifest = json.loads(entries["manifest.json"])
    manifest["migrations"].append(["tickets", "9999_unheard_of"])
    entries["manifest.json"] = json.dumps(manifest).encode()


def be_of_a_later_format(entries: dict[str, bytes]) -> None:
    manifest = json.loads(entries["manifest.json"])
    entries["manifest.json"] = json.dumps({**manifest, "format": 99}).encode()


def be_cut_off(entries: dict[str, bytes]) -> None:
    """The last entries never reached the disk."""
    for name in list(entries)[-3:]:
        del entries[name]


BAD = [
    damage,
    lose,
    lose_manifest,
    climb_out,
    stand_at_the_root,
    come_from_the_future,
    be_of_a_later_format,
    be_cut_off,
]
NONSENSE = [b"", b"no tar at all" * 100, b"\x1f\x8b\x08\x00 broken"]


def test_a_bad_backup_changes_nothing(full: Installation, lived_in: Installation, tmp_path: Path) -> None:
    files = [altered(Path(backup_of(full)), change, tmp_path / change.__name__) for change in BAD]
    for number, content in enumerate([*NONSENSE, Path(backup_of(full)).read_bytes()[:-200]]):
        files.append(tmp_path / f"nonsense-{number}")
        files[-1].write_bytes(content)
    before = (everything(lived_in), (lived_in.data / "secret_key").read_bytes())
    counted, *refused, counted_again = lived_in.together(
        ("python", COUNTS), *(("restore", str(file), "--force") for file in files), ("python", COUNTS)
    )
    for done in refused:
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done
    assert counted_again.stdout == counted.stdout
    assert (everything(lived_in), (lived_in.data / "secret_key").read_bytes()) == before
    assert not list(tmp_path.rglob("climbed*"))
    assert not Path("/tmp/climbed-out-of-a-backup").exists()
    assert not list(lived_in.data.glob(".restoring-*"))


@on_both
def test_a_restore_is_seen_by_who_is_connected(full: Installation, lived_in: Installation) -> None:
    """The content is exchanged in place, so that a process with the database open reads the restored rows."""
    code = "from django.db import connections\nfrom rafeeq.system.models import AuditEntry as A\n"
    code += "other = connections.create_connection('default')\nask = lambda: (cursor := other.cursor(), "
    code += "cursor.execute('SELECT count(*) FROM system_auditentry'), print(cursor.fetchone()[0]))\n"
    code += f"ask()\n{AUDIT.format(7)}\nask()\nfrom rafeeq.config.command import main\n"
    code += f"print(main(['restore', {backup_of(full)!r}, '--force']))\nask()\nother.close()"
    lines = lived_in.python(code).splitlines()
    first, second, last = (int(line) for line in lines if line.isdigit() and line != "0")
    assert second == first + 7
    assert last == first
