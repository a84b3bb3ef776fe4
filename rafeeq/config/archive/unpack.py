"""Read a backup back: first everything beside the installation and checked, only then put in place."""

import hashlib
import shutil
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from rafeeq.config.archive.manifest import NAME, BadBackup, Manifest, from_bytes, refuse_newer
from rafeeq.config.archive.pack import engine, walk

CHUNK = 1024 * 1024
TELLING = ("staff_user", "customers_customer", "tickets_ticket")  # rows here mean that somebody works with it


def in_use() -> bool:
    """Whether the installation already holds people, customers or tickets, or files of theirs."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in TELLING:
            if table in there:
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
                if cursor.fetchone():
                    return True
    return next(walk(Path(settings.RAFEEQ_DATA) / "files"), None) is not None


def unpack(source: Path) -> Manifest:
    """Restore the installation from the file; raises BadBackup, having changed nothing, when anything is amiss."""
    data = Path(settings.RAFEEQ_DATA)
    with tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as name:
        scratch = Path(name)
        manifest = check(scratch, extract(source, scratch))
        if manifest.engine != connection.vendor:
            raise BadBackup(
                f"This backup holds a {manifest.engine} database, and this installation uses {connection.vendor}"
            )
        refuse_newer(manifest)
        # Files first: those that no row names do no harm, a row whose file is missing would.
        kept = place_files(scratch / "data", data)
        try:
            rows = engine().load(scratch / "database", manifest)
        except DatabaseError as error:
            raise BadBackup(f"The database did not take the backup: {error}") from error
        if rows != manifest.rows:
            raise BadBackup("The restored tables do not have the rows that the backup counted")
        remove_others(data, kept)
        place_key(scratch / "secret_key", data)
    call_command("migrate", interactive=False, verbosity=0)
    return manifest


def extract(source: Path, scratch: Path) -> dict[str, tuple[int, str]]:
    """Write every entry below `scratch`; returns size and hash of each. Only plain files with plain names are taken."""
    found: dict[str, tuple[int, str]] = {}
    try:
        with tarfile.open(source, "r:gz") as tar:
            for entry in tar:
                parts = PurePosixPath(entry.name).parts
                if not entry.isreg() or not parts or parts[0] == "/" or ".." in parts or entry.name in found:
                    raise BadBackup(f"The backup holds an entry that does not belong there: {entry.name}")
                found[entry.name] = write(tar, entry, scratch.joinpath(*parts))
    except (tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise BadBackup(f"The file is damaged or no backup: {error}") from error
    return found


def write(tar: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> tuple[int, str]:
    """Write one entry to a new file; returns its size and hash."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    content, digest, size = tar.extractfile(entry), hashlib.sha256(), 0
    if content is None:
        raise BadBackup(f"The backup holds an entry that does not belong there: {entry.name}")
    with target.open("xb") as file:
        target.chmod(0o600)
        while data := content.read(CHUNK):
            size += len(data)
            digest.update(data)
            file.write(data)
    return size, digest.hexdigest()


def check(scratch: Path, found: dict[str, tuple[int, str]]) -> Manifest:
    """Compare what came out with what the manifest says; raises BadBackup."""
    if NAME not in found:
        raise BadBackup("The file is not a whole backup of Rafeeq: its manifest is missing")
    manifest = from_bytes((scratch / NAME).read_bytes())
    del found[NAME]
    if found != manifest.parts:
        wrong = sorted(
            name for name in found.keys() | manifest.parts.keys() if found.get(name) != manifest.parts.get(name)
        )
        raise BadBackup(f"The backup is damaged: {wrong[0]} is not what was packed ({len(wrong)} such parts)")
    return manifest


def place_files(source: Path, data: Path) -> set[Path]:
    """Move the files to where they belong; returns where they are now."""
    kept = set()
    for path in walk(source):
        target = data / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.replace(target)
        kept.add(target)
    return kept


def remove_others(data: Path, kept: set[Path]) -> None:
    """Remove the files of the installation that was replaced."""
    for folder in ("files", "spool"):
        for path in list(walk(data / folder)):
            if path not in kept:
                path.unlink(missing_ok=True)


def place_key(source: Path, data: Path) -> None:
    """Keep the signing key of the backup, so that links already sent still open."""
    draft = data / ".secret_key"
    shutil.copyfile(source, draft)
    draft.chmod(0o600)
    draft.replace(data / "secret_key")
