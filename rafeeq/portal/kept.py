"""Files of a form that came back with something to correct: browsers forget them, so we keep them for a day.

They lie in the file store, and the page holds a signed note of each; no row is written before there is a request.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.files.storage import default_storage
from django.utils import timezone

from rafeeq.lib.files import display_name
from rafeeq.system.storage import keep, read
from rafeeq.tickets.actions.messages import File

PREFIX = "kept"
LASTS = timedelta(days=1)


class FileGone(Exception):
    """A file that was kept is not there any more."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file that waits: the page shows its name and size, and sends the note back."""

    note: str
    name: str
    size: int


def keep_files(files: Iterable[File]) -> list[Kept]:
    """Keep these files, and give what the page needs to name them again."""
    return [
        Kept(
            signing.dumps(
                [keep(file.content, prefix=PREFIX), file.name, file.content_type], salt=PREFIX, compress=True
            ),
            display_name(file.name),
            len(file.content),
        )
        for file in files
    ]


def kept_files(notes: Iterable[str]) -> list[File]:
    """The files that these notes of ours name. Raises FileGone for one that was kept too long, or was never ours."""
    try:
        named = [signing.loads(note, salt=PREFIX, max_age=LASTS) for note in notes]
        return [File(name, content_type, read(stored)) for stored, name, content_type in named]
    except (signing.BadSignature, FileNotFoundError) as gone:
        raise FileGone from gone


def forget_files() -> int:
    """Delete kept files past their time; how many."""
    if not default_storage.exists(PREFIX):
        return 0
    gone, before = 0, timezone.now() - LASTS
    for folder in default_storage.listdir(PREFIX)[0]:
        for name in default_storage.listdir(f"{PREFIX}/{folder}")[1]:
            path = f"{PREFIX}/{folder}/{name}"
            if default_storage.get_modified_time(path) < before:
                default_storage.delete(path)
                gone += 1
    return gone
