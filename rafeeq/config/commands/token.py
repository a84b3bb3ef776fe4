"""`rafeeq token create`: a token for the API."""

import argparse

from rafeeq.config.commands.shape import Commands, Refusal, start_django


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    inner = commands.add_parser("token", help="tokens for the API").add_subparsers(metavar="WHAT", required=True)
    made = inner.add_parser("create", help="make a token with its user's rights; it is shown once, on the last line")
    made.add_argument("--user", required=True, help="the e-mail address of the user")
    made.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the token alone on the last line."""
    start_django()
    from rafeeq.api.actions import create_token
    from rafeeq.staff.models import User

    user = User.objects.filter(email__iexact=arguments.user.strip(), is_active=True).first()
    if user is None:
        raise Refusal(f"Nobody signs in with {arguments.user}", 2)
    print(create_token(user))
    return 0
