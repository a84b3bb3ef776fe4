"""The one door by which a request leaves this installation.

Addresses come from people, from other systems and from answers, and must not lead into the network that this machine
stands in. So the name is resolved once, every address it has must be public (or named by whoever runs the machine), and
the connection goes to the very address that was judged; TLS still proves the name. Nothing follows a redirect unless
asked, nothing keeps cookies, reads the environment's proxies, or waits and reads without end.
"""

import socket
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from rafeeq.lib.addresses import NOTHING, Allowed
from rafeeq.lib.targets import (
    Garbled,
    Limits,
    Patience,
    Refused,
    Resolve,
    Target,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unfetched,
    Unreachable,
    addresses_of,
    target,
)

if TYPE_CHECKING:
    from rafeeq.lib.wire import Answer

__all__ = [
    "Allowed",
    "Garbled",
    "Limits",
    "Refused",
    "TooLarge",
    "TooManyRedirects",
    "TooSlow",
    "Unfetched",
    "Unreachable",
    "fetch",
    "target",
]

USER_AGENT = "Rafeeq"
REDIRECTS = {301, 302, 303, 307, 308}
OURS = {"host", "content-length", "transfer-encoding", "connection", "expect", "upgrade", "te", "trailer", "cookie"}
GOES_ALONG = {"accept", "accept-language", "user-agent"}  # what another origin may hear after a redirect
ORDINARY = Limits()


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host."""
    return [str(place[4][0]) for place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    redirects: int = 0,
    limits: Limits = ORDINARY,
    allowed: Allowed = NOTHING,
    resolve: Resolve = system_resolve,
) -> "Answer":
    """Ask for an address and return the answer, whatever its status. Never call it inside a transaction.

    Up to `redirects` redirects are followed, each judged like the first address; without any, the redirect itself is
    the answer. Raises a kind of Unfetched; ValueError for headers that no request may carry.
    """
    from rafeeq.lib.wire import exchange  # loads the HTTP library, which an idle process does not need

    patience, place, hops = Patience(limits.seconds), target(url), 0
    said = _checked(headers or {})
    while True:
        known = {"host": place.authority, "user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": "gzip"} | said
        if content or method in {"POST", "PUT", "PATCH"}:
            known["content-length"] = str(len(content))
        answer = exchange(
            place,
            addresses_of(place, allowed=allowed, resolve=resolve, patience=patience),
            method=method,
            headers=known,
            content=content,
            limits=limits,
            patience=patience,
        )
        if not redirects or answer.status not in REDIRECTS or "location" not in answer.headers:
            return answer
        hops += 1
        if hops > redirects:
            raise TooManyRedirects(f"We were sent on more than {redirects} times.")
        place, method, content, said = _onward(place, answer, method, content, said)


def _onward(
    place: Target, answer: "Answer", method: str, content: bytes, headers: dict[str, str]
) -> tuple[Target, str, bytes, dict[str, str]]:
    """Where a redirect leads, and what is asked and said there."""
    # Headers are read byte for byte; addresses in them are UTF-8 where they are not ASCII.
    location = answer.headers["location"].encode("latin-1").decode("utf-8", "replace")
    further = target(urljoin(place.url, location.partition("#")[0]))
    if place.scheme == "https" and further.scheme != "https":
        raise Refused("A redirect leads from a sealed connection to an open one.")
    if answer.status == 303 or (answer.status in {301, 302} and method == "POST"):
        method, content = ("HEAD" if method == "HEAD" else "GET"), b""
    if further.origin != place.origin:
        headers = {name: value for name, value in headers.items() if name in GOES_ALONG}
        if content:
            raise Refused("A redirect wants what we send to go to another host.")
    return further, method, content, headers


def _checked(headers: Mapping[str, str]) -> dict[str, str]:
    """The caller's headers under small names; ValueError for one that is ours to write, or breaks out of its line."""
    found = {name.lower(): value for name, value in headers.items()}
    for name, value in found.items():
        if name in OURS or not name.isascii() or any(sign in name + value for sign in "\r\n\0"):
            raise ValueError(f"A request cannot carry the header {name!r}")
    return found
