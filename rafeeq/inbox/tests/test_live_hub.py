"""The hub: what was missed comes first, nothing twice; the slow start over; nobody waits for anybody."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from rafeeq.inbox.live import hub as hubs
from rafeeq.inbox.live.hub import Hub, Stream
from rafeeq.inbox.live.rules import Place, Sight, Told

MANAGER = Sight(1, "manager", 1, frozenset())
OF_JEDDAH = Sight(2, "agent", 2, frozenset({2}))


def event(number: int, *, team: int = 1, is_confided: bool = False) -> Told:
    return Told(
        Place(0, number), "note.written", "staff", 5, 100 + number, 1, team, team, None, None, None, None, is_confided
    )


async def others_go_on() -> None:
    """Let whatever is ready run once."""
    turn = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(turn.set_result, None)
    await turn


class Timeline:
    """A tail whose end the test writes."""

    def __init__(self, *events: Told) -> None:
        self.events, self.grown, self.heard = list(events), asyncio.Event(), list[str]()

    def add(self, *events: Told) -> None:
        self.events += events
        self.grown.set()

    async def head(self) -> Place:
        return self.events[-1].place if self.events else Place(0, 0)

    async def read(self, after: Place, upto: Place | None, limit: int) -> tuple[list[Told], bool]:
        await others_go_on()
        found = [one for one in self.events if one.place > after and (upto is None or one.place <= upto)]
        return found[:limit], False

    async def wait(self, longest: float) -> None:
        await self.grown.wait()
        self.grown.clear()

    async def close(self) -> None:
        pass


class Nobody:
    """A house in which whatever is confided is told to user 2 alone."""

    async def stale(self, streams: list[Stream]) -> list[Stream]:
        return []

    async def told_to(self, tickets: set[int], users: set[int]) -> set[tuple[int, int]]:
        return {(ticket, 2) for ticket in tickets}

    def heard(self, said: str) -> None:
        pass


class Page:
    """What one page has been given."""

    def __init__(self, sight: Sight = MANAGER) -> None:
        self.text = ""
        self.takes = asyncio.Event()
        self.takes.set()
        self.stream = Stream(sight, "", self.write)
        self.stream.task = None

    async def write(self, lines: bytes) -> None:
        await self.takes.wait()
        self.text += lines.decode()

    @property
    def told(self) -> list[int]:
        """The numbers of the events that it was told."""
        return [
            int(block.split("id: 0-")[1].split("\n")[0]) for block in self.text.split("\n\n") if "event: told" in block
        ]

    async def knows(self, what: Callable[[], bool]) -> None:
        """Wait until it does."""
        async with asyncio.timeout(20):
            while not what():
                await others_go_on()


def played(scene: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        await scene()

    with ThreadPoolExecutor(1) as thread:  # a browser test before us may have left its event loop in this one
        thread.submit(asyncio.run, whole()).result()


def test_a_returning_page_is_told_what_it_missed_and_then_what_happens() -> None:
    async def scene() -> None:
        timeline = Timeline(event(1), event(2), event(3))
        hub, page, new = Hub(timeline, Nobody()), Page(), Page()
        await hub.open(page.stream, Place(0, 1))
        await hub.open(new.stream, None)
        timeline.add(event(4))
        await page.knows(lambda: page.told == [2, 3, 4])
        await new.knows(lambda: new.told == [4])
        hub.rest()

    played(scene)


def test_only_those_who_may_know_are_told() -> None:
    async def scene() -> None:
        timeline = Timeline(event(1))
        hub, all_seeing, of_jeddah = Hub(timeline, Nobody()), Page(), Page(OF_JEDDAH)
        await hub.open(all_seeing.stream, None)
        await hub.open(of_jeddah.stream, Place(0, 0))
        timeline.add(event(2), event(3, team=2), event(4, is_confided=True), event(5, team=2))
        await all_seeing.knows(lambda: all_seeing.told == [2, 3, 5])
        await of_jeddah.knows(lambda: of_jeddah.told == [3, 4, 5])
        hub.rest()

    played(scene)


def test_a_page_too_long_away_starts_over() -> None:
    async def scene() -> None:
        hub, page = Hub(Timeline(*(event(number) for number in range(1, hubs.MOST_WAITING + 9))), Nobody()), Page()
        await hub.open(page.stream, Place(0, 1))
        assert page.told == []
        assert f"id: 0-{hubs.MOST_WAITING + 8}\nevent: over" in page.text
        hub.rest()

    played(scene)


def test_a_place_of_a_database_before_its_restore_starts_over() -> None:
    async def scene() -> None:
        hub, page = Hub(Timeline(event(1)), Nobody()), Page()
        await hub.open(page.stream, Place(0, 500))
        assert "id: 0-1\nevent: over" in page.text
        hub.rest()

    played(scene)


def test_a_page_that_takes_nothing_keeps_nobody_waiting_and_starts_over() -> None:
    async def scene() -> None:
        timeline = Timeline(event(1))
        hub, slow, quick = Hub(timeline, Nobody()), Page(), Page()
        await hub.open(slow.stream, None)
        await hub.open(quick.stream, None)
        slow.takes.clear()
        many = hubs.MOST_WAITING + 20
        timeline.add(*(event(number) for number in range(2, many)))
        await quick.knows(lambda: len(quick.told) == many - 2)
        assert len(slow.stream.waiting) <= hubs.MOST_WAITING
        slow.takes.set()
        await slow.knows(lambda: "event: over" in slow.text)
        hub.rest()

    played(scene)


def test_closing_ends_every_stream() -> None:
    async def scene() -> None:
        hub, page = Hub(Timeline(), Nobody()), Page()
        await hub.open(page.stream, None)
        hub.close()
        assert page.stream.ended
        assert hub.closing
        hub.rest()

    played(scene)
