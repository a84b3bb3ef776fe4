"""`rafeeq ledger verify`: whether the timeline is as it was written."""

import argparse
import sys

from rafeeq.config.commands.shape import Commands, start_django


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    inner = commands.add_parser("ledger", help="the timeline's chain").add_subparsers(metavar="WHAT", required=True)
    made = inner.add_parser("verify", help="check every link; exit 0 when intact, 1 when broken")
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every fault, or that there is none."""
    start_django()
    from django.utils.translation import gettext as _

    from rafeeq.tickets.queries import verify_ledger

    faults = verify_ledger()
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print(_("The timeline is intact."))
    return 1 if faults else 0
