"""The door for every request: health and the stream on the event loop, pages in threads that run Django's WSGI.

Bare ASGI, because Django's own ASGI handler costs twice the CPU and reconnects to the database at every request.
"""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafeeq.config.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from rafeeq.config.readiness import why_not_ready

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

THREADS = 4  # measured: with 8 a process served fewer pages a second
CHUNKS_AHEAD = 64  # pieces of an answer kept for a slow reader, so that its thread is free for the next page
LARGEST_BODY = 40 * 1024 * 1024  # bytes: a request with attachments; Django's own limit lies below

SMALL_BODY = 1024 * 1024  # bytes: what a form without files takes, which is always let in
MOST_WAITING = (
    400 * 1024 * 1024
)  # bytes of all bodies that are on their way: many slow senders must not fill the memory

pages = get_wsgi_application()

from rafeeq.inbox.live import process, stream  # noqa: E402 - they know models, which are there only now

page_pool = WSGIMiddleware(cast(Any, pages), workers=THREADS, send_queue_size=CHUNKS_AHEAD)
waiting = 0  # bytes of bodies that this process holds now
health_pool = ThreadPoolExecutor(1, thread_name_prefix="health")  # its own: busy pages must not make us look dead


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """The ASGI application."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1000})
    elif scope["path"] == "/healthz":
        await answer(send, 200, {"status": "alive"})
    elif scope["path"] == "/readyz":
        await ready(send)
    elif scope["path"] == stream.ADDRESS and scope["method"] == "GET":
        await stream.serve(process.hub(page_pool.executor), page_pool, scope, receive, send)  # type: ignore[arg-type]
    else:
        await page(scope, receive, send)


async def lifespan(receive: Receive, send: Send) -> None:
    """Tell the server that we start and stop without ceremony; pages learn that there is a stream to join."""
    await receive()
    process.serve()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


async def ready(send: Send) -> None:
    """200 when pages can be served, otherwise 503 with the reason."""
    reason = await asyncio.get_running_loop().run_in_executor(health_pool, why_not_ready)
    await answer(
        send, 503 if reason else 200, {"status": "not ready", "reason": reason} if reason else {"status": "ready"}
    )


async def page(scope: Message, receive: Receive, send: Send) -> None:
    """Read the whole body first and only then take a thread: a slow sender must not hold one of the four."""
    global waiting  # noqa: PLW0603 - of this process, and touched on its event loop alone
    body = bytearray()
    try:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            piece = message.get("body", b"")
            body += piece
            waiting += len(piece)
            if len(body) > LARGEST_BODY:
                await answer(send, 413, {"title": "The request is too large", "status": 413})
                return
            if waiting > MOST_WAITING and len(body) > SMALL_BODY:
                await answer(send, 503, {"title": "Too much is being sent at this moment", "status": 503})
                return
            if not message.get("more_body", False):
                break

        async def whole() -> Message:
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await page_pool(scope, whole, send)  # type: ignore[arg-type]
    finally:
        waiting -= len(body)


async def answer(send: Send, status: int, content: dict[str, Any]) -> None:
    """Send a small JSON answer."""
    body = json.dumps(content).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
