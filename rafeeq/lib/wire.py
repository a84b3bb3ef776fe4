"""One exchange with one host over a connection to an address that was judged before. Loaded when first used."""

import ssl
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import certifi
import httpcore

from rafeeq.lib.targets import Garbled, Limits, Patience, Target, TooLarge, Unreachable

AT_ONCE = 64 * 1024  # bytes given to the network in one go, so that time is looked at in between
GZIP = 31  # zlib's word for: a gzip header and nothing else
WITHOUT_BODY = {204, 304}


@dataclass(frozen=True)
class Answer:
    """What came back. Names of headers are in small letters; the content is unpacked."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    url: str


class Ledger:
    """What one exchange has used so far."""

    def __init__(self, patience: Patience, limits: Limits) -> None:
        self.patience, self.limits = patience, limits
        self.before_body = 0
        self.in_body = False

    def came(self, data: bytes) -> bytes:
        """Count what arrived before the body begins: heads, and any number of preliminary answers."""
        if not self.in_body:
            self.before_body += len(data)
            # One read may bring some of the body along.
            if self.before_body > self.limits.headers + AT_ONCE:
                raise TooLarge("The head of the answer does not end.")
        return data


class Stream(httpcore.NetworkStream):
    """A connection that looks at the clock before it waits."""

    def __init__(self, inner: httpcore.NetworkStream, ledger: Ledger) -> None:
        self.inner, self.ledger = inner, ledger

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes, if they come in time."""
        return self.ledger.came(self.inner.read(max_bytes, self.ledger.patience.left()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send it, in parts."""
        for start in range(0, len(buffer), AT_ONCE):
            self.inner.write(buffer[start : start + AT_ONCE], self.ledger.patience.left())

    def close(self) -> None:
        """Let go."""
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, sealed."""
        return Stream(self.inner.start_tls(ssl_context, server_hostname, self.ledger.patience.left()), self.ledger)

    def get_extra_info(self, info: str) -> object:
        """What the connection knows of itself."""
        return self.inner.get_extra_info(info)


class Pinned(httpcore.NetworkBackend):
    """Connects to the addresses that were judged, whatever host it is asked for. No name is resolved again."""

    def __init__(self, addresses: Sequence[str], ledger: Ledger) -> None:
        self.addresses, self.ledger = addresses, ledger
        self.inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """The first of the addresses that answers."""
        failed: Exception | None = None
        for address in self.addresses:
            wait = self.ledger.patience.left(self.ledger.limits.connect)
            try:
                return Stream(self.inner.connect_tcp(address, port, wait), self.ledger)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed or httpcore.ConnectError("no address")


@cache
def trusted() -> ssl.SSLContext:
    """Whom we believe: the system's authorities (SSL_CERT_FILE names others) and the browsers' list."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def exchange(
    place: Target,
    addresses: Sequence[str],
    *,
    method: str,
    headers: Mapping[str, str],
    content: bytes,
    limits: Limits,
    patience: Patience,
) -> Answer:
    """Ask once and read the whole answer. Raises what `targets` names."""
    ledger = Ledger(patience, limits)
    asked = httpcore.URL(
        scheme=place.scheme.encode(), host=place.host.encode(), port=place.port, target=place.path.encode("ascii")
    )
    sent = [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]
    pool = httpcore.ConnectionPool(
        ssl_context=trusted() if place.scheme == "https" else None, network_backend=Pinned(addresses, ledger)
    )
    try:
        with pool, pool.stream(method, asked, headers=sent, content=content or None) as response:
            ledger.in_body = True
            known = _headers(response.headers, limits)
            body = b"" if method == "HEAD" or response.status in WITHOUT_BODY else _body(response, known, limits)
            return Answer(response.status, known, body, place.url)
    except httpcore.TimeoutException as error:
        patience.left()  # raises TooSlow when it was all of the time
        raise Unreachable(f"“{place.host}” does not answer.") from error
    except (httpcore.RemoteProtocolError, httpcore.LocalProtocolError) as error:
        raise Garbled(f"What “{place.host}” answers is not HTTP: {error}") from error
    except (httpcore.NetworkError, ssl.SSLError, OSError) as error:
        raise Unreachable(f"“{place.host}” cannot be reached: {error}") from error


def _headers(raw: Iterable[tuple[bytes, bytes]], limits: Limits) -> dict[str, str]:
    """The headers by their small names; of a repeated one, its values after one another."""
    found: dict[str, str] = {}
    size = 0
    for name, value in raw:
        size += len(name) + len(value) + 4  # with the colon and the end of the line
        if size > limits.headers:
            raise TooLarge("The head of the answer is too large.")
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _body(response: httpcore.Response, headers: Mapping[str, str], limits: Limits) -> bytes:
    """The content, counted while it is read, as it comes and as it is unpacked."""
    said = headers.get("content-length", "")
    if said.isdecimal() and int(said[:20]) > limits.size:
        raise TooLarge(f"The answer has more than {limits.size} bytes.")
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip"}:
        raise Garbled(f"The answer is packed as “{coding[:40]}”, which nobody asked for.")
    packed = zlib.decompressobj(GZIP) if "gzip" in coding else None
    parts: list[bytes] = []
    came = kept = 0
    for chunk in response.iter_stream():
        came += len(chunk)
        if came > limits.size:
            raise TooLarge(f"The answer has more than {limits.size} bytes.")
        try:
            part = packed.decompress(chunk, limits.size - kept + 1) if packed else chunk
        except zlib.error as error:
            raise Garbled("The answer cannot be unpacked.") from error
        kept += len(part)
        if kept > limits.size:
            raise TooLarge(f"Unpacked, the answer has more than {limits.size} bytes.")
        parts.append(part)
    if packed is not None and came and not packed.eof:
        raise Garbled("The answer breaks off.")
    return b"".join(parts)
