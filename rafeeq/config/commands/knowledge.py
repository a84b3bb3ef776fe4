"""`rafeeq knowledge import PATH`: a folder, an archive or one document becomes articles."""

import argparse
import sys
from pathlib import Path

from rafeeq.config.commands.shape import Commands, Refusal, say_wrong, start_django

SHOWN = 40


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    inner = commands.add_parser("knowledge", help="articles").add_subparsers(metavar="WHAT", required=True)
    taken = inner.add_parser("import", help="take Markdown, HTML and DOCX in as articles; again brings up to date")
    taken.add_argument("path", metavar="PATH", type=Path, help="a folder, a zip archive or one document")
    taken.add_argument("--by", metavar="EMAIL", help="who answers for the articles; without it the first administrator")
    taken.add_argument("--language", choices=("ar", "en"), default="ar", help="of documents that do not say theirs")
    taken.add_argument("--audience", choices=("public", "customers", "staff"), default="public")
    taken.add_argument("--validate", action="store_true", help="people read them at once, unless they say otherwise")
    taken.add_argument("--dry-run", action="store_true", help="say what would come of it, and write nothing")
    taken.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Look through the documents, then take them in; 1 when one could not be read."""
    start_django()
    from rafeeq.knowledge.actions import importing
    from rafeeq.lib.documents import TooMuch, found_at
    from rafeeq.lib.to_markdown import Unreadable
    from rafeeq.staff.queries import people

    somebody = people().filter(email__iexact=arguments.by) if arguments.by else people().filter(role="admin")
    by = somebody.order_by("pk").first()
    if by is None:
        raise Refusal(f"Nobody signs in as {arguments.by}" if arguments.by else "There is no administrator yet", 2)
    choices = importing.Choices(by, arguments.language, arguments.audience, arguments.validate)
    try:
        planned = importing.look_through(found_at(arguments.path), choices)
    except OSError as error:
        raise Refusal(f"{arguments.path}: {error.strerror}", 2) from error
    except (TooMuch, Unreadable) as broken:
        raise Refusal(f"{arguments.path} cannot be taken in: {broken or 'too much at once'}", 2) from broken
    for one in [one for one in planned if one.what == "failed"][:SHOWN]:
        say_wrong(f"{one.path}: {one.why}")
    told: dict[str, int] = {
        what: sum(one.what == what for one in planned) for what in ("new", "edition", "changed", "same", "failed")
    }
    if not arguments.dry_run:
        told |= {str(what): many for what, many in importing.take_in(planned, choices, _progress).items()}
    words = (
        f"{told['new']} new, {told['edition']} translations, {told['changed']} changed, {told['same']} as before, "
        f"{told['failed']} failed of {len(planned)} documents"
    )
    print(words + (" (nothing written)" if arguments.dry_run else ""))
    return 1 if told["failed"] else 0


def _progress(done: int, of: int) -> None:
    """One line that moves."""
    if sys.stderr.isatty():
        print(f"\r{done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)
