"""`rafeeq backup FILE`: the whole installation into one file, while it serves."""

import argparse
from pathlib import Path

from rafeeq.config.commands.shape import Commands, Refusal, start_django


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    made = commands.add_parser(
        "backup",
        help="write database, files, waiting mail and signing key into one file; works while serving",
        description="Writes everything into one file. It holds the signing key and customers' words: keep it safe.",
    )
    made.add_argument("file", type=Path, metavar="FILE")
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Pack, and say what was packed."""
    target: Path = arguments.file
    if not target.parent.is_dir():
        raise Refusal(f"There is no folder {target.parent}", 2)
    if target.is_dir():
        raise Refusal(f"{target} is a folder; give the name of a file", 2)
    start_django()
    from django.db import DatabaseError
    from django.utils.translation import gettext as _

    from rafeeq.config.archive.pack import pack

    try:
        made = pack(target)
    except OSError as error:
        raise Refusal(f"The backup could not be written: {error.strerror} ({error.filename or target})") from error
    except DatabaseError as error:
        raise Refusal(f"The database could not be read: {error}") from error
    print(
        _("The backup is written to %(file)s: %(rows)s rows and %(files)s files, %(megabytes)s MB.")
        % {
            "file": target,
            "rows": sum(made.rows.values()),
            "files": sum(name.startswith("data/") for name in made.parts),
            "megabytes": round(target.stat().st_size / 1e6, 1),
        }
    )
    return 0
