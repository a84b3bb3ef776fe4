"""The command line as an operator meets it."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from rafeeq.config.command import COMMANDS, parser
from rafeeq.config.tests.installation import Installation
from rafeeq.system import spool

PASSWORD = "عصفور-وشجرة-9".encode()
PERSON = (
    "user",
    "create",
    "--email",
    "sara@example.sa",
    "--name",
    "سارة العتيبي",
    "--role",
    "agent",
    "--password-stdin",
)
MAIL = "From: a@example.com\r\nSubject: طلب\r\n\r\nأين طلبي؟\r\n".encode("cp1256", "replace")


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation that was never prepared: what is refused before any row is needed."""
    return Installation(tmp_path_factory.mktemp("nowhere") / "data")


BAD_ARGUMENTS = (
    ("fly",),
    ("user",),
    ("user", "create"),
    (*PERSON[:-2], "captain", "--password-stdin"),
    ("token", "create"),
    ("mail", "account", "add", "--name", "x"),
    ("backup",),
    ("backup", "/no/such/folder/file"),
    ("backup", "/tmp"),
    ("restore", "/no/such/file"),
)


def test_bad_arguments_end_with_two_and_one_line(nowhere: Installation) -> None:
    for done in (nowhere.run(), nowhere.run("serve", "--fast"), *nowhere.together(*BAD_ARGUMENTS)):
        assert done.returncode == 2, done
        assert done.stderr.count("\n") == 1, done
        assert done.stderr.startswith("rafeeq"), done
        assert done.stdout == "", done


def test_a_bad_setting_ends_with_two_and_one_line(nowhere: Installation) -> None:
    done = nowhere.run("doctor", DATABASE_URL="mysql://somewhere")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "DATABASE_URL" in done.stderr


@pytest.mark.parametrize("command", [(name,) for name in COMMANDS] + [("user", "create"), ("mail", "account", "add")])
def test_every_command_has_help(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parser().parse_args([*command, "--help"])
    assert end.value.code == 0
    assert " ".join(command) in capsys.readouterr().out


def test_names_are_utf8_whatever_the_locale(installation: Installation) -> None:
    done = installation.run(*PERSON, given=PASSWORD, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0, done.stderr
    code = "from rafeeq.staff.models import User\nu = User.objects.get()\n"
    code += f"print(ascii(u.name), u.check_password({PASSWORD.decode()!r}), u.branch_id is not None, u.teams.count())"
    assert installation.python(code) == f"{'سارة العتيبي'!a} True True 1"


def test_a_person_who_cannot_be_is_refused_in_one_line(installation: Installation) -> None:
    new = (*PERSON[:3], "new@example.sa", *PERSON[4:])
    made, *refused = installation.together(
        PERSON, PERSON, (*PERSON[:3], "no address", *PERSON[4:]), (*new, "--team", "لا أحد"), given=PASSWORD
    )
    assert made.returncode == 0, made.stderr
    refused += [*installation.together(new, given=b"short"), *installation.together(new, given=b"\xff\xfe" * 5)]
    assert [(done.returncode, done.stderr.count("\n")) for done in refused] == [(2, 1)] * 5, refused


def test_the_token_stands_alone_on_the_last_line(installation: Installation) -> None:
    made, done, nobody = installation.together(
        PERSON,
        ("token", "create", "--user", "Sara@example.sa"),
        ("token", "create", "--user", "nobody@example.sa"),
        given=PASSWORD,
    )
    assert (made.returncode, done.returncode, nobody.returncode) == (0, 0, 2), (made, done)
    token = done.stdout.splitlines()[-1]
    assert len(token) >= 32
    assert token == token.strip()
    assert " " not in token


def test_a_mail_is_stored_as_it_came(nowhere: Installation) -> None:
    done = nowhere.run("mail", "receive", "--account", "الدعم", given=MAIL)
    assert done.returncode == 0, done.stderr
    (path,) = spool.waiting(nowhere.data / "spool")
    note, raw = spool.read(path)
    assert raw == MAIL
    assert note["account"] == "الدعم"


def test_a_mail_is_stored_while_the_database_is_locked(installation: Installation) -> None:
    with closing(sqlite3.connect(installation.data / "rafeeq.sqlite3")) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert installation.run("mail", "receive", given=MAIL).returncode == 0
    assert len(list(spool.waiting(installation.data / "spool"))) == 1


@pytest.mark.parametrize(("given", "code"), [(b"", 65), (b"From: a@b\n\n" + b"x" * spool.LIMIT, 65)])
def test_what_can_be_no_mail_is_refused_for_good(given: bytes, code: int, tmp_path: Path) -> None:
    place = Installation(tmp_path / "data")
    done = place.run("mail", "receive", given=given)
    assert (done.returncode, done.stderr.count("\n")) == (code, 1)
    assert list(spool.waiting(place.data / "spool")) == []


def test_a_mail_that_cannot_be_stored_now_is_to_come_again(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "spool").write_text("a file where the folder should be")
    done = Installation(tmp_path / "data").run("mail", "receive", given=MAIL)
    assert (done.returncode, done.stderr.count("\n")) == (75, 1)


def test_taking_a_mail_loads_no_django(nowhere: Installation) -> None:
    code = "import sys; from rafeeq.config.command import main; code = main(['mail', 'receive'])\n"
    code += "print(code, [name for name in sys.modules if name.startswith(('django', 'asyncio', 'ctypes'))])"
    done = subprocess.run(
        [sys.executable, "-c", code], input=MAIL, env=nowhere.environment, capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == "0 []"


def test_a_new_timeline_is_intact_and_preparing_again_has_nothing_to_say(installation: Installation) -> None:
    verified, _, again = installation.together(("ledger", "verify"), ("prepare",), ("prepare",))
    assert verified.returncode == 0, verified
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_the_data_folder_that_cannot_be_made_is_named(
    new_installation: Callable[[str], Installation], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    done = Installation(tmp_path / "file" / "data").run("prepare")
    assert done.returncode == 1
    assert str(tmp_path / "file") in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [b"", b"kurz123"])
def test_a_password_that_is_far_too_short_makes_nobody(words: bytes, nowhere: Installation) -> None:
    done = nowhere.run(*PERSON, given=words)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "8" in done.stderr
