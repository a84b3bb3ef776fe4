"""The address of the stream: signed in by Django as any page is, then served by the event loop alone."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from rafeeq.inbox.live.hub import Hub, Stream
from rafeeq.inbox.live.rules import Place, Sight, read_place

ADDRESS = "/inbox/live/"
# What only this process knows: by it the view tells the loop's question from a visitor's.
PASSWORD = secrets.token_urlsafe(24)
PASSWORD_HEADER = b"x-rafeeq-loop"
RETRY = b"retry: 1000\n\n"  # milliseconds until a browser comes back by itself
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # a proxy must not collect what is meant to arrive now
    (b"x-content-type-options", b"nosniff"),
]

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Page = Callable[[Message, Receive, Send], Awaitable[None]]


async def serve(hub: Hub, page: Page, scope: Message, receive: Receive, send: Send) -> None:
    """Serve one stream until the page leaves, its person may no longer listen, or the process stops."""
    status, body = await _admission(page, scope)
    if status != 200 or hub.closing:
        await _refuse(send, 503 if hub.closing else 401 if status == 302 else status)
        return
    told = json.loads(body)
    sight = Sight(told["user"], told["role"], told["branch"], frozenset(told["teams"]))
    after = _asked_after(scope)

    async def write(lines: bytes) -> None:
        await send({"type": "http.response.body", "body": lines, "more_body": True})

    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await write(RETRY)
    stream = Stream(sight, told["mark"], write)
    del told, body
    try:
        await hub.open(stream, after)
        while (await receive())["type"] != "http.disconnect":
            pass
    except asyncio.CancelledError:
        if not stream.ended:
            raise
        await send({"type": "http.response.body", "body": stream.farewell, "more_body": False})
    finally:
        stream.ended = True
        hub.leave(stream)


async def _admission(page: Page, scope: Message) -> tuple[int, bytes]:
    """Ask Django, through everything that stands before a page, who this is and how far they see."""
    status, body = 500, b""

    async def nothing() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def take(message: Message) -> None:
        nonlocal status, body
        status = message.get("status", status)
        body += message.get("body", b"")

    headers = [pair for pair in scope["headers"] if pair[0] != PASSWORD_HEADER]
    asked = {**scope, "headers": [*headers, (PASSWORD_HEADER, PASSWORD.encode())]}
    await page(asked, nothing, take)
    return status, body


def _asked_after(scope: Message) -> Place | None:
    """The place that the page has had: from its address, or as browsers say it by themselves when they come back."""
    for name, value in scope["headers"]:
        if name == b"last-event-id" and (place := read_place(value.decode("latin-1"))):
            return place
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("after", [""])
    return read_place(asked[0])


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
