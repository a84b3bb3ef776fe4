"""`rafeeq answers evaluate FILE.jsonl`: how well questions are answered out of articles, in numbers. `answers index`:
the index they are found by is written anew."""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rafeeq.config.commands.shape import Commands, Refusal, start_django

if TYPE_CHECKING:
    from rafeeq.config.evaluation.asking import Came

WIDE = 38  # letters of a figure's name


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    inner = commands.add_parser("answers", help="answers out of articles").add_subparsers(metavar="WHAT", required=True)
    made = inner.add_parser(
        "evaluate", help="ask a labelled set of questions of a throw-away installation and print how well it answers"
    )
    made.add_argument("file", type=Path, metavar="FILE", help="questions, one JSON object a line")
    made.add_argument("--articles", type=Path, help="the folder of articles; else `articles` beside the file")
    made.add_argument("--part", default="", help="only the questions of this part")
    made.add_argument("--database", default="", help="an empty database instead of a new SQLite file: postgres://…")
    made.add_argument("--wrong", action="store_true", help="name every question that was answered wrongly")
    made.add_argument("--release", action="store_true", help="end with status 1 unless the release gate is held")
    made.set_defaults(run=run)
    index = inner.add_parser(
        "index", help="write the index of articles anew, with what they mean; a killed run goes on"
    )
    index.set_defaults(run=write)


def write(arguments: argparse.Namespace) -> int:
    """Write the index with one line that moves."""
    start_django()
    from rafeeq.knowledge.actions.index import write_index

    def told(done: int, of: int) -> None:
        print(f"\r{100 * done // max(1, of):3} %", end="", flush=True)

    print(f"\rDone: {write_index(told=told)} passages.")
    return 0


def run(arguments: argparse.Namespace) -> int:
    """Measure and print; nothing of this installation is touched."""
    from rafeeq.config.evaluation.labelled import Unreadable, pages, questions

    try:
        rows = questions(arguments.file, arguments.part)
        articles = pages(arguments.articles or arguments.file.parent / "articles")
    except (OSError, UnicodeDecodeError, Unreadable) as trouble:
        raise Refusal(str(trouble), 2) from None
    with tempfile.TemporaryDirectory(prefix="rafeeq-answers-") as folder:
        os.environ |= {"RAFEEQ_DATA": folder, "DATABASE_URL": arguments.database}
        start_django()
        from django.core.management import call_command

        from rafeeq.config.evaluation.asking import asked, fill
        from rafeeq.staff.queries import anybody_there

        call_command("migrate", verbosity=0)
        if anybody_there():
            raise Refusal("Somebody works in this database: evaluating wants an empty one")
        names = fill(articles)
        came = []
        for at, row in enumerate(rows, 1):
            came.append(asked(row, names))
            if sys.stderr.isatty():
                print(f"\r{at}/{len(rows)}", end="\n" if at == len(rows) else "", file=sys.stderr, flush=True)
    _print(came, wrong=arguments.wrong)
    held = _release(came)
    return 1 if arguments.release and not held else 0


def _print(came: "list[Came]", *, wrong: bool) -> None:
    from rafeeq.config.evaluation.figures import is_wrong

    print(f"{len(came)} questions")
    _figures(came)
    parts = sorted({row.asked.part for row in came})
    for part in parts if len(parts) > 1 else ():
        rows = [row for row in came if row.asked.part == part]
        print(f"part {part or 'that is not named'}: {len(rows)} questions")
        _figures(rows)
    for dialect in sorted({row.asked.dialect for row in came}):
        rows = [row for row in came if row.asked.dialect == dialect]
        print(f"{dialect or 'no dialect named'}: {len(rows)} questions")
        _figures(rows)
    if wrong:
        for row in came:
            if is_wrong(row):
                print(f"wrong: {row.asked.id} {row.sure:.3f} {row.asked.question} → {', '.join(row.cited)}")


def _figures(rows: "list[Came]") -> None:
    """The shares of some questions, their ranking and calibration, and the risk of answering more of them."""
    from rafeeq.config.evaluation.figures import calibration, curve, figures, reciprocal

    for name, share in figures(rows).items():
        print(f"  {name:<{WIDE}} {share}")
    print(f"  {'MRR@10':<{WIDE}} {reciprocal(rows):.3f}")
    print(f"  {'calibration error (ECE)':<{WIDE}} {calibration(rows):.3f}")
    print("  risk and coverage, of what passes the gate")
    for part, sure, risk in curve(rows):
        print(f"    {part:.0%} answered, from {sure:.3f}: wrong {risk}")


def _release(came: "list[Came]") -> bool:
    """Say whether the answers may be let out, and by which numbers."""
    from rafeeq.config.evaluation.release import conditions, judged

    told = conditions(judged(came))
    held = all(one.holds for one in told)
    print(f"release gate: {'held' if held else 'NOT HELD'}")
    for one in told:
        print(f"  {one}")
    return held
