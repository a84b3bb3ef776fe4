"""A folder where mail waits: safe before anything is parsed, without Django and without the database.

Like a maildir: `tmp/` for what is being written, `new/` for what was accepted, `parked/` for what a person must
look at. One mail is one file: a line of JSON (the note), then the raw bytes. A mail is always in exactly one place.
"""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from rafeeq.system import durable

LIMIT = 50 * 1024 * 1024  # bytes of one mail
CHUNK = 64 * 1024

Note = dict[str, str]


class TooLarge(ValueError):
    """The mail is over the limit; nothing was kept and the rest of it was not read."""


def put(folder: Path, content: bytes | BinaryIO, *, note: Note, limit: int = LIMIT) -> Path:
    """Accept a mail. When this returns, the mail survives a kill and a power cut; when it raises, nothing is there.

    `note` holds what the bytes do not say (account, envelope). Raises TooLarge, or OSError when the disk refuses.
    """
    for name in ("tmp", "new"):
        durable.make_folder(folder / name)
    name = f"{time.time_ns():020d}.{os.getpid()}.{os.urandom(4).hex()}"
    target = folder / "new" / name
    durable.write_new(folder / "tmp" / name, file_chunks(note, content, limit), target)
    return target


def file_chunks(note: Note, content: bytes | BinaryIO, limit: int) -> Iterator[bytes]:
    """The bytes of the file: note, line feed, mail; raises TooLarge as soon as the mail passes `limit` bytes."""
    yield json.dumps(note, ensure_ascii=True, sort_keys=True).encode("ascii") + b"\n"
    size = 0
    pieces = [content] if isinstance(content, bytes) else iter(lambda: content.read(CHUNK), b"")
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise TooLarge(f"the mail is larger than {limit} bytes")
        yield piece


def as_file(note: Note, content: bytes) -> bytes:
    """What a file of the spool holds."""
    return b"".join(file_chunks(note, content, len(content)))


def of_file(whole: bytes) -> tuple[Note, bytes]:
    """The note and the raw bytes of what a file of the spool holds."""
    head, _, content = whole.partition(b"\n")
    return json.loads(head), content


def waiting(folder: Path) -> Iterator[Path]:
    """The mails that wait, oldest first, as they are now; drafts left by killed writers are removed after a day."""
    durable.sweep(folder / "tmp")
    yield from durable.listed(folder / "new")  # names begin with the time of arrival


def parked(folder: Path) -> Iterator[Path]:
    """The mails that wait for a person, oldest first."""
    yield from durable.listed(folder / "parked")


def read(path: Path) -> tuple[Note, bytes]:
    """The note and the raw bytes; raises FileNotFoundError when another process was done with it first."""
    return of_file(path.read_bytes())


def park(path: Path, reason: str) -> Path:
    """Move a waiting mail aside; its note tells the last `parked_reason` and in `parked_times` how often it was so."""
    note, content = read(path)
    note |= {"parked_reason": reason, "parked_times": str(int(note.get("parked_times", "0")) + 1)}
    folder = path.parent.parent
    draft = folder / "tmp" / f"{path.name}.{os.urandom(4).hex()}"
    # First the new note in the old place, then the move: a kill in between leaves the mail waiting, once.
    durable.write_draft(draft, file_chunks(note, content, len(content)))
    draft.replace(path)
    return moved(path, folder / "parked")


def recover(path: Path) -> Path:
    """Let a parked mail wait again, at its old place in the line."""
    return moved(path, path.parent.parent / "new")


def moved(path: Path, folder: Path) -> Path:
    """Move a file into a folder, safe against a power cut."""
    durable.make_folder(folder)
    target = path.rename(folder / path.name)
    durable.sync_folder(folder)
    durable.sync_folder(path.parent)
    return target
