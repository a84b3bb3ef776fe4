"""Where files lie: raw mail and attachments, whole or absent.

`keep` and `read` use nothing but Django's storage interface, so an S3 storage may stand in STORAGES instead.
"""

import hashlib
import os
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

    def sweep(self) -> None:
        """Remove what killed writers left half-written."""
        durable.sweep(Path(self.location) / "tmp")


def address(content: bytes, *, prefix: str) -> str:
    """The name under which this content is kept: `prefix/ab/cd/<sha256>`."""
    digest = hashlib.sha256(content).hexdigest()
    return f"{prefix}/{digest[:2]}/{digest[2:4]}/{digest}"


def keep(content: bytes, *, prefix: str, storage: Storage = default_storage) -> str:
    """Keep the bytes, once however often they come, and return their name; they are safe when this returns."""
    name = address(content, prefix=prefix)
    if storage.exists(name):
        return name
    saved = storage.save(name, ContentFile(content))
    if saved != name:  # the same content arrived twice at the same moment: one copy is enough
        storage.delete(saved)
    return name


def read(name: str, *, storage: Storage = default_storage) -> bytes:
    """The bytes under this name; raises FileNotFoundError."""
    with storage.open(name, "rb") as file:
        content: bytes = file.read()
    return content
