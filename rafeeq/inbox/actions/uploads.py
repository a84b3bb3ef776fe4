"""Files that come in pieces: begun, continued where they stopped, taken with what is said, or swept away."""

import hashlib
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from rafeeq.inbox.models import Upload
from rafeeq.lib.files import display_name
from rafeeq.staff.models import User
from rafeeq.system.storage import read
from rafeeq.tickets.actions.messages import File, laid_down
from rafeeq.tickets.models import Ticket

CHUNK = 4 * 1024 * 1024  # bytes of one piece at most
LARGEST = 50 * 1024 * 1024  # bytes of one file
WITH_ONE_MESSAGE = 100 * 1024 * 1024  # bytes of all files of one message
FILES = 20  # with one message
OF_ONE_PERSON = 1024 * 1024 * 1024  # bytes on their way of one person at a time
KEPT = timedelta(days=7)  # how long a file waits for its message
PREFIX = "uploads/"


class TooLarge(ValueError):
    """The file, or all of them together, is larger than a message may carry."""


class TooMany(ValueError):
    """As many files as a message may carry are there already."""


class NoRoom(ValueError):
    """This person has too much on its way already."""


class WrongOffset(ValueError):
    """This piece does not begin where the file ends; `args[0]` says where it ends."""


class Damaged(ValueError):
    """The piece is not what was sent, or more than the file is long."""


class NotWhole(ValueError):
    """A file has not fully arrived; `args[0]` is its name."""


class FileGone(ValueError):
    """A file that was to go along is not there any more."""


def new_key() -> str:
    return secrets.token_urlsafe(18)


def begin(
    user: User, ticket: Ticket, kind: str, *, name: str, content_type: str, size: int, is_picture: bool = False
) -> Upload:
    """Make room for a file of `size` bytes. Raises TooLarge, TooMany, NoRoom."""
    if not 0 < size <= LARGEST:
        raise TooLarge
    with transaction.atomic():
        # Held, so that two that begin at one moment do not both find the last place free.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        _refuse_without_room(user, ticket, kind, size)
        return Upload.objects.create(
            key=new_key(),
            user=user,
            ticket=ticket,
            kind=kind,
            name=display_name(name),
            content_type=content_type[:120],
            size=size,
            is_picture=is_picture,
        )


def _refuse_without_room(user: User, ticket: Ticket, kind: str, size: int) -> None:
    mine = Upload.objects.filter(user=user)
    here = list(mine.filter(ticket=ticket, kind=kind).values_list("size", flat=True))
    if len(here) >= FILES:
        raise TooMany
    if sum(here) + size > WITH_ONE_MESSAGE:
        raise TooLarge
    if (mine.aggregate(all=Sum("size"))["all"] or 0) + size > OF_ONE_PERSON:
        raise NoRoom


def add(upload: Upload, *, offset: int, content: bytes, digest: str = "") -> int:
    """Add the piece that begins at `offset`; returns how many bytes are here now.

    `digest`: SHA-256 of the piece in hexadecimal, where the browser could make it. Raises WrongOffset, Damaged.
    """
    if offset != upload.received:
        raise WrongOffset(upload.received)
    if not content or len(content) > CHUNK or offset + len(content) > upload.size:
        raise Damaged
    if digest and hashlib.sha256(content).hexdigest() != digest.lower():
        raise Damaged
    stored = default_storage.save(f"{PREFIX}{upload.key}/{offset}", ContentFile(content))
    end = offset + len(content)
    parts = [*upload.parts, [stored, len(content)]]
    # Of two that send the same piece one moves the end; the other is told where it stands.
    moved = Upload.objects.filter(pk=upload.pk, received=offset).update(
        received=end, parts=parts, changed_at=timezone.now()
    )
    if not moved:
        default_storage.delete(stored)
        now = Upload.objects.filter(pk=upload.pk).values_list("received", flat=True).first()
        raise WrongOffset(now or 0)
    upload.received, upload.parts = end, parts
    return end


def content_of(upload: Upload) -> bytes:
    """The whole file. Raises NotWhole, FileGone."""
    if not upload.is_whole:
        raise NotWhole(upload.name)
    try:
        return b"".join(read(stored) for stored, _bytes in upload.parts)
    except FileNotFoundError:
        raise FileGone(upload.name) from None


def taken(user: User, ticket: Ticket, kind: str, keys: Iterable[str]) -> list[Upload]:
    """The files with these keys, in the order they came. Raises FileGone, NotWhole."""
    wanted = set(keys)
    if not wanted:
        return []
    rows = list(Upload.objects.filter(user=user, ticket=ticket, kind=kind, key__in=wanted).order_by("pk"))
    if len(rows) != len(wanted):
        raise FileGone
    for row in rows:
        if not row.is_whole:
            raise NotWhole(row.name)
    return rows


def laid_ahead(user: User, ticket: Ticket, kind: str, keys: Iterable[str]) -> dict[str, File]:
    """Those of the files that are whole, by key, put together and safe in the store before anything is said."""
    wanted = list(keys)
    if not wanted:
        return {}
    rows = [row for row in Upload.objects.filter(user=user, ticket=ticket, kind=kind, key__in=wanted) if row.is_whole]
    with suppress(FileGone):  # told when it is taken
        return {row.key: laid_down([as_file(row)])[0] for row in rows}
    return {}


def as_file(upload: Upload) -> File:
    """The file as a message takes it; a picture between the words is known by its upload's key."""
    inside = {"content_id": f"{upload.key}@rafeeq", "is_inline": True} if upload.is_picture else {}
    return File(name=upload.name, content_type=upload.content_type, content=content_of(upload), **inside)  # type: ignore[arg-type]


def remove(uploads: Iterable[Upload]) -> None:
    """Forget these files; their bytes go once the transaction is through."""
    rows = list(uploads)
    Upload.objects.filter(pk__in=[row.pk for row in rows]).delete()
    transaction.on_commit(lambda: _forget(rows))


def sweep() -> int:
    """Remove what has waited too long for its message; how many went."""
    stale = list(Upload.objects.filter(changed_at__lt=timezone.now() - KEPT).order_by("pk")[:500])
    remove(stale)
    return len(stale)


def _forget(rows: list[Upload]) -> None:
    """Remove the pieces that are the uploads' own; a file that came back with its reply lies elsewhere, and stays."""
    for row in rows:
        for stored, _bytes in row.parts:
            if stored.startswith(PREFIX):
                default_storage.delete(stored)
        with suppress(OSError, NotImplementedError):
            default_storage.delete(f"{PREFIX}{row.key}")  # the empty folder
