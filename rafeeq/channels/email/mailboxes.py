"""Verbs that people carry out on mailboxes in the settings: add, change, pause, remove; each one is audited."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rafeeq.channels.email import vault
from rafeeq.channels.models import Account, Inbound
from rafeeq.staff.models import Team, User
from rafeeq.system.actions import audit
from rafeeq.system.rules import fingerprint

KEPT_OPTIONS = ("authserv_id", "trial")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A mailbox as a form has it. `servers` are "imap" and "smtp" without passwords; an empty password means the one
    that is kept. Signatures are by language."""

    name: str
    address: str
    sender_name: str = ""
    team: Team | None = None
    servers: dict[str, dict[str, Any]] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict, repr=False)
    plus_addressing: bool = False
    suggests: bool = False
    signatures: dict[str, str] = field(default_factory=dict)


def add(wanted: Wanted, *, by: User) -> Account:
    """A new mailbox; fetching begins within seconds. Raises ValidationError when the name is taken."""
    with transaction.atomic():
        if Account.objects.filter(name=wanted.name).exists():
            raise ValidationError(_("A mailbox needs a name of its own; “%(name)s” is taken.") % {"name": wanted.name})
        account = Account(name=wanted.name, kind="email")
        _fill(account, wanted)
        account.save()
        audit(by=by, what="mailbox.added", target=account.name, after=told(account))
    return account


def change(account: Account, wanted: Wanted, *, by: User, seen: str) -> Account:
    """The mailbox as the form has it. The name stays: earlier messages know their mailbox by it.

    `seen` is the `mark` of the mailbox that the form was filled with. Raises ValidationError when somebody else has
    changed the mailbox meanwhile.
    """
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account.pk)
        if mark(account) != seen:
            raise ValidationError(
                _("Somebody else has changed this mailbox meanwhile. Below stands what you wrote; saving keeps it."),
                code="changed",
            )
        before = told(account)
        _fill(account, replace(wanted, name=account.name))
        account.last_error = ""
        account.save()
        if told(account) != before or wanted.passwords:
            new_password = {"password": _("a new one")} if wanted.passwords else {}
            audit(by=by, what="mailbox.changed", target=account.name, before=before, after=told(account) | new_password)
    return account


def pause(account: Account, *, active: bool, by: User) -> None:
    """Stop fetching and answering through this mailbox, or begin again."""
    if account.is_active == active:
        return
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(is_active=active, last_error="")
        audit(by=by, what="mailbox.resumed" if active else "mailbox.paused", target=account.name)


def remove(account: Account, *, by: User) -> None:
    """Take the mailbox away, and its passwords with it. What came through it stays, and still says so."""
    with transaction.atomic():
        audit(by=by, what="mailbox.removed", target=account.name, before=told(account))
        if not Inbound.objects.filter(account=account).exists():
            account.delete()
            return
        account.options = {"removed": timezone.now().isoformat()}
        account.name = f"{account.name[:100]} #{account.pk}"
        account.secrets, account.is_active = "", False
        account.save()


def note_trial(account: Account, message_id: str) -> None:
    """Remember which mail was sent to try the mailbox."""
    account.options = {**account.options, "trial": {"id": message_id, "at": timezone.now().isoformat()}}
    account.save(update_fields=["options"])


def told(account: Account) -> dict[str, Any]:
    """The mailbox as the record of changes tells it: no password, sealed or open."""
    servers = {
        kind: {name: account.options[kind].get(name, "") for name in ("host", "port", "security", "user", "folder")}
        for kind in ("imap", "smtp")
        if kind in account.options
    }
    return {
        "address": account.address,
        "sender_name": account.sender_name,
        "team": account.team.name if account.team else "",
        **servers,
        "plus_addressing": bool(account.options.get("plus_addressing")),
        "suggests": bool(account.options.get("suggests")),
        "signatures": account.options.get("signatures", {}),
    }


def mark(account: Account) -> str:
    """A short mark of what can be changed in the form, to see whether it was changed meanwhile."""
    return fingerprint([told(account), account.secrets])


def _fill(account: Account, wanted: Wanted) -> None:
    account.address, account.sender_name, account.team = wanted.address, wanted.sender_name, wanted.team
    beside = {name: account.options[name] for name in KEPT_OPTIONS if name in account.options}
    account.options = {
        **beside,
        **{kind: {"kind": kind, **server} for kind, server in wanted.servers.items()},
        "plus_addressing": wanted.plus_addressing,
        "suggests": wanted.suggests,
        "signatures": {code: said for code, said in wanted.signatures.items() if said},
    }
    kept = vault.opened(account.secrets)
    secrets = {
        kind: wanted.passwords.get(kind) or kept.get(kind) or kept.get("imap", "")
        for kind, server in wanted.servers.items()
        if server["user"]
    }
    if secrets != kept or not account.secrets:  # sealing the same anew would look like a change
        account.secrets = vault.sealed(secrets)
