"""`rafeeq prepare`: what lies between a fresh checkout and a page: texts, fonts, tables, static files, a team."""

import argparse
import hashlib
import io
from pathlib import Path

from rafeeq.config.commands.shape import Commands, Refusal, start_django

# What the package brings beside the one script that pages ask for; to compress it took longer than all of ours.
UNUSED = ["django_htmx/ext/*", "django_htmx/htmax-*", "django_htmx/htmx-4*", "django_htmx/htmx-2.js"]


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    made = commands.add_parser("prepare", help="make the data folder, texts, fonts, tables and static files ready")
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Do what is not done yet; safe to run at every start."""
    from django.db import OperationalError

    try:
        texts()  # before Django looks for them: it remembers what it found, and the first team is named in them
        start_django()
        from django.conf import settings

        fonts(settings.CODE)
        tables()
        static_files(settings.STATIC_ROOT)
    except PermissionError as error:
        raise Refusal(
            f"{error.filename} cannot be written: give this user the right to it, or set RAFEEQ_DATA"
        ) from error
    except OperationalError as error:
        raise Refusal(f"The database cannot be used: {error}") from error
    except OSError as error:
        raise Refusal(f"{error.strerror}: {error.filename}") from error
    from rafeeq.routing.actions import found_last_route
    from rafeeq.sla.actions.founding import found_data_rights_rule, found_rule
    from rafeeq.staff.actions import found

    found()
    found_rule()
    found_data_rights_rule()
    found_last_route()
    return 0


def say(arabic: str, english: str) -> None:
    """Tell what is being done; in both languages, for the texts may not be compiled yet."""
    print(f"· {arabic}\n  {english}", flush=True)


def texts() -> None:
    """Compile the catalogues that have changed."""
    from rafeeq.config import translations

    translations.compile()


def fonts(code: Path) -> None:
    """Make the web fonts from the installed typeface."""
    from rafeeq.ui.fonts import make_fonts

    if make_fonts(code / "ui" / "static" / "ui" / "fonts"):
        say("صُنعت خطوط الصفحات", "The fonts of the pages are made")


def tables() -> None:
    """Apply the migrations that the database lacks."""
    from django.core.management import call_command

    from rafeeq.config.readiness import unapplied

    lacking = unapplied()
    if lacking:
        say("تُجهَّز قاعدة البيانات", f"Preparing the database: {len(lacking)} steps")
        call_command("migrate", interactive=False, verbosity=0)
        know_sizes()


def know_sizes() -> None:
    """Let SQLite look at what its tables hold: beside a new index that it knows nothing of it may choose the worst."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")  # rows of each index; the cost does not grow with the tables
            cursor.execute("PRAGMA optimize = 0x10002")  # every table that may gain, not only those just asked


def static_files(target: Path) -> None:
    """Collect and compress static files when a source has changed since the last time."""
    from django.core.management import call_command

    stamp = target / ".collected"
    now = fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == now:
        return
    say("تُجمع ملفات الصفحات", "Collecting the files of the pages")
    quietly: dict[str, object] = {"interactive": False, "verbosity": 0, "stdout": io.StringIO()}
    call_command("collectstatic", clear=True, ignore_patterns=UNUSED, **quietly)
    stamp.write_text(now, encoding="utf-8")


def fingerprint() -> str:
    """A hash over name, size and time of every static source."""
    from django.contrib.staticfiles.finders import get_finders

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            seen.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return seen.hexdigest()
