"""`rafeeq search rebuild`: take down anew every word that messages and notes are found by."""

import argparse

from rafeeq.config.commands.shape import Commands, start_django


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    inner = commands.add_parser("search", help="the words that requests are found by").add_subparsers(
        metavar="WHAT", required=True
    )
    made = inner.add_parser("rebuild", help="take all words down anew, while serving; a killed run goes on by itself")
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Throw the words away and take them down again, with one line that moves."""
    start_django()
    from rafeeq.tickets.actions.words import begin_again, take_down_words
    from rafeeq.tickets.queries.fresh import taken_down

    begin_again()
    while take_down_words():
        taken = taken_down()
        done, whole = taken.message + taken.note, taken.newest_message + taken.newest_note
        print(f"\r{100 * done // max(1, whole):3} %", end="", flush=True)
    print("\rDone.")
    return 0
