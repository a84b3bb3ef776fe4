"""The door: alive, ready, and not blocked by a slow or endless sender."""

import asyncio
import itertools
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from rafeeq.config import asgi, readiness


def ask(path: str, pieces: Iterator[dict[str, Any]] | None = None, kind: str = "http") -> list[dict[str, Any]]:
    """Send one request to the application and return everything that it sends back."""
    scope = {
        "type": kind, "path": path, "raw_path": path.encode(), "method": "POST", "query_string": b"", "headers": [],
        "http_version": "1.1", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000), "scheme": "http",
    }  # fmt: skip
    coming = pieces or iter([{"type": "http.request", "body": b"", "more_body": False}])
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return next(coming)

    async def send(message: Any) -> None:
        sent.append(dict(message))

    with ThreadPoolExecutor(1) as thread:  # a browser test before us may have left its event loop in this one
        thread.submit(asyncio.run, asgi.application(scope, receive, send)).result()
    return sent


def status_and_words(sent: list[dict[str, Any]]) -> tuple[int, dict[str, str]]:
    return sent[0]["status"], json.loads(sent[1]["body"])


def test_alive_needs_no_database() -> None:
    assert status_and_words(ask("/healthz")) == (200, {"status": "alive"})


def test_not_ready_says_why_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "why_not_ready", lambda: "The database does not answer")
    assert status_and_words(ask("/readyz")) == (503, {"status": "not ready", "reason": "The database does not answer"})


@pytest.mark.django_db
def test_ready_when_every_migration_is_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "migrated", False)
    assert readiness.why_not_ready() == ""
    monkeypatch.setattr(readiness, "migrated", False)
    monkeypatch.setattr(readiness, "unapplied", lambda: ["tickets.0009_more"])
    assert "rafeeq prepare" in readiness.why_not_ready()


def test_an_endless_body_is_refused_before_it_is_kept() -> None:
    piece = {"type": "http.request", "body": b"x" * 2**20, "more_body": True}
    taken = 0

    def endless() -> Iterator[dict[str, Any]]:
        nonlocal taken
        while True:
            taken += 1
            yield piece

    assert ask("/inbox/", endless())[0]["status"] == 413
    assert taken <= asgi.LARGEST_BODY // 2**20 + 1


def test_many_large_bodies_at_once_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "MOST_WAITING", 3 * 2**20)
    monkeypatch.setattr(asgi, "waiting", 3 * 2**20)  # others are sending
    piece = {"type": "http.request", "body": b"x" * 2**19, "more_body": True}
    assert ask("/inbox/", itertools.repeat(piece))[0]["status"] == 503
    assert asgi.waiting == 3 * 2**20
    small = [piece, piece | {"more_body": False}]
    assert ask("/healthz-not/", iter(small))[0]["status"] == 404, "a small one is let in"


def test_a_sender_who_hangs_up_takes_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "page_pool", None)  # touching it would fail
    pieces: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"half", "more_body": True},
        {"type": "http.disconnect"},
    ]
    assert ask("/inbox/", iter(pieces)) == []


def test_a_page_comes_through_the_pool_with_its_whole_body(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    async def pool(scope: Any, receive: Any, send: Any) -> None:
        seen.append(await receive())

    monkeypatch.setattr(asgi, "page_pool", pool)
    pieces = [{"type": "http.request", "body": part, "more_body": part != b"c"} for part in (b"a", b"b", b"c")]
    ask("/inbox/", iter(pieces))
    assert seen == [{"type": "http.request", "body": b"abc", "more_body": False}]


def test_a_websocket_is_closed() -> None:
    assert ask("/anything", kind="websocket") == [{"type": "websocket.close", "code": 1000}]
