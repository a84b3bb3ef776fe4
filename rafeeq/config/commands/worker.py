"""`rafeeq worker`: background work alone, for an installation of many machines."""

import argparse

from rafeeq.config.commands.shape import Commands, start_django


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command; what only the supervisor says is left out of the help."""
    made = commands.add_parser("worker", help="do background work only: mail, jobs, deliveries")
    made.add_argument("--lifeline", type=int, help=argparse.SUPPRESS)
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop."""
    from rafeeq.config import background
    from rafeeq.lib.lifeline import end_with_parent

    if arguments.lifeline is not None:
        end_with_parent(arguments.lifeline)
    start_django()
    background.work()
    return 0
