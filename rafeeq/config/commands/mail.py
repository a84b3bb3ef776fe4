"""`rafeeq mail receive` and `rafeeq mail account add`: mail from standard input, and mailboxes that are fetched."""

import argparse
import sys
from io import BufferedReader
from pathlib import Path
from typing import cast

from rafeeq.config.commands.shape import Commands, Refusal, start_django

# Exit codes that mail servers understand (sysexits.h)
BAD_DATA, TRY_AGAIN = 65, 75


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe both commands."""
    inner = commands.add_parser("mail", help="mail in, mailboxes").add_subparsers(metavar="WHAT", required=True)
    receive = inner.add_parser(
        "receive",
        help="take one raw mail from standard input",
        description="Takes one raw mail from standard input. Exit 0 exactly when it is safely stored; 75 when it is "
        "to be tried again; 65 when it is empty or larger than any mail may be.",
    )
    receive.add_argument("--account", default="", help="the mailbox that it came through")
    receive.set_defaults(run=run_receive)
    accounts = inner.add_parser("account", help="mailboxes").add_subparsers(metavar="WHAT", required=True)
    account = accounts.add_parser("add", help="fetch a mailbox and answer through it")
    account.add_argument("--name", required=True)
    account.add_argument("--address", required=True, help="the address that customers write to")
    account.add_argument("--imap", required=True, metavar="URL", help="imap://user:password@host:port, or imaps://")
    account.add_argument("--smtp", metavar="URL", help="smtp://host:port or smtp+tls://user:password@host:port")
    account.set_defaults(run=run_account)


def run_receive(arguments: argparse.Namespace) -> int:
    """Store the bytes before anything looks into them. No Django: this must be quick and work while anything is down.

    Whatever unforeseen goes wrong ends with 75, so that the mail server keeps the mail and comes again.
    """
    content = cast(BufferedReader, sys.stdin.buffer)
    try:
        from rafeeq.config import environ
        from rafeeq.system import spool

        if not content.peek(1):
            raise Refusal("Standard input holds no mail", BAD_DATA)
        folder = Path(environ.text("RAFEEQ_DATA", "var")).resolve() / "spool"
        try:
            spool.put(folder, content, note={"account": arguments.account})
        except spool.TooLarge as problem:
            raise Refusal(str(problem), BAD_DATA) from problem
    except Refusal:
        raise
    except Exception as error:
        raise Refusal(f"The mail could not be stored and is to be tried again: {error}", TRY_AGAIN) from error
    return 0


def run_account(arguments: argparse.Namespace) -> int:
    """Keep the mailbox; raises Refusal with 2 for an address or URL that cannot be."""
    start_django()
    from django.core.exceptions import ValidationError

    from rafeeq.channels.email.actions import add_account

    try:
        account = add_account(
            name=arguments.name, address=arguments.address, imap=arguments.imap, smtp=arguments.smtp or ""
        )
    except ValidationError as fault:
        raise Refusal(" ".join(fault.messages), 2) from fault
    except ValueError as fault:
        raise Refusal(str(fault), 2) from fault
    print(account)
    return 0
