"""`rafeeq web`: the web process alone, for an installation of many machines."""

import argparse
import socket

from rafeeq.config.commands.shape import Commands


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command; what only the supervisor says is left out of the help."""
    made = commands.add_parser("web", help="serve web pages only")
    made.add_argument("--fd", type=int, help=argparse.SUPPRESS)
    made.add_argument("--lifeline", type=int, help=argparse.SUPPRESS)
    made.add_argument("--announce", action="store_true", help=argparse.SUPPRESS)
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve pages until told to stop."""
    from rafeeq.config import web
    from rafeeq.lib.lifeline import end_with_parent

    if arguments.lifeline is not None:
        end_with_parent(arguments.lifeline)
    listening = socket.socket(fileno=arguments.fd) if arguments.fd is not None else None
    web.serve(listening, announces=arguments.announce)
    return 0
