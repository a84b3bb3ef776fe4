"""Write a backup: waiting mail first, then the database, then the files, so that nothing can slip through between."""

import hashlib
import io
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings
from django.db import connection

from rafeeq.config.archive import manifest, postgres, sqlite

REMADE = {"static", "tmp", "worker.alive"}  # made anew, or nobody's yet


class Engine(Protocol):
    """How one kind of database is copied out and in."""

    def snapshot(self, folder: Path) -> manifest.Manifest:
        """Write a consistent copy into the folder."""

    def load(self, folder: Path, manifest: manifest.Manifest) -> dict[str, int]:
        """Put the copy in place of everything; returns the rows of each table."""


def engine() -> Engine:
    """The way of the database that this installation uses."""
    engines: dict[str, Engine] = {"sqlite": sqlite, "postgresql": postgres}
    return engines[connection.vendor]


class Reader:
    """A file that hashes what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self.file.read(size)
        self.sha256.update(data)
        return data


class Box:
    """The tar file that is being filled; remembers size and hash of every part."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self.tar = tar
        self.parts: dict[str, tuple[int, str]] = {}

    def add(self, name: str, path: Path) -> None:
        """Put a file in; one that has gone meanwhile is left out."""
        try:
            with path.open("rb") as file:
                self.put(name, file, os.fstat(file.fileno()).st_size)
        except FileNotFoundError:
            return

    def put(self, name: str, file: IO[bytes], size: int) -> None:
        """Put `size` bytes in under a name."""
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size, 0o600, int(time.time())
        reader: Any = Reader(file)
        self.tar.addfile(entry, reader)
        self.parts[name] = (size, reader.sha256.hexdigest())


def pack(target: Path) -> manifest.Manifest:
    """Make the backup appear at `target` in one step, readable by this user alone; returns what it holds.

    Raises OSError when the disk refuses, and then leaves no part of it behind.
    """
    target = target.resolve()
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as scratch:
        draft = Path(scratch) / "backup"
        with open(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1) as tar:
                made = fill(Box(tar), Path(scratch) / "database")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return made


def fill(box: Box, scratch: Path) -> manifest.Manifest:
    """Put everything in, the manifest last."""
    data = Path(settings.RAFEEQ_DATA)
    # A mail that is taken in while we work is found in the spool, in the database, or in both: the second arrival is
    # recognised. The other order could miss it. Files are written before the rows that name them.
    for path in walk(data / "spool"):
        box.add(f"data/{path.relative_to(data).as_posix()}", path)
    scratch.mkdir()
    made = engine().snapshot(scratch)
    for path in sorted(scratch.iterdir()):
        box.add(f"database/{path.name}", path)
    shutil.rmtree(scratch)
    for path in walk(data):
        name = f"data/{path.relative_to(data).as_posix()}"
        if name not in box.parts and path.relative_to(data).parts[0] != "spool":
            box.add(name, path)
    key = settings.SECRET_KEY.encode()
    box.put("secret_key", io.BytesIO(key), len(key))
    made.parts = box.parts
    content = made.to_bytes()
    box.put(manifest.NAME, io.BytesIO(content), len(content))
    return made


def walk(folder: Path) -> Iterator[Path]:
    """The files below a folder that belong into a backup: no drafts, no database, nothing that is made anew."""
    database = Path(str(connection.settings_dict["NAME"]))
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in REMADE and not name.startswith("."))
        for name in sorted(files):
            path = Path(place) / name
            ours = path.parent == database.parent and name.startswith(database.name)
            if not ours and name not in REMADE and not name.startswith((".", "secret_key")):
                yield path
