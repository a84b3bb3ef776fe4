"""The questions of `rafeeq doctor`: each looks at one thing and says in a sentence how it is, and what to do."""

import shutil
import sqlite3
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rafeeq.channels.models import Account
from rafeeq.config import background, environ, readiness
from rafeeq.system import queries, spool
from rafeeq.tickets.models import Delivery
from rafeeq.tickets.queries.fresh import taken_down

LEAST_DISK, LITTLE_DISK = 200, 1000  # megabytes
OLDEST_SQLITE = (3, 51, 3)  # before it, a write-ahead log could be damaged under rare timing
PATIENCE = timedelta(minutes=5)  # for anything that the worker should have taken by now
CLOCK_TOLERANCE = timedelta(seconds=60)


@dataclass(frozen=True)
class Finding:
    """What one question found. `level` is ok, note (works, but look) or wrong (somebody is badly off)."""

    level: str
    sentence: str


def ok(sentence: str) -> Finding:
    """All is well."""
    return Finding("ok", sentence)


def note(sentence: str) -> Finding:
    """It works, but a person should know."""
    return Finding("note", sentence)


def wrong(sentence: str) -> Finding:
    """Somebody is badly off; the sentence says what to do."""
    return Finding("wrong", sentence)


def python() -> Iterator[Finding]:
    """Which Python runs us."""
    yield ok(_("Python %(version)s.") % {"version": ".".join(map(str, sys.version_info[:3]))})


def database() -> Iterator[Finding]:
    """Whether the database answers and fits the code."""
    try:
        lacking = readiness.unapplied()
    except DatabaseError as error:
        yield wrong(_("The database does not answer: %(error)s. Check DATABASE_URL.") % {"error": str(error).strip()})
        return
    if lacking:
        yield wrong(_("The database lacks %(count)s steps. Run: rafeeq prepare") % {"count": len(lacking)})
    else:
        yield ok(_("The database answers and fits this version (%(kind)s).") % {"kind": connection.vendor})
    if connection.vendor == "sqlite" and sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield note(
            _("SQLite %(version)s is old and can damage data in rare cases. Install the package pysqlite3.")
            % {"version": sqlite3.sqlite_version}
        )


def words() -> Iterator[Finding]:
    """Whether all that was written can be found."""
    try:
        behind = taken_down().behind
    except DatabaseError:
        yield wrong(_("The words that requests are found by cannot be read. Run: rafeeq search rebuild"))
        return
    if behind:
        yield note(
            _("%(percent)s%% of what was written cannot be found yet; the background work is taking it down.")
            % {"percent": behind}
        )
    else:
        yield ok(_("All that was written can be found."))


def data_folder() -> Iterator[Finding]:
    """Whether the data folder can be written and has room."""
    folder = Path(settings.RAFEEQ_DATA)
    place = {"folder": str(folder)}
    try:
        probe = folder / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError:
        yield wrong(_("The data folder %(folder)s cannot be written. Give this user the right to write it.") % place)
        return
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < LEAST_DISK:
        yield wrong(_("Only %(free)s MB are free in %(folder)s. Make room now.") % {**place, "free": free})
    elif free < LITTLE_DISK:
        yield note(_("%(free)s MB are free in %(folder)s. Make room soon.") % {**place, "free": free})
    else:
        yield ok(_("The data folder %(folder)s can be written and has room.") % place)


def secret_key() -> Iterator[Finding]:
    """Whether others on this machine could read the signing key."""
    for path in (Path(settings.RAFEEQ_DATA) / "secret_key", Path(environ.text("RAFEEQ_SECRET_KEY_FILE") or "/nowhere")):
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield wrong(_("Others can read the signing key. Run: chmod 600 %(file)s") % {"file": str(path)})
            return
    yield ok(_("The signing key is private."))


