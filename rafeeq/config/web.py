"""The web process: uvicorn around the ASGI application."""

import asyncio
import os
import signal
import socket
import sys

import uvicorn

from rafeeq.config import environ

GRACE = 2  # seconds that open requests get to finish; an open event stream would otherwise never let go


class Server(uvicorn.Server):
    """uvicorn that announces itself once it really takes requests."""

    announces = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and on a first start tell the person where to go."""
        await super().startup(sockets=sockets)
        if self.started and self.announces:
            await asyncio.to_thread(announce)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams first: they would hold the rest up for the whole of the grace."""
        from rafeeq.inbox.live import process

        process.close()
        await super().shutdown(sockets=sockets)


def announce() -> None:
    """Print the address and, while there is no administrator yet, the link that makes the first one."""
    from django.conf import settings
    from django.db import connection

    from rafeeq.staff.actions import first_administrator_link

    print(f"\nرفيق يعمل على العنوان: {settings.RAFEEQ_URL}\nRafeeq is serving at {settings.RAFEEQ_URL}")
    try:
        link = first_administrator_link()
    finally:
        connection.close()
    if link:
        print("\nأنشئ حساب المدير الأول من هذا الرابط، ويصلح مرة واحدة:")
        print("Create the first administrator with this link; it works once:")
        print(f"\n{link}\n")
    print("للإيقاف Ctrl-C · Ctrl-C stops it", flush=True)


def serve(listening: socket.socket | None = None, *, announces: bool = False) -> None:
    """Serve until SIGTERM or SIGINT; on `listening` when a supervisor holds the door, else on RAFEEQ_HOST:PORT."""
    from rafeeq.config.asgi import application

    config = uvicorn.Config(
        application,
        host=environ.text("RAFEEQ_HOST", "127.0.0.1"),
        port=environ.number("RAFEEQ_PORT", 8000),
        timeout_graceful_shutdown=GRACE,
        access_log=False,
        log_level="warning",
        proxy_headers=True,
        forwarded_allow_ips=environ.networks("RAFEEQ_TRUSTED_PROXIES", "127.0.0.1,::1"),
        server_header=False,
        backlog=2048,
    )
    server = Server(config)
    server.announces = announces
    # uvicorn raises the signal again after its clean end; that must not look like a crash.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    server.run(sockets=[listening] if listening else None)
    sys.stdout.flush()
    os._exit(0 if server.started else 1)  # a page that still runs in its thread has had its grace
