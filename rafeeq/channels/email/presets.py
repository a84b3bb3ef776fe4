"""Where the mail servers of well-known providers are, so that an address and a password are enough."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Security = Literal["tls", "starttls", "none"]
Needs = Literal["", "app_password", "no_passwords", "turn_on_imap"]
FILE = Path(__file__).with_name("presets.json")


@dataclass(frozen=True, slots=True)
class Server:
    """One mail server: host, port and how the connection is encrypted."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True)
class Preset:
    """What is known, or guessed, of an address. `needs` says what the provider asks for besides; `name` is empty
    for a guess."""

    name: str
    imap: Server
    smtp: Server
    needs: Needs = ""


def for_address(address: str) -> Preset:
    """The servers for this address; for a domain of one's own the usual names, to be looked over."""
    domain = address.rpartition("@")[2].strip().lower().rstrip(".")
    known = _known().get(domain)
    if known is not None:
        return known
    return Preset("", Server(f"mail.{domain}", 993, "tls"), Server(f"mail.{domain}", 465, "tls"))


@cache
def _known() -> dict[str, Preset]:
    rows = json.loads(FILE.read_text("utf-8"))
    return {
        domain: Preset(row["name"], Server(*row["imap"]), Server(*row["smtp"]), row["needs"])
        for row in rows
        for domain in row["domains"]
    }
