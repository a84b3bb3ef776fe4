"""Where files lie: raw mail and attachments, whole or absent.

`keep` and `read` use nothing but Django's storage interface, so an S3 storage may stand in STORAGES instead.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, default_storage
from django.utils.deconstruct import deconstructible

from rafeeq.system import durable


@deconstructible(path="rafeeq.system.storage.SafeStorage")
class SafeStorage(FileSystemStorage):
    """Django's folder storage, but a file appears in one step, is on the disk when `save` returns, and is private.

    Names that lead out of the folder raise SuspiciousFileOperation, as in Django.
    """

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._ready: set[Path] = set()

    def _save(self, name: str, content: File[Any]) -> str:
        location = Path(self.location)
        durable.make_folder(location / "tmp")
        content.seek(0)
        while True:
            target = Path(self.path(name))
            durable.make_folder(target.parent)
            try:
                durable.write_new(location / "tmp" / os.urandom(16).hex(), content.chunks(), target)
            except FileExistsError:  # somebody else took the name meanwhile
                name = self.get_available_name(name)
            else:
                return target.relative_to(location).as_posix()

    def put(self, name: str, content: bytes) -> None:
        """Keep the bytes under a name of our own making, once; nothing happens when they are there."""
        location = Path(self.location)
        target = location / name
        if target.exists():
            return
        self._make_room(target)
        with suppress(FileExistsError):  # the same content arrived twice at the same moment: one copy is enough
            durable.write_new(location / "tmp" / os.urandom(16).hex(), [content], target)

    def move_in(self, path: Path, name: str) -> None:
        """Let a file that is safe elsewhere lie here under this name. A power cut leaves it in one of both places.

        Raises OSError where it lies on another disk.
        """
        target = Path(self.location) / name
        self._make_room(target)
        path.rename(target)

    def _make_room(self, target: Path) -> None:
        """Make all folders of a prefix at its first file, so that no later one waits for a folder of its own."""
        prefix = target.parent.parent
        if prefix in self._ready:
            return
        for folder in (Path(self.location) / "tmp", prefix):
            durable.make_folder(folder)
        for number in range(256):
            (prefix / f"{number:02x}").mkdir(mode=durable.FOLDER_MODE, exist_ok=True)
        durable.sync_folder(prefix)
        self._ready.add(prefix)

    def sweep(self) -> None:
        """Remove what killed writers left half-written."""
        durable.sweep(Path(self.location) / "tmp")


def address(content: bytes, *, prefix: str) -> str:
    """The name under which this content is kept: `prefix/ab/<sha256>`."""
    digest = hashlib.sha256(content).hexdigest()
    return f"{prefix}/{digest[:2]}/{digest}"


def move_in(path: Path, name: str, *, storage: Storage = default_storage) -> None:
    """Let a file that is safe at `path` become the kept file of this name (see `address`), and be gone from there."""
    if isinstance(storage, SafeStorage):
        try:
            storage.move_in(path, name)
        except FileNotFoundError:  # another process was quicker with the same file
            if not storage.exists(name):
                raise
        except OSError:  # another disk
            storage.put(name, path.read_bytes())
            path.unlink(missing_ok=True)
        return
    if not storage.exists(name):
        storage.save(name, ContentFile(path.read_bytes()))
    path.unlink(missing_ok=True)


def keep(content: bytes, *, prefix: str, storage: Storage = default_storage) -> str:
    """Keep the bytes, once however often they come, and return their name; they are safe when this returns."""
    name = address(content, prefix=prefix)
    if isinstance(storage, SafeStorage):
        storage.put(name, content)
        return name
    if storage.exists(name):
        return name
    saved = storage.save(name, ContentFile(content))
    if saved != name:  # the same content arrived twice at the same moment: one copy is enough
        storage.delete(saved)
    return name


def is_near(storage: Storage = default_storage) -> bool:
    """Whether files lie on this machine's own disk: keeping one inside a transaction then holds nobody up for long."""
    return isinstance(storage, SafeStorage)


def read(name: str, *, storage: Storage = default_storage) -> bytes:
    """The bytes under this name; raises FileNotFoundError."""
    with storage.open(name, "rb") as file:
        content: bytes = file.read()
    return content
