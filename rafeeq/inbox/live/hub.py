"""One tail for the whole process, and every open stream behind it.

A stream costs one task that waits for its end; whatever is to be written is written by a task that lives as long as
there is something. A page too slow for its backlog is told to start over, and one that takes nothing is let go.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any, Protocol

from rafeeq.inbox.live import rules
from rafeeq.inbox.live.rules import Place, Sight, Told

log = logging.getLogger(__name__)

BATCH = 500  # events read at once
MOST_WAITING = 500  # lines that wait for a slow page, and events that a returning one is told one by one
BEATS = 20  # seconds between signs of life; each stream has its own second
RESTS = 1.0  # seconds: the longest time without looking, whatever was or was not heard
FAILED_PAUSE = 1.0  # seconds after the database failed
RECHECKED_EVERY = 3  # seconds between two looks at whether each stream's person may still listen
LINGERS = 30  # seconds that the tail is followed after the last page has gone: the next one is mostly on its way

Write = Callable[[bytes], Awaitable[None]]


class Tail(Protocol):
    """What the hub needs of a database."""

    async def head(self) -> Place: ...
    async def read(self, after: Place, upto: Place | None, limit: int) -> tuple[list[Told], bool]: ...
    async def wait(self, longest: float) -> None: ...
    async def close(self) -> None: ...

    @property
    def heard(self) -> list[str]: ...


class House(Protocol):
    """What the hub asks of the rest of the product."""

    async def stale(self, streams: list["Stream"]) -> list["Stream"]:
        """The streams whose person may no longer listen, or sees something else now."""

    async def told_to(self, tickets: set[int], users: set[int]) -> set[tuple[int, int]]:
        """The pairs (ticket, user) in which this person may see this ticket, asked of the database."""

    def heard(self, said: str) -> None:
        """Another process has said something about who is where."""


class Stream:
    """One open page."""

    __slots__ = (
        "after",
        "beat",
        "ended",
        "farewell",
        "mark",
        "ready",
        "sight",
        "stuck",
        "task",
        "waiting",
        "write",
        "writer",
    )

    def __init__(self, sight: Sight, mark: str, write: Write) -> None:
        self.sight, self.mark, self.write = sight, mark, write
        self.after = Place(-1, 0)  # what lies before it is known to the page already
        self.farewell = b""
        self.waiting: list[bytes] = []
        self.ready = self.ended = self.stuck = False
        self.beat = random.randrange(BEATS)  # noqa: S311 - spreads the signs of life over the seconds
        self.writer: asyncio.Task[None] | None = None
        self.task: asyncio.Task[Any] | None = asyncio.current_task()

    def give(self, line: bytes, start_over: bytes) -> None:
        """Write a line as soon as the page takes it."""
        self.waiting.append(line)
        if len(self.waiting) > MOST_WAITING:
            self.waiting = [start_over]
        if not self.ready or self.writer is not None or self.ended:
            return
        # Most writes are taken at once: only one that has to wait is worth a task. A hundred tasks cost milliseconds.
        writing = self._drain()
        try:
            waits_for = writing.send(None)
        except StopIteration:
            return
        self.writer = asyncio.get_running_loop().create_task(_go_on(writing, waits_for))

    async def _drain(self) -> None:
        try:
            while self.waiting and not self.ended:
                lines, self.waiting = self.waiting, []
                await self.write(b"".join(lines))
                self.stuck = False
        except Exception:  # some servers say so when the page has gone
            self.end()
        finally:
            self.writer = None

    def end(self, farewell: bytes = b"") -> None:
        """Let the page go, with a last line; it comes back by itself where it may."""
        if self.ended:
            return
        self.ended, self.farewell = True, farewell
        if self.task is not None:
            self.task.cancel()


async def _go_on(writing: Coroutine[Any, Any, None], waits_for: object) -> None:
    """Finish what was begun outside of any task and has to wait."""
    await _Begun(writing, waits_for)


class _Begun:
    """A coroutine that has already said what it waits for."""

    def __init__(self, writing: Coroutine[Any, Any, None], waits_for: object) -> None:
        self._writing, self._waits_for = writing, waits_for

    def __await__(self) -> Generator[Any, Any, None]:
        yield self._waits_for
        yield from self._writing.__await__()


class Hub:
    """Reads the end of the timeline once and tells every stream what its person may know."""

    def __init__(self, tail: Tail, house: House) -> None:
        self.tail, self.house = tail, house
        self.streams: set[Stream] = set()
        self.place: Place | None = None  # everything up to here has been told
        self.closing = False
        self._tasks: list[asyncio.Task[None]] = []
        self._closing: asyncio.Task[None] | None = None

    async def _start(self) -> Place:
        if self.place is None:
            place = await self.tail.head()
            self.place = self.place or place  # another stream may have begun meanwhile
        if not self._tasks:
            loop = asyncio.get_running_loop()
            self._tasks = [loop.create_task(self._follow()), loop.create_task(self._watch())]
        return self.place

    async def open(self, stream: Stream, after: Place | None) -> None:
        """Take a stream in: what it missed first, then what happens, nothing twice and nothing left out."""
        here = await self._start()
        stream.after = max(here, after or here)
        self.streams.add(stream)  # from now on it is given whatever lies behind that place
        missed = b""
        if after is not None and after > here and after > await self.tail.head():
            stream.after, missed = here, rules.over(here)  # a place of another world: of a database before a restore
        elif after is not None and after < here:
            events, _unsettled = await self.tail.read(after, here, MOST_WAITING + 1)
            confided = await self._confided(events, {stream.sight.user})
            seen = [rules.written(event) for event in events if _tells(stream, event, confided)]
            missed = b"".join(seen) if len(events) <= MOST_WAITING else rules.over(here)
        await stream.write(missed + rules.hello(stream.after))
        stream.ready = True
        if stream.waiting:
            stream.give(b"", rules.over(here))

    def leave(self, stream: Stream) -> None:
        """Forget a stream that has ended."""
        self.streams.discard(stream)

    def rest(self) -> None:
        """Follow the timeline no more until the next page comes."""
        for task in self._tasks:
            task.cancel()
        self._tasks, self.place = [], None
        self._closing = asyncio.get_running_loop().create_task(self.tail.close())

    def close(self) -> None:
        """End every stream at once: the process stops."""
        self.closing = True
        for stream in list(self.streams):
            stream.end()

    def tell(self, event: bytes, users: set[int]) -> None:
        """Give a line that belongs to no place of the timeline to the streams of these people."""
        place = self.place or Place(0, 0)
        for stream in self.streams:
            if stream.sight.user in users:
                stream.give(event, rules.over(place))

    async def _follow(self) -> None:
        while True:
            try:
                await self.tail.wait(RESTS)
                while self.tail.heard:
                    self.house.heard(self.tail.heard.pop(0))
                await self._catch_up()
            except asyncio.CancelledError:
                raise
            except Exception as error:  # the database rests or restarts: what happened meanwhile is read afterwards
                log.warning("The stream cannot read the timeline: %s", error)
                await self.tail.close()
                await asyncio.sleep(FAILED_PAUSE)

    async def _catch_up(self) -> None:
        while self.place is not None:
            events, _unsettled = await self.tail.read(self.place, None, BATCH)
            if not events or self.place is None:
                return
            confided = await self._confided(events, {stream.sight.user for stream in self.streams})
            self.place = events[-1].place
            lines = [(event, rules.written(event)) for event in events]
            start_over = rules.over(self.place)
            for stream in self.streams:
                for event, line in lines:
                    if event.place > stream.after and _tells(stream, event, confided):
                        stream.give(line, start_over)
            if len(events) < BATCH:
                return

    async def _confided(self, events: list[Told], users: set[int]) -> set[tuple[int, int]]:
        """Who of the users may know of those events that values alone do not decide; there are few."""
        tickets = {event.ticket for event in events if event.is_confided}
        return await self.house.told_to(tickets, users) if tickets else set()

    async def _watch(self) -> None:
        """Once a second: signs of life, whoever takes nothing any more, and whoever may no longer listen."""
        second = alone = 0
        while alone < LINGERS:
            await asyncio.sleep(1)
            second, alone = second + 1, 0 if self.streams else alone + 1
            self._beat(second)
            if second % RECHECKED_EVERY == 0 and self.streams:
                try:
                    await self._recheck()
                except Exception as error:
                    log.warning("The streams cannot be looked after: %s", error)
        self.rest()

    async def _recheck(self) -> None:
        """Let those go whose person may no longer listen; begin anew when the database was restored meanwhile."""
        head = await self.tail.head()
        if self.place is not None and head < self.place:
            self.place = head
            for stream in self.streams:
                stream.after = head
                stream.give(rules.over(head), rules.over(head))
        for stream in await self.house.stale(list(self.streams)):
            stream.end(rules.over(self.place or stream.after))

    def _beat(self, second: int) -> None:
        place = self.place or Place(0, 0)
        line, start_over = rules.beat(place), rules.over(place)
        for stream in [one for one in self.streams if one.ready and one.beat == second % BEATS]:
            if stream.stuck:
                stream.end()
            stream.stuck = stream.writer is not None
            if place >= stream.after:
                stream.give(line, start_over)


def _tells(stream: Stream, event: Told, confided: set[tuple[int, int]]) -> bool:
    return stream.sight.sees(event) or (event.ticket, stream.sight.user) in confided
