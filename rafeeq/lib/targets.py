"""Where an outgoing request goes: what its address means, whether we go there at all, and what can go wrong."""

import ipaddress
import queue
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from rafeeq.lib.addresses import HOST, Allowed, may_be_reached, numeric

LONGEST_URL = 4000
PORTS = {"http": 80, "https": 443}
NEVER_IN_A_URL = re.compile(r"[\x00-\x20\x7f\\]")
KEPT_IN_A_PATH = "/%:@!$&'()*+,;=~-._?"
FEW_ADDRESSES = 4  # of one host are tried

Resolve = Callable[[str, int], Sequence[str]]


class Unfetched(Exception):
    """There is no answer; the sentence says why. `may_pass`: trying again later makes sense."""

    may_pass = False


class Refused(Unfetched):
    """We do not go there: the address is no ordinary one, or it lies inside a network that nobody has allowed."""


class Unreachable(Unfetched):
    """Nobody answers there: no such name, no connection, no trusted certificate, or it broke off."""

    may_pass = True


class TooSlow(Unfetched):
    """The whole took longer than it may."""

    may_pass = True


class TooLarge(Unfetched):
    """The answer is larger than it may be, as sent or once unpacked."""


class Garbled(Unfetched):
    """What came back cannot be understood."""


class TooManyRedirects(Unfetched):
    """We were sent on more often than was asked for."""


@dataclass(frozen=True)
class Limits:
    """How much one errand may take, redirects included: seconds for all of it, bytes for each answer."""

    seconds: float = 20.0
    connect: float = 5.0  # seconds for one address
    size: int = 5 * 1024 * 1024
    headers: int = 64 * 1024


class Patience:
    """The time that is left."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """Seconds that are left, at most `most`; raises TooSlow when none are."""
        found = self._end - time.monotonic()
        if found <= 0:
            raise TooSlow(f"It took longer than {self.seconds:g} seconds.")
        return found if most is None else min(found, most)


@dataclass(frozen=True)
class Target:
    """A taken-apart address."""

    scheme: str
    host: str  # a name in ASCII, or a numeric address without brackets
    port: int
    path: str  # with the question, without the fragment

    @property
    def authority(self) -> str:
        """Host and, unless it is the usual one, port, as the header `Host` has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme and authority."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address as it is asked for."""
        return self.origin + self.path


def target(url: str) -> Target:
    """Take an address apart; Refused when it is not plainly one of http or https."""
    if len(url) > LONGEST_URL or NEVER_IN_A_URL.search(url):
        raise Refused("The address is too long, or holds characters that no address has.")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise Refused("This is no address of the web.") from None
    if parts.scheme not in PORTS or not host:
        raise Refused("Only addresses that begin with http:// or https:// are asked.")
    if "@" in parts.netloc:
        raise Refused("The address holds a user's name or password; that is how addresses pretend to be others.")
    if port == 0:
        raise Refused("There is no port 0.")
    path = quote(parts.path or "/", safe=KEPT_IN_A_PATH.replace("?", ""))
    if parts.query:
        path += "?" + quote(parts.query, safe=KEPT_IN_A_PATH)
    return Target(parts.scheme, _host(host), port or PORTS[parts.scheme], path)


def _host(written: str) -> str:
    """The host in ASCII; one spelling of a numeric address alone."""
    if ":" in written:
        try:
            return str(ipaddress.IPv6Address(written))
        except ValueError:
            raise Refused(f"“{written}” is no host.") from None
    host = written.rstrip(".")
    if not host.isascii():
        import idna  # its tables are large, and few hosts need them

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            raise Refused(f"“{written}” is no host.") from None
    host = host.lower()
    if numeric(host):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError:
            raise Refused(f"“{written}” spells a numeric address in a way that hides it.") from None
    if not HOST.match(host):
        raise Refused(f"“{written}” is no host.")
    return host


def addresses_of(place: Target, *, allowed: Allowed, resolve: Resolve, patience: Patience) -> list[str]:
    """The numeric addresses of a target, asked for once; Refused when any of them may not be reached."""
    try:
        found = [str(ipaddress.ip_address(place.host))]
    except ValueError:
        found = list(dict.fromkeys(_resolved(place, resolve, patience)))
    if not found:
        raise Unreachable(f"There is no host called “{place.host}”.")
    for one in found:
        if not may_be_reached(one, place.host, allowed):
            raise Refused(
                f"“{place.host}” leads to {one}, which is not public. Whoever runs this installation can allow it "
                "in RAFEEQ_FETCH_ALLOWED."
            )
    return found[:FEW_ADDRESSES]


def _resolved(place: Target, resolve: Resolve, patience: Patience) -> Sequence[str]:
    """Ask in a thread of its own: the system's resolver cannot be told how long it may take."""
    told: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            told.put(resolve(place.host, place.port))
        except Exception as error:
            told.put(error)

    threading.Thread(target=ask, name=f"look-up of {place.host}", daemon=True).start()
    try:
        found = told.get(timeout=patience.left())
    except queue.Empty:
        raise TooSlow(f"Nobody could say in time where “{place.host}” is.") from None
    if isinstance(found, OSError | UnicodeError):
        raise Unreachable(f"There is no host called “{place.host}”.") from found
    if isinstance(found, Exception):
        raise found
    return found
