import errno
import os
import stat
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage

from rafeeq.system import durable, storage
from rafeeq.system.storage import SafeStorage

LETTER = "السلام عليكم، لم يصل الطلب".encode("windows-1256")


@pytest.fixture
def files(tmp_path: Path) -> SafeStorage:
    return SafeStorage(location=tmp_path / "files")


def all_files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", ["folder", "another storage"])
def test_content_is_kept_once_and_read_back(files: SafeStorage, kind: str) -> None:
    place: Storage = files if kind == "folder" else InMemoryStorage()
    name = storage.keep(LETTER, prefix="mail", storage=place)
    assert storage.keep(LETTER, prefix="mail", storage=place) == name
    assert storage.read(name, storage=place) == LETTER
    prefix, first, digest = name.split("/")
    assert (prefix, len(digest), digest[:2]) == ("mail", 64, first)
    assert len(place.listdir(f"mail/{first}")[1]) == 1


@pytest.mark.parametrize("kind", ["folder", "another disk", "another storage"])
def test_a_file_that_is_safe_elsewhere_moves_in(
    files: SafeStorage, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_paths: object) -> None:
        raise OSError(errno.EXDEV, "another disk")

    place: Storage = InMemoryStorage() if kind == "another storage" else files
    name = storage.address(LETTER, prefix="mail")
    for number in range(2):  # the second has the same content
        waiting = tmp_path / f"waiting-{number}"
        waiting.write_bytes(LETTER)
        with monkeypatch.context() as disk:
            if kind == "another disk":
                disk.setattr(files, "move_in", refused)
            storage.move_in(waiting, name, storage=place)
        assert not waiting.exists()
        assert storage.read(name, storage=place) == LETTER
    if kind == "folder":
        storage.move_in(waiting, name, storage=place)  # another process was quicker: it is here
        with pytest.raises(FileNotFoundError):
            storage.move_in(waiting, storage.address(b"other", prefix="mail"), storage=place)


def test_the_same_content_arriving_twice_at_once_leaves_one_copy(
    files: SafeStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = storage.keep(LETTER, prefix="mail", storage=files)
    looks = iter([False])  # the first look came before the other one's file
    monkeypatch.setattr(files, "exists", lambda path: next(looks, os.path.exists(files.path(path))))
    assert storage.keep(LETTER, prefix="mail", storage=files) == name
    assert all_files(Path(files.location)) == [name]


def test_a_name_taken_meanwhile_is_never_written_over(files: SafeStorage) -> None:
    name = files._save("notes/list.txt", ContentFile(b"first"))
    other = files._save("notes/list.txt", ContentFile(b"second"))
    assert name != other
    assert (storage.read(name, storage=files), storage.read(other, storage=files)) == (b"first", b"second")


def test_files_and_folders_are_private(files: SafeStorage) -> None:
    path = Path(files.path(storage.keep(LETTER, prefix="mail", storage=files)))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in list(path.parents)[:4]} == {0o700}


@pytest.mark.parametrize("name", ["../out", "/etc/out", "mail/../../out", "a\\..\\..\\out/../../../x"])
def test_names_that_leave_the_folder_are_refused(files: SafeStorage, name: str, tmp_path: Path) -> None:
    with pytest.raises(SuspiciousFileOperation):
        files.save(name, ContentFile(b"x"))
    with pytest.raises(SuspiciousFileOperation):
        files._save(name, ContentFile(b"x"))
    with pytest.raises(SuspiciousFileOperation):
        storage.read(name, storage=files)
    assert all_files(tmp_path) == []


def test_a_full_disk_leaves_nothing(files: SafeStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int) -> None:
        raise OSError(28, "No space left on device")

    durable.make_folder(Path(files.location) / "tmp")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        files.save("a", ContentFile(b"x" * 100))
    assert all_files(Path(files.location)) == []


def test_content_is_on_the_disk_before_its_name_appears(files: SafeStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    files.save("mail/first", ContentFile(b"x"))
    steps: list[str] = []
    sync, link = os.fsync, os.link

    def see_sync(handle: int) -> None:
        steps.append("sync folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "sync file")
        sync(handle)

    def see_link(source: Path, target: Path) -> None:
        steps.append("appear")
        link(source, target)

    monkeypatch.setattr(os, "fsync", see_sync)
    monkeypatch.setattr(os, "link", see_link)
    files.save("mail/second", ContentFile(b"y"))
    assert steps == ["sync file", "appear", "sync folder"]


def test_sweeping_removes_only_old_drafts(files: SafeStorage) -> None:
    name = storage.keep(LETTER, prefix="mail", storage=files)
    drafts = Path(files.location) / "tmp"
    for draft, hours in [("old", 25), ("young", 1)]:
        (drafts / draft).touch()
        moment = (drafts / draft).stat().st_mtime - hours * 3600
        os.utime(drafts / draft, (moment, moment))
    files.sweep()
    assert all_files(Path(files.location)) == sorted([name, "tmp/young"])
