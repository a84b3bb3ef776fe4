"""`rafeeq user create`: make a person who signs in."""

import argparse
from typing import Any

from rafeeq.config.commands.shape import Commands, Refusal, read_text, start_django

SHORTEST_PASSWORD = 8  # letters; programs make people with passwords of their own, and the console is trusted
ROLES = ("agent", "colleague", "supervisor", "reviewer", "manager", "owner", "admin")


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    inner = commands.add_parser("user", help="people who sign in").add_subparsers(metavar="WHAT", required=True)
    made = inner.add_parser("create", help="make a person")
    made.add_argument("--email", required=True, help="the address to sign in with")
    made.add_argument("--name", required=True, help="the name as colleagues and customers read it")
    made.add_argument("--role", required=True, choices=ROLES)
    made.add_argument("--team", help="the name of a team; without it the first one")
    made.add_argument("--branch", help="the name of a branch; without it the team's, or the first one")
    made.add_argument(
        "--password-stdin", action="store_true", required=True, help="the password is read from standard input"
    )
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the person; raises Refusal with 2 for whatever is wrong with the arguments."""
    password = read_text().rstrip("\r\n")
    if len(password) < SHORTEST_PASSWORD:
        raise Refusal(f"The password must have at least {SHORTEST_PASSWORD} letters", 2)
    start_django()
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from rafeeq.staff.actions import create_user

    try:
        with transaction.atomic():
            team, branch = place(arguments.team, arguments.branch)
            user = create_user(
                email=arguments.email,
                name=arguments.name,
                role=arguments.role,
                team=team,
                branch=branch,
            )
            user.set_password(password)
            user.save(update_fields=["password"])
    except ValidationError as fault:
        raise Refusal(" ".join(fault.messages), 2) from fault
    print(f"{user.email} ({user.role})")
    return 0


def place(team_name: str | None, branch_name: str | None) -> tuple[Any, Any]:
    """The team and the branch of these names, None where no name is given; raises Refusal with 2."""
    from rafeeq.staff.models import Branch, Team

    branch = team = None
    if branch_name:
        branch = Branch.objects.filter(name=branch_name).first()
        if branch is None:
            raise Refusal(f"There is no branch “{branch_name}”", 2)
    if team_name:
        teams = Team.objects.filter(name=team_name)
        team = (teams.filter(branch=branch) if branch else teams).first()
        if team is None:
            raise Refusal(f"There is no team “{team_name}”" + (f" in the branch “{branch_name}”" if branch else ""), 2)
    return team, branch
