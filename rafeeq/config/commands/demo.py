"""`rafeeq demo load`: a company with a month behind it, to look around in."""

import argparse
import sys

from rafeeq.config.commands.shape import Commands, Refusal, start_django

TICKETS = 400
SEED = 1448


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    inner = commands.add_parser("demo", help="a company to look around in").add_subparsers(
        metavar="WHAT", required=True
    )
    made = inner.add_parser("load", help="fill an empty installation with a month of an invented company's work")
    made.add_argument("--tickets", type=_count, default=TICKETS, help=f"how many matters (default {TICKETS})")
    made.add_argument("--seed", type=int, default=SEED, help="the same seed gives the same month")
    made.add_argument("--if-empty", action="store_true", help="load nothing, and say so, where somebody works already")
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Load the demo; raises Refusal where an installation is in use."""
    from rafeeq.config.commands import prepare

    prepare.run(arguments)
    start_django()
    from rafeeq.config.demo import company, month, stories
    from rafeeq.staff.queries import anybody_there

    if not anybody_there():
        from django.utils import timezone

        prepare.say("تُملأ الشركة التجريبية بشهر من العمل", "Filling the demo company with a month of work")
        month.play(
            stories.read(),
            tickets=arguments.tickets,
            seed=arguments.seed,
            now=timezone.now(),
            progress=_show,
        )
    elif not arguments.if_empty or not company.is_there():
        raise Refusal("Somebody works here already: the demo wants an empty installation (another RAFEEQ_DATA)")
    print_logins()
    return 0


def print_logins() -> None:
    """Tell who can sign in, and how."""
    from rafeeq.config.demo.company import PASSWORD, logins

    print(f"\nكلمة المرور للجميع: {PASSWORD} · The password of everybody: {PASSWORD}\n")
    for email, name, role in logins():
        print(f"  {email:<32} {name} · {role}")
    print(flush=True)


def _show(done: int, of: int) -> None:
    """Progress: a line that grows on a terminal, one line for every tenth elsewhere."""
    if sys.stdout.isatty():
        print(f"\r  {done}/{of}", end="\n" if done == of else "", flush=True)
    elif done * 10 // of != (done - 1) * 10 // of:
        print(f"  {done}/{of}", flush=True)


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1_000_000:
        raise argparse.ArgumentTypeError("a number of tickets from 1 to 1,000,000")
    return number
