"""`rafeeq restore FILE`: the whole installation out of a backup."""

import argparse
from pathlib import Path

from rafeeq.config.commands.shape import Commands, Refusal, start_django


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    made = commands.add_parser("restore", help="put a backup in place of this installation")
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument("--force", action="store_true", help="also when this installation already holds something")
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check the file, put it in place, and say what came back."""
    if not arguments.file.is_file():
        raise Refusal(f"There is no file {arguments.file}", 2)
    start_django()
    from django.conf import settings
    from django.utils.translation import gettext as _

    from rafeeq.config import environ
    from rafeeq.config.archive.manifest import BadBackup
    from rafeeq.config.archive.unpack import in_use, unpack

    if in_use() and not arguments.force:
        raise Refusal(f"{settings.RAFEEQ_DATA} already holds an installation; --force replaces it")
    try:
        made = unpack(arguments.file)
    except BadBackup as problem:
        raise Refusal(str(problem)) from problem
    except OSError as error:
        raise Refusal(f"The backup could not be restored: {error.strerror} ({error.filename})") from error
    print(
        _("Restored the backup of %(date)s: %(rows)s rows and %(files)s files.")
        % {
            "date": made.made_at,
            "rows": sum(made.rows.values()),
            "files": sum(name.startswith("data/") for name in made.parts),
        }
    )
    if environ.text("RAFEEQ_SECRET_KEY") or environ.text("RAFEEQ_SECRET_KEY_FILE"):
        print(_("The signing key of the backup lies in the data folder; the one from the environment stays in use."))
    print(_("If Rafeeq is running, stop it and start it again."))
    return 0
