"""A small real web server for tests of what goes out: it keeps what it was asked and answers what a test says."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    content: bytes


Answers = Callable[[Asked], bytes | Iterable[bytes]]


def answer(status: int = 200, content: bytes = b"", **headers: str) -> bytes:
    """A whole answer; `content_type` becomes Content-Type."""
    lines = [f"HTTP/1.1 {status} X", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if "content_length" not in headers:
        lines.append(f"Content-Length: {len(content)}")
    return "\r\n".join([*lines, "", ""]).encode() + content


@dataclass
class WebServer:
    """The running server: where it is, and what it was asked."""

    port: int
    answers: Answers
    asked: list[Asked] = field(default_factory=list)

    def take(self, connection: socket.socket) -> None:
        """Read one request and answer it, as long as the other side listens."""
        with suppress(OSError, ValueError), connection, connection.makefile("rb") as lines:
            first = lines.readline().decode().split(" ")
            headers: dict[str, str] = {}
            while line := lines.readline().strip():
                name, _colon, value = line.decode("latin-1").partition(":")
                headers[name.lower()] = value.strip()
            content = lines.read(int(headers.get("content-length", "0")))
            self.asked.append(Asked(first[0], first[1], headers, content))
            said = self.answers(self.asked[-1])
            for part in [said] if isinstance(said, bytes) else said:
                connection.sendall(part)


@contextmanager
def web_server(answers: Answers, sealed: ssl.SSLContext | None = None) -> Iterator[WebServer]:
    """Serve on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = WebServer(door.getsockname()[1], answers)
        listening = threading.Thread(target=_listen, args=(door, server, sealed), daemon=True)
        listening.start()
        yield server
        door.shutdown(socket.SHUT_RDWR)
        listening.join()


def _listen(door: socket.socket, server: WebServer, sealed: ssl.SSLContext | None) -> None:
    while True:
        try:
            connection, _address = door.accept()
        except OSError:
            return
        try:
            if sealed is not None:
                connection = sealed.wrap_socket(connection, server_side=True)
        except OSError:  # whoever came does not trust us
            connection.close()
            continue
        threading.Thread(target=server.take, args=(connection,), daemon=True).start()


@cache
def _authority() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    return _certificate("Authority of the tests", key, None), key


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None,
    *names: x509.GeneralName,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signs = issuer[1] if issuer else key
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signs.public_key()), critical=False)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(signs, hashes.SHA256())


def authority_file(folder: Path) -> Path:
    """The certificate that a client must trust to believe `sealed_for`."""
    path = folder / "authority.pem"
    path.write_bytes(_authority()[0].public_bytes(serialization.Encoding.PEM))
    return path


def sealed_for(folder: Path, *hosts: str) -> ssl.SSLContext:
    """What a server needs to prove that it is these hosts."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.IPAddress(ip_address(one)) if one[0].isdecimal() else x509.DNSName(one) for one in hosts]
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + _certificate(hosts[0], key, _authority(), *names).public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
