"""Verbs about mailboxes: add one, remember how fetching went."""

from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rafeeq.channels.email import vault
from rafeeq.channels.models import Account
from rafeeq.customers.rules import BadAddress, normalise
from rafeeq.staff.models import Team, User
from rafeeq.system.actions import audit

_SCHEMES = {
    "imap": (143, "none"),
    "imap+tls": (143, "starttls"),
    "imaps": (993, "tls"),
    "smtp": (25, "none"),
    "smtp+tls": (587, "starttls"),
    "smtp+ssl": (465, "tls"),
    "smtps": (465, "tls"),
}


def add_account(
    *,
    name: str,
    address: str,
    imap: str = "",
    smtp: str = "",
    sender_name: str = "",
    team: Team | None = None,
    plus_addressing: bool = False,
    authserv_id: str = "",
    by: User | None = None,
) -> Account:
    """Add a mailbox that is fetched by IMAP and answers by its own SMTP server, or by the installation's.

    `authserv_id`: the name under which the mailbox's own server vouches for senders (Authentication-Results).
    Raises ValidationError with a sentence for what is wrong.
    """
    name = name.strip()
    if not name or Account.objects.filter(name=name).exists():
        raise ValidationError(_("A mailbox needs a name of its own; “%(name)s” is taken.") % {"name": name})
    try:
        normal = normalise("email", address)
    except BadAddress:
        raise ValidationError(_("“%(address)s” is not a mail address.") % {"address": address}) from None
    options: dict[str, Any] = {"plus_addressing": plus_addressing, "authserv_id": authserv_id.strip()}
    secrets: dict[str, str] = {}
    for what, url in (("imap", imap), ("smtp", smtp)):
        if url:
            options[what], secrets[what] = _server(what, url)
    with transaction.atomic():
        account = Account.objects.create(
            name=name,
            address=normal,
            sender_name=sender_name.strip(),
            team=team,
            options=options,
            secrets=vault.sealed(secrets),
        )
        audit(by=by, what="mailbox.added", target=name, after={"address": normal, **options})
    return account


def _server(what: str, url: str) -> tuple[dict[str, Any], str]:
    parts = urlsplit(url)
    port = _port(parts, url)
    if not parts.scheme.startswith(what) or parts.scheme not in _SCHEMES or not parts.hostname:
        example = {"imap": "imap://user:password@host:143", "smtp": "smtp://host:25"}[what]
        raise ValidationError(
            _("“%(url)s” is not a server's address; write it like %(example)s.")
            % {"url": _hidden(parts), "example": example}
        )
    usual, security = _SCHEMES[parts.scheme]
    options = {"kind": what, "host": parts.hostname, "port": port or usual, "security": security}
    options["user"] = unquote(parts.username or "")
    if what == "imap":
        options["folder"] = unquote(parts.path.strip("/")) or "INBOX"
    return options, unquote(parts.password or "")


def _port(parts: SplitResult, url: str) -> int | None:
    try:
        return parts.port
    except ValueError:
        raise ValidationError(_("The port in “%(url)s” is not a number.") % {"url": _hidden(parts)}) from None


def _hidden(parts: SplitResult) -> str:
    """The address without its password, fit to be shown."""
    return f"{parts.scheme}://{parts.hostname or ''}"


def note_success(account: Account, *, place: dict[str, Any]) -> None:
    """Fetching went well, and stands here now."""
    account.place, account.last_success_at, account.last_error = place, timezone.now(), ""
    account.save(update_fields=["place", "last_success_at", "last_error"])


def note_trouble(account: Account, error: str) -> None:
    """Fetching did not go well; doctor and the settings page tell."""
    Account.objects.filter(pk=account.pk).update(last_error=error[:2000], last_error_at=timezone.now())
