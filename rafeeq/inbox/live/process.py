"""The one hub of this process, and how pages in their threads reach it."""

import asyncio
import time
from concurrent.futures import Executor

from django.db import connection

from rafeeq.inbox.live import rules
from rafeeq.inbox.live.hub import Hub, Stream, Tail
from rafeeq.inbox.live.presence import Presence, Word, read_word
from rafeeq.inbox.queries import listeners
from rafeeq.staff.actions.presence import note_seen

NOTED_EVERY = 60.0  # seconds between two notes of whose pages are open

presence = Presence()
_hub: Hub | None = None
_loop: asyncio.AbstractEventLoop | None = None
_served = False


class House:
    """What the hub asks: of the database in the threads that Django's pages use, of who is where at once."""

    def __init__(self, threads: Executor) -> None:
        self._threads = threads
        self._noted = float("-inf")

    async def stale(self, streams: list[Stream]) -> list[Stream]:
        marks = {(stream.sight.user, stream.mark) for stream in streams}
        gone = await asyncio.get_running_loop().run_in_executor(self._threads, listeners.stale, marks)
        if time.monotonic() - self._noted >= NOTED_EVERY:
            self._noted = time.monotonic()
            there = {user for user, _mark in marks - gone}
            await asyncio.get_running_loop().run_in_executor(self._threads, note_seen, there)
        return [stream for stream in streams if (stream.sight.user, stream.mark) in gone]

    async def told_to(self, tickets: set[int], users: set[int]) -> set[tuple[int, int]]:
        return await asyncio.get_running_loop().run_in_executor(self._threads, listeners.told_to, tickets, users)

    def heard(self, said: str) -> None:
        word = read_word(said)
        if presence.take(word):
            _tell(word.ticket)


def hub(threads: Executor) -> Hub:
    """The hub, made at the first call on the running loop; `threads` are where Django may be asked."""
    global _hub, _loop
    loop = asyncio.get_running_loop()
    if _hub is None or _loop is not loop:
        _hub, _loop = Hub(_tail(), House(threads)), loop
    return _hub


def serve() -> None:
    """From now on the pages of this process may join the stream."""
    global _served  # noqa: PLW0603 - as above
    _served = True


def is_served() -> bool:
    """Whether this process serves the stream beside its pages."""
    return _served


def close() -> None:
    """End every stream: the process stops. To be called on the loop."""
    if _hub is not None:
        _hub.close()


def place() -> str:
    """Where the stream stands, for a page that is about to be rendered; empty while nobody follows it."""
    return str(_hub.place) if _hub is not None and _hub.place is not None else ""


def say(word: Word) -> None:
    """A page says who is there: tell the others at the ticket, in every process."""
    changed = presence.take(word)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('rafeeq_presence', %s)", [str(word)])
    if changed and _loop is not None and not _loop.is_closed():
        _loop.call_soon_threadsafe(_tell, word.ticket)


def _tell(ticket: int) -> None:
    if _hub is not None:
        _hub.tell(rules.here(ticket), presence.users(ticket))


def _tail() -> Tail:
    if connection.vendor == "postgresql":
        from rafeeq.inbox.live.postgres_tail import PostgresTail

        return PostgresTail(connection.get_connection_params())
    from rafeeq.inbox.live.sqlite_tail import SqliteTail

    return SqliteTail(str(connection.settings_dict["NAME"]))
