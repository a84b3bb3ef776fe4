"""`rafeeq serve`: web and background work in one foreground process group."""

import argparse
import subprocess
import sys

from rafeeq.config.commands.shape import Commands, Refusal


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    made = commands.add_parser("serve", help="serve web and background work until Ctrl-C; prepares first")
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prepare in a process of its own, so that the parent stays small, and supervise."""
    from rafeeq.config import supervisor

    prepared = subprocess.run([sys.executable, "-m", "rafeeq.config.command", "prepare"], check=False)
    if prepared.returncode:
        return prepared.returncode
    try:
        return supervisor.supervise()
    except supervisor.CannotServe as problem:
        raise Refusal(str(problem)) from problem
