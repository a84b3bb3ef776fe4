"""`rafeeq doctor`: is this installation well, and if not, what is to be done."""

import argparse

from rafeeq.config.commands.shape import Commands, start_django

SIGNS = {"ok": "✓", "note": "!", "wrong": "✗"}


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    made = commands.add_parser("doctor", help="check the installation; exit 1 when something is wrong")
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every finding."""
    start_django()
    from rafeeq.config.checkup import findings

    code = 0
    for finding in findings():
        print(SIGNS[finding.level], finding.sentence, flush=True)
        code = max(code, int(finding.level == "wrong"))
    return code
