import io
import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from rafeeq.system import durable, spool
from rafeeq.system.tests import killed

NOTE, LETTER = killed.NOTE, killed.LETTER
PLACES = ("tmp", "new", "parked")


def contents(folder: Path, place: str) -> list[bytes]:
    return [spool.read(path)[1] for path in durable.listed(folder / place)]


def killed_before_every_line(work: str, below: Path) -> list[tuple[Path, bool, list[bytes]]]:
    """What a work came to that was killed before its first line, its second, and on to its end.

    For each its folder, whether it came to its end, and what it said was accepted. See killed.py.
    """
    command = [sys.executable, "-m", killed.__name__, work, str(below)]
    heard = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    told = [json.loads(line) for line in heard.splitlines()]
    assert [ended for ended, _ in told] == [False] * (len(told) - 1) + [True]
    assert len(told) > 20, "each of the lines was one to be killed before"
    return [(below / str(number), ended, [word.encode() for word in said]) for number, (ended, said) in enumerate(told)]


def test_what_is_put_is_read_back_oldest_first(tmp_path: Path) -> None:
    letters = [LETTER, b"", b"\n\n{}\n", bytes(range(256)) * 1_000]
    for letter in letters:
        path = spool.put(tmp_path, letter, note=NOTE)
        assert path.stat().st_mode & 0o777 == 0o600
    assert [spool.read(path) for path in spool.waiting(tmp_path)] == [(NOTE, letter) for letter in letters]


def test_a_stream_is_as_good_as_bytes(tmp_path: Path) -> None:
    path = spool.put(tmp_path, io.BytesIO(LETTER * 5_000), note=NOTE)
    assert spool.read(path) == (NOTE, LETTER * 5_000)


@pytest.mark.parametrize("as_stream", [True, False])
def test_too_large_a_mail_is_refused_without_reading_it_all(tmp_path: Path, as_stream: bool) -> None:
    stream = io.BytesIO(b"x" * 1_000_000)
    with pytest.raises(spool.TooLarge):
        spool.put(tmp_path, stream if as_stream else stream.getvalue(), note=NOTE, limit=1_000)
    assert stream.tell() < 200_000
    assert [durable.listed(tmp_path / place) for place in PLACES] == [[], [], []]
    assert spool.read(spool.put(tmp_path, b"x" * 1_000, note=NOTE, limit=1_000))[1] == b"x" * 1_000


def test_a_parked_mail_keeps_its_bytes_its_reason_and_its_place(tmp_path: Path) -> None:
    first, second = (spool.put(tmp_path, letter, note=NOTE) for letter in (LETTER, b"second"))
    aside = spool.park(first, "لا يمكن قراءتها")
    assert list(spool.waiting(tmp_path)) == [second]
    assert list(spool.parked(tmp_path)) == [aside]
    assert spool.read(aside) == (NOTE | {"parked_reason": "لا يمكن قراءتها", "parked_times": "1"}, LETTER)
    assert spool.recover(aside) == first
    assert list(spool.waiting(tmp_path)) == [first, second]
    assert spool.read(spool.park(first, "again"))[0]["parked_times"] == "2"


def test_a_draft_is_never_mail_and_goes_after_a_day(tmp_path: Path) -> None:
    kept = spool.put(tmp_path, LETTER, note=NOTE)
    for name, hours in [("killed-yesterday", 25), ("being-written", 1)]:
        draft = tmp_path / "tmp" / name
        draft.write_bytes(b'{"account": "x"}\nhalf a ma')
        moment = draft.stat().st_mtime - hours * 3600
        os.utime(draft, (moment, moment))
    assert list(spool.waiting(tmp_path)) == [kept]
    assert [path.name for path in durable.listed(tmp_path / "tmp")] == ["being-written"]


def test_a_put_killed_before_any_line_keeps_all_that_was_accepted_once(tmp_path: Path) -> None:
    for folder, ended, accepted in killed_before_every_line("put", tmp_path):
        found = contents(folder, "new")
        assert found in ([b"letter"], [])
        assert len(found) >= len(accepted)  # it may be killed after it was safe and before it could say so
        if ended:
            assert accepted == found == [b"letter"]
            assert durable.listed(folder / "tmp") == []


def test_a_mail_whose_parking_is_killed_is_always_in_one_place(tmp_path: Path) -> None:
    for folder, ended, _ in killed_before_every_line("park", tmp_path):
        assert contents(folder, "new") + contents(folder, "parked") == [LETTER]
        if ended:
            assert contents(folder, "parked") == [LETTER]


def test_writers_killed_at_seeded_moments_lose_nothing(tmp_path: Path) -> None:
    """Three real processes at a time write into one folder and are killed after a seeded number of mails."""
    chance = random.Random(20261121)
    script = (
        "import sys, pathlib\n"
        "from rafeeq.system import spool\n"
        "for number in range(10_000):\n"
        "    word = f'{sys.argv[2]}-{number}'.encode()\n"
        "    spool.put(pathlib.Path(sys.argv[1]), word, note={})\n"
        "    sys.stdout.buffer.write(word + b'\\n'); sys.stdout.flush()\n"
    )
    accepted: list[bytes] = []
    command = [sys.executable, "-c", script, str(tmp_path)]
    for _ in range(4):
        writers = [subprocess.Popen([*command, str(chance.random())], stdout=subprocess.PIPE) for _ in range(3)]
        for writer in writers:
            assert writer.stdout
            accepted += [writer.stdout.readline().strip() for _ in range(chance.randrange(1, 20))]
            writer.kill()
            accepted += writer.stdout.read().split()
            writer.wait()
            writer.stdout.close()
    found = Counter(contents(tmp_path, "new"))
    assert set(found.values()) == {1}
    assert Counter(accepted) <= found
    assert len(found) - len(accepted) <= 12  # at most one a writer: accepted, and killed before it could say so


def test_the_spool_starts_without_django_and_without_the_database() -> None:
    script = "import sys; from rafeeq.system import spool; print(sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "'rafeeq'" in loaded
    for heavy in ["django", "sqlite3", "pysqlite3", "asyncio", "email", "logging"]:
        assert f"'{heavy}'" not in loaded