def clock() -> Iterator[Finding]:
    """Whether this machine and the database tell the same time."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    if abs(timezone.now() - theirs) > CLOCK_TOLERANCE:
        yield wrong(
            _("This machine's clock and the database's differ by more than a minute. Turn on time synchronisation.")
        )
    else:
        yield ok(_("This machine's clock and the database's agree."))


def background_work() -> Iterator[Finding]:
    """Whether a worker lives, and whether work has been lying about."""
    seen = background.last_sign_of_life()
    alive = seen is not None and time.time() - seen < background.SILENT_AFTER
    backlog = queries.backlog()
    minutes = int(backlog.oldest / timedelta(minutes=1))
    if backlog.oldest > PATIENCE and not alive:
        yield wrong(
            _("Background work has been waiting for %(minutes)s minutes and nobody does it. Run: rafeeq serve")
            % {"minutes": minutes}
        )
    elif backlog.oldest > PATIENCE:
        yield wrong(
            _("Background work is %(minutes)s minutes behind. Look into the log, or start another worker.")
            % {"minutes": minutes}
        )
    elif alive:
        yield ok(_("Background work is running."))
    else:
        yield note(_("Nobody does background work on this machine. If it should: rafeeq serve"))
    if backlog.failed:
        yield note(
            ngettext("%(count)s job was given up.", "%(count)s jobs were given up.", backlog.failed)
            % {"count": backlog.failed}
        )


def waiting_mail() -> Iterator[Finding]:
    """Whether mail that came in still waits to be read."""
    folder = Path(settings.RAFEEQ_DATA) / "spool"
    late = [path for path in spool.waiting(folder) if age(path) > PATIENCE.total_seconds()]
    parked = len(list(spool.parked(folder)))
    if late:
        yield wrong(
            ngettext(
                "%(count)s mail has come in but was not taken up. Is the worker running?",
                "%(count)s mails have come in but were not taken up. Is the worker running?",
                len(late),
            )
            % {"count": len(late)}
        )
    if parked:
        yield note(
            ngettext(
                "%(count)s mail could not be taken up and lies in %(folder)s for a person to look at.",
                "%(count)s mails could not be taken up and lie in %(folder)s for a person to look at.",
                parked,
            )
            % {"count": parked, "folder": str(folder / "parked")}
        )
    if not late and not parked:
        yield ok(_("No mail is waiting to be taken up."))


def age(path: Path) -> float:
    """Seconds since the file was written; none when it has gone meanwhile."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def deliveries() -> Iterator[Finding]:
    """Whether our answers reach people."""
    now = timezone.now()
    late = Delivery.objects.filter(state=Delivery.State.WAITING, next_at__lt=now - PATIENCE).count()
    failed = Delivery.objects.filter(state=Delivery.State.FAILED, created_at__gt=now - timedelta(days=7)).count()
    if late:
        yield wrong(
            ngettext(
                "%(count)s message to a customer is overdue. Is the worker running, is EMAIL_URL right?",
                "%(count)s messages to customers are overdue. Is the worker running, is EMAIL_URL right?",
                late,
            )
            % {"count": late}
        )
    if failed:
        yield note(
            ngettext(
                "%(count)s message could not be delivered this week; its ticket says why.",
                "%(count)s messages could not be delivered this week; their tickets say why.",
                failed,
            )
            % {"count": failed}
        )
    if settings.RAFEEQ_EMAIL["kind"] != "smtp":
        yield note(_("Mail to customers is not sent anywhere yet. Set EMAIL_URL, such as smtp://mail.example.com:25"))
    elif not late and not failed:
        yield ok(_("Messages to customers are being delivered."))


def mailboxes() -> Iterator[Finding]:
    """Whether every mailbox is being fetched."""
    for account in Account.objects.filter(is_active=True).order_by("name"):
        said = {"name": account.name, "error": account.last_error}
        fetched, failed = account.last_success_at, account.last_error_at
        if failed and (not fetched or failed > fetched):
            yield wrong(
                _("The mailbox “%(name)s” cannot be fetched: %(error)s. Check its address and password.") % said
            )
        elif fetched:
            yield ok(_("The mailbox “%(name)s” is being fetched.") % said)
        else:
            yield note(_("The mailbox “%(name)s” has not been fetched yet.") % said)


Question = Callable[[], Iterator[Finding]]
FIRST: tuple[Question, ...] = (python, data_folder, secret_key, database)
WITH_DATABASE: tuple[Question, ...] = (clock, background_work, words, waiting_mail, mailboxes, deliveries)


def findings() -> Iterator[Finding]:
    """Everything there is to say; what needs the database only when it is there."""
    database_stands = True
    for question in FIRST:
        for finding in question():
            database_stands = database_stands and not (question is database and finding.level == "wrong")
            yield finding
    if database_stands:
        for question in WITH_DATABASE:
            yield from question()
