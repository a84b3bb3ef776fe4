"""What leaves this installation goes where it may, and comes back in time and in size."""

import gzip
import itertools
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from rafeeq.lib import wire
from rafeeq.lib.fetch import (
    Allowed,
    Garbled,
    Limits,
    Refused,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
    fetch,
    target,
)
from rafeeq.lib.targets import Resolve
from tests.webserver import Asked, answer, authority_file, sealed_for, web_server

HERE = Allowed.of(["127.0.0.1"])
HURRIED = Limits(seconds=0.2, size=100_000, headers=10_000)
LOOPBACK = ("127.0.0.1",)


def nowhere(host: str, port: int) -> Sequence[str]:
    raise AssertionError(f"{host}:{port} was looked up")


def here(host: str, port: int) -> Sequence[str]:
    return LOOPBACK


def always(*addresses: str) -> Resolve:
    return lambda host, port: addresses


NOT_PUBLIC = [
        "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.127.255.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "0.0.0.0", "0.1.2.3", "224.0.0.1",
        "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
        "192.88.99.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fd00:ec2::254", "ff02::1",
        "fec0::1", "2001:db8::1", "3fff::1", "2001::1", "100::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
        "2002:7f00:1::", "2002:a00:1::1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::808:808",
        "2001:0:7f00:1::", "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:127.0.0.1", "4000::1", "not an address",
]  # fmt: skip
HIDING = [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/",
        "http://017700000001/", "http://127.1/", "http://127.0.0.1./", "http://0/", "http://127.0.0.0x1/",
        "http://١٢٧.٠.٠.١/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://[fe80::1%25lo]/", "http://[::1]evil/", "http://[::1/",
        "http://hooks.example.com@127.0.0.1/", "http://user:word@example.com/", "http://example.com\\@127.0.0.1/",
        "http://127.0.0.1#@example.com/", "http://127.0.0.1?@example.com/", "http://exa mple.com/",
        "http://example.com/\r\nX: y", "\nhttp://127.0.0.1/", "file:///etc/passwd", "ftp://example.com/", "//x/",
        "gopher://127.0.0.1/", "http:///path", "http://:80/", "http://example.com:0/", "http://example.com:99999/",
        "http://example.com:port/", "http://exa%6dple.com/", "http://-.example/", "http://" + "a" * 64 + ".example/",
        "https://example.com/" + "a" * 5000, "",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public(address: str) -> None:
    with pytest.raises(Refused):
        fetch("https://hooks.example.com/", resolve=always("93.184.215.14", address))


@pytest.mark.parametrize("url", HIDING)
def test_spellings_that_hide_where_they_lead(url: str) -> None:
    with pytest.raises(Refused):
        fetch(url, resolve=nowhere)


def test_an_address_is_taken_apart_as_it_is_asked_for() -> None:
    assert target("HTTPS://Example.COM.:443/a b"[:-2]).url == "https://example.com/a"
    assert target("http://خدمة.example:8080/طلب?س=ا#x").url == (
        "http://xn--ogbjd2g.example:8080/%D8%B7%D9%84%D8%A8?%D8%B3=%D8%A7"
    )
    assert target("http://[2606:4700::1111]:81").url == "http://[2606:4700::1111]:81/"


def test_what_the_operator_allows() -> None:
    inside = Allowed.of(["10.20.0.0/16", "Hooks.intern.example.", "fd12::/16"])
    assert (len(inside.networks), list(inside.hosts)) == (2, ["hooks.intern.example"])
    for wrong in ("10.20.0.1/16", "http://x", "a b", "127.1", ""):
        with pytest.raises(ValueError, match="neither a network"):
            Allowed.of([wrong])
    # A host that was named may lie inside; what only machines of the cloud answer at, it may not.
    for address in ("169.254.169.254", "fe80::1", "100.100.100.200"):
        with pytest.raises(Refused):
            fetch("http://hooks.intern.example/", allowed=inside, resolve=always(address))
    with pytest.raises(Refused, match="RAFEEQ_FETCH_ALLOWED"):
        fetch("http://10.21.0.1/", allowed=inside)


def test_the_name_is_looked_up_once_and_the_connection_is_pinned() -> None:
    looked_up: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        looked_up.append(host)
        return LOOPBACK if len(looked_up) == 1 else ["10.0.0.1"]

    with web_server(lambda asked: answer(content=b"ok")) as server:
        there = f"http://hooks.example:{server.port}/a?b=c"
        found = fetch(there, allowed=Allowed.of(["hooks.example"]), resolve=rebinding, headers={"X-Mine": "1"})
        assert (found.status, found.content, found.url) == (200, b"ok", there)
        assert looked_up == ["hooks.example"]
        with pytest.raises(Refused):  # another name for the same place was not allowed
            fetch(f"http://other.example:{server.port}/", allowed=Allowed.of(["hooks.example"]), resolve=here)
    asked = server.asked[0]
    assert (asked.method, asked.path, asked.headers["host"]) == ("GET", "/a?b=c", f"hooks.example:{server.port}")
    assert asked.headers["x-mine"] == "1"
    assert "cookie" not in asked.headers


def test_nothing_of_the_environment_and_no_cookies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with web_server(lambda asked: answer(Set_Cookie="a=b")) as server:
        for _round in range(2):
            fetch(f"http://127.0.0.1:{server.port}/", method="POST", content=b"{}", allowed=HERE)
    assert [(one.content, one.headers.get("cookie")) for one in server.asked] == [(b"{}", None)] * 2
    for headers in ({"Host": "x"}, {"X": "a\r\nY: b"}, {"X\n": "a"}, {"Content-Length": "3"}):
        with pytest.raises(ValueError, match="cannot carry"):
            fetch("http://127.0.0.1/", headers=headers, allowed=HERE)


def test_redirects_are_judged_anew() -> None:
    there = {
        "/inside": "http://10.0.0.1/", "/metadata": "http://169.254.169.254/latest/", "/file": "file:///etc/passwd",
        "/hidden": "http://0x7f000001/", "/round": "/round", "/on": "/here", "/name": "//a@b/",
    }  # fmt: skip

    def sends(asked: Asked) -> bytes:
        return answer(302, Location=there[asked.path]) if asked.path in there else answer(content=b"arrived")

    with web_server(sends) as server:
        root = f"http://127.0.0.1:{server.port}"
        assert fetch(f"{root}/on", allowed=HERE).status == 302, "not unless asked"
        assert fetch(f"{root}/on", allowed=HERE, redirects=1).content == b"arrived"
        for path in ("/inside", "/metadata", "/file", "/hidden", "/name"):
            with pytest.raises(Refused):
                fetch(root + path, allowed=HERE, redirects=3)
        with pytest.raises(TooManyRedirects):
            fetch(f"{root}/round", allowed=HERE, redirects=3)
        assert len([one for one in server.asked if one.path == "/round"]) == 4


def test_a_redirect_tells_another_host_no_secret() -> None:
    with (
        web_server(lambda asked: answer()) as second,
        web_server(lambda asked: answer(307, Location=f"http://127.0.0.1:{second.port}/")) as first,
    ):
        root, secret = f"http://127.0.0.1:{first.port}/", {"Authorization": "Bearer x", "Accept": "text/plain"}
        fetch(root, headers=secret, allowed=HERE, redirects=1)
        with pytest.raises(Refused):
            fetch(root, method="POST", content=b"x", allowed=HERE, redirects=1)
    assert first.asked[0].headers["authorization"] == "Bearer x"
    assert [one.headers.get("authorization") for one in second.asked] == [None]
    assert second.asked[0].headers["accept"] == "text/plain"


def drips(wait: threading.Event, *, before: bytes, drop: bytes) -> Iterator[bytes]:
    """The beginning, and then a drop again and again, always before anybody would call it silent."""
    yield before
    while not wait.wait(0.02):
        yield drop


HEAD = b"HTTP/1.1 200 X\r\n"


@pytest.mark.parametrize(
    ("before", "drop"),
    [(b"", b""), (HEAD, b"A: b\r\n"), (b"", b"HTTP/1.1 103 X\r\n\r\n"), (HEAD + b"\r\n", b"x"), (HEAD + b"\r\n", b"")],
    ids=["silence", "a slow head", "preliminary answers", "a slow body", "a body that stops"],
)
def test_what_does_not_end_in_time(before: bytes, drop: bytes) -> None:
    over = threading.Event()
    with web_server(lambda asked: drips(over, before=before, drop=drop)) as server:
        with pytest.raises(TooSlow):
            fetch(f"http://127.0.0.1:{server.port}/", allowed=HERE, limits=HURRIED)
        over.set()


def test_a_name_that_nobody_can_tell_in_time() -> None:
    over = threading.Event()

    def late(host: str, port: int) -> Sequence[str]:
        over.wait(20)
        return LOOPBACK

    with pytest.raises(TooSlow):
        fetch("http://late.example/", resolve=late, limits=Limits(seconds=0.05))
    over.set()


BOMB = gzip.compress(b"\0" * 3_000_000)


@pytest.mark.parametrize(
    "said",
    [
        itertools.chain([HEAD + b"\r\n"], itertools.repeat(b"x" * 10_000)),
        itertools.chain(
            [HEAD + b"Transfer-Encoding: chunked\r\n\r\n"], itertools.repeat(b"3e8\r\n" + b"x" * 1000 + b"\r\n")
        ),
        itertools.chain([HEAD], itertools.repeat(b"A: b\r\n" * 1000)),
        itertools.repeat(b"HTTP/1.1 103 X\r\nA: " + b"b" * 5000 + b"\r\n\r\n"),
        [HEAD + b"A: b\r\n" * 4000 + b"\r\n"],
        [answer(content_length="9999999999")],
        [answer(content=BOMB, Content_Encoding="gzip")],
    ],
    ids=["endless", "endless chunks", "endless head", "endless preliminaries", "large head", "announced", "gzip bomb"],
)
def test_what_is_too_large(said: Iterator[bytes]) -> None:
    assert len(BOMB) < 10_000
    with web_server(lambda asked: said) as server, pytest.raises(TooLarge):
        fetch(f"http://127.0.0.1:{server.port}/", allowed=HERE, limits=Limits(seconds=60, size=100_000, headers=10_000))


def test_what_is_packed_and_what_is_garbled() -> None:
    text = "رفيق".encode() * 1000
    said = {
        "/gzip": answer(content=gzip.compress(text), Content_Encoding="gzip"),
        "/broken": answer(content=gzip.compress(text)[:-9], Content_Encoding="gzip"),
        "/false": answer(content=text, Content_Encoding="gzip"),
        "/twice": answer(content=gzip.compress(gzip.compress(text)), Content_Encoding="gzip, gzip"),
        "/unasked": answer(content=text, Content_Encoding="br"),
        "/short": answer(content=b"abc", content_length="10"),
        "/none": b"",
        "/smtp": b"220 mail.example ESMTP\r\n",
    }
    with web_server(lambda asked: said[asked.path]) as server:
        root = f"http://127.0.0.1:{server.port}"
        assert fetch(f"{root}/gzip", allowed=HERE).content == text
        for path in said.keys() - {"/gzip"}:
            with pytest.raises(Garbled):
                fetch(root + path, allowed=HERE)
    with pytest.raises(Unreachable):
        fetch(root, allowed=HERE)
    with pytest.raises(Unreachable):
        fetch("http://nobody.invalid/", resolve=always())


def test_tls_proves_the_name_and_not_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = Allowed.of(["127.0.0.1"])
    with web_server(lambda asked: answer(content=b"ok"), sealed_for(tmp_path, "hooks.example")) as server:
        address = f"https://hooks.example:{server.port}/"
        with pytest.raises(Unreachable, match="certificate"):
            fetch(address, allowed=inside, resolve=here)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority_file(tmp_path)))
        wire.trusted.cache_clear()
        try:
            assert fetch(address, allowed=inside, resolve=here).content == b"ok"
            for other in ("other.example", "127.0.0.1"):
                with pytest.raises(Unreachable, match="certificate"):
                    fetch(f"https://{other}:{server.port}/", allowed=inside, resolve=here)
        finally:
            wire.trusted.cache_clear()
    assert [one.headers["host"] for one in server.asked] == [f"hooks.example:{server.port}"]
