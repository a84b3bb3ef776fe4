"""Files that are whole or absent, whatever is killed and whenever. Standard library only, quick to import."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

FILE_MODE, FOLDER_MODE = 0o600, 0o700
DRAFT_KEPT = 24 * 60 * 60  # seconds after which the draft of a killed writer is removed


def sync_folder(folder: Path) -> None:
    """Make the folder's entries survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make the folder and those above it as far as they are missing, for our eyes only, safe against a power cut."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    try:
        folder.mkdir(mode=FOLDER_MODE)
    except FileExistsError:
        if not folder.is_dir():
            raise
    sync_folder(folder.parent)


def write_new(draft: Path, chunks: Iterable[bytes], target: Path) -> None:
    """Write the chunks to `draft`, then let them appear at `target` in one step; both must lie on one file system.

    Returns when content and entry are on the disk. Raises FileExistsError, changing nothing, when `target` exists.
    Whatever goes wrong short of a kill, the draft is removed.
    """
    try:
        write_draft(draft, chunks)
        os.link(draft, target)  # unlike a rename, a link never replaces what is there
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(target.parent)


def write_draft(draft: Path, chunks: Iterable[bytes]) -> None:
    """Write a new file and bring its content to the disk."""
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def listed(folder: Path) -> list[Path]:
    """The files of a folder in the order of their names; none when there is no folder."""
    try:
        return [folder / name for name in sorted(os.listdir(folder))]
    except FileNotFoundError:
        return []


def sweep(folder: Path) -> None:
    """Remove the drafts of this folder that no living writer can still be at."""
    oldest = time.time() - DRAFT_KEPT
    for draft in listed(folder):
        try:
            if draft.stat().st_mtime < oldest:
                draft.unlink()
        except FileNotFoundError:
            continue
