"""The `rafeeq` command: reads the arguments, calls one command, and turns what goes wrong into one line."""

import importlib
import os
import sys

from rafeeq import __version__
from rafeeq.config.commands.shape import Parser, Refusal, say_wrong
from rafeeq.config.environ import BadSetting

COMMANDS = (
    "serve",
    "web",
    "worker",
    "prepare",
    "user",
    "token",
    "mail",
    "customers",
    "knowledge",
    "doctor",
    "backup",
    "restore",
    "ledger",
    "search",
    "answers",
    "messages",
    "demo",
)


def parser() -> Parser:
    """The whole command line; building it imports no Django."""
    made = Parser(prog="rafeeq", description="Rafeeq, the companion of your customers.")
    made.add_argument("--version", action="version", version=__version__)
    commands = made.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        importlib.import_module(f"rafeeq.config.commands.{name}").add(commands)
    return made


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code: 0 done, 1 not done, 2 wrong arguments or settings."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if arguments is None:  # UTF-8 whatever the locale
        arguments = [os.fsencode(argument).decode("utf-8", "surrogateescape") for argument in sys.argv[1:]]
    chosen = parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen) or 0)
    except BadSetting as problem:
        say_wrong(f"rafeeq: {problem}")
        return 2
    except Refusal as refusal:
        say_wrong(f"rafeeq: {refusal}")
        return refusal.code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
