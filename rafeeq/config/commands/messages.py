"""`rafeeq messages`: gather the texts of the code into the catalogue, or check that the catalogue is complete."""

import argparse
import sys

from rafeeq.config.commands.shape import Commands


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    made = commands.add_parser("messages", help="for developers: bring the translations in line with the code")
    made.add_argument("--check", action="store_true", help="change nothing; fail when a text is new or has no Arabic")
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Update the catalogues, or name what is missing in them."""
    from rafeeq.config import translations

    if not arguments.check:
        translations.update()
    faults = translations.missing()
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults and arguments.check else 0
