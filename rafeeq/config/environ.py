"""Read the environment: every setting an operator may give, with its default."""

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from rafeeq.lib.addresses import Allowed


class BadSetting(ValueError):
    """A variable of the environment cannot be used; the message says which and why."""


def text(name: str, default: str = "") -> str:
    """The variable's value, or `default` when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int) -> int:
    """The variable as a whole number; raises BadSetting when it is something else."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise BadSetting(f"{name} must be a whole number, not “{value}”") from None


def one_of(name: str, *known: str) -> str:
    """The variable, which must be one of these words; the first of them when it is unset. Raises BadSetting."""
    value = text(name, known[0]).lower()
    if value not in known:
        raise BadSetting(f"{name} must be one of {', '.join(known)}, not “{value}”")
    return value


def flag(name: str) -> bool:
    """Whether the variable says yes."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def support_address(host: str) -> str:
    """The address that mail leaves by until a mailbox is set up: support@ the public host, if that is a name."""
    is_name = "." in host and ":" not in host and not host.replace(".", "").isdecimal()
    return f"support@{host if is_name else 'localhost'}"


def listening(name: str) -> str:
    """A place to listen at, written host:port; empty when unset. Raises BadSetting."""
    value = text(name)
    if value and not value.rpartition(":")[2].isdecimal():
        raise BadSetting(f"{name} must look like 127.0.0.1:8024, not “{value}”")
    return value


def secret_key(data: Path) -> str:
    """The signing key: RAFEEQ_SECRET_KEY, the file RAFEEQ_SECRET_KEY_FILE, or one made once in the data folder."""
    if given := text("RAFEEQ_SECRET_KEY"):
        return given
    if path := text("RAFEEQ_SECRET_KEY_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"RAFEEQ_SECRET_KEY_FILE cannot be read: {error}") from error
    kept = data / "secret_key"
    if not kept.exists():
        # Two processes may start at once: only one link can win, and both then read the same key.
        mine = kept.with_name(f"secret_key.{os.getpid()}")
        mine.touch(mode=0o600)
        mine.write_text(secrets.token_urlsafe(64), encoding="utf-8")
        try:
            os.link(mine, kept)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    return kept.read_text(encoding="utf-8").strip()


def database(data: Path) -> dict[str, Any]:
    """Django's database entry from DATABASE_URL (`postgres://…`), or SQLite in the data folder."""
    url = text("DATABASE_URL")
    if not url or url.startswith("sqlite:"):
        path = unquote(urlsplit(url).path.removeprefix("/")) if url else ""
        return sqlite(Path(path) if path else data / "rafeeq.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadSetting(f"DATABASE_URL must begin with postgres:// or sqlite:, not “{parts.scheme}:”")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    # A socket folder may stand where the host would: postgres://user@%2Frun%2Fpg/name
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or options.pop("port", "")),
        # A pooler that lends a connection for one transaction keeps neither cursors nor plans between them.
        "DISABLE_SERVER_SIDE_CURSORS": options.pop("pooled", "") in {"1", "true", "yes"},
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite as the stack was measured: write-ahead log, immediate transactions, a long patience for the one writer."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=4000;"
            ),
        },
    }


# Django's mail backend for each kind of way out.
BACKENDS = {"console": "console", "folder": "filebased", "smtp": "smtp"}


def networks(name: str, default: str) -> list[str]:
    """Addresses and networks, apart by commas: 10.0.0.7, 172.16.0.0/12. Raises BadSetting."""
    listed = [part.strip() for part in text(name, default).split(",") if part.strip()]
    for one in listed:
        try:
            ip_network(one)
        except ValueError as error:
            raise BadSetting(f"{name} must list networks such as 172.16.0.0/12, not “{one}”: {error}") from None
    return listed


def reachable(name: str) -> Allowed:
    """Networks and hosts that outgoing requests may reach, apart by commas. Raises BadSetting."""
    try:
        return Allowed.of(part.strip() for part in text(name).split(",") if part.strip())
    except ValueError as error:
        raise BadSetting(f"{name}: {error}") from None


def vectors() -> dict[str, str]:
    """The endpoint that makes vectors of sentences: its address before /embeddings, its model, its key."""
    url = text("RAFEEQ_VECTORS_URL")
    if text("RAFEEQ_VECTORS").lower() == "endpoint" and not url.startswith(("https://", "http://")):
        raise BadSetting(
            "RAFEEQ_VECTORS is “endpoint”: RAFEEQ_VECTORS_URL must name it, as in https://models.example/v1"
        )
    return {"url": url, "model": text("RAFEEQ_VECTORS_MODEL"), "key": text("RAFEEQ_VECTORS_KEY")} if url else {}


def email(url: str) -> dict[str, Any]:
    """Outgoing mail from EMAIL_URL: `smtp://`, `smtp+tls://` (STARTTLS), `smtp+ssl://`, `console:` or `folder:PATH`."""
    parts = urlsplit(url or "console:")
    if parts.scheme == "console":
        return {"kind": "console"}
    if parts.scheme == "folder":
        return {"kind": "folder", "path": unquote(parts.netloc + parts.path)}
    if parts.scheme not in {"smtp", "smtp+tls", "smtp+ssl"} or not parts.hostname:
        raise BadSetting("EMAIL_URL must look like smtp://host:port or smtp+tls://user:password@host:port")
    return {
        "kind": "smtp",
        "host": parts.hostname,
        "port": parts.port or {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}[parts.scheme],
        "security": {"smtp": "none", "smtp+tls": "starttls", "smtp+ssl": "tls"}[parts.scheme],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
