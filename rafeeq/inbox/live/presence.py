"""Who reads a ticket now, and who writes: known for as long as their page says so, and kept nowhere."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

READING, WRITING, GONE = "reading", "writing", "gone"
STATES = (READING, WRITING, GONE)
HOLDS = 35.0  # seconds that a word holds; pages say it anew every 15


@dataclass(frozen=True, slots=True)
class Word:
    """What one page says of one person."""

    ticket: int
    user: int
    name: str
    page: str  # tells the person's tabs apart
    state: str

    def __str__(self) -> str:
        return json.dumps([self.ticket, self.user, self.name, self.page, self.state])


def read_word(text: str) -> Word:
    """A word as another process has sent it."""
    return Word(*json.loads(text))


@dataclass(frozen=True, slots=True)
class Here:
    """One person at a ticket."""

    user: int
    name: str
    state: str  # READING or WRITING


class Presence:
    """Everybody at every ticket, as far as pages have said so."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()  # pages speak from their threads, other processes through the loop
        self._words: dict[int, dict[tuple[int, str], tuple[Word, float]]] = {}
        self._forgot = clock()

    def take(self, word: Word) -> bool:
        """Take a word in; whether it changes who is seen at the ticket."""
        with self._lock:
            self._forget()
            before = self._seen(word.ticket)
            said = self._words.setdefault(word.ticket, {})
            if word.state == GONE:
                said.pop((word.user, word.page), None)
            else:
                said[word.user, word.page] = word, self._clock() + HOLDS
            if not said:
                del self._words[word.ticket]
            return self._seen(word.ticket) != before

    def at(self, ticket: int, *, but: int | None = None) -> list[Here]:
        """Who is at the ticket, by name; each person once, writing if any of their pages says so."""
        with self._lock:
            seen = self._seen(ticket)
        return sorted((one for one in seen.values() if one.user != but), key=lambda one: (one.name, one.user))

    def users(self, ticket: int) -> set[int]:
        """The people at the ticket: those who may be told that somebody came or went."""
        with self._lock:
            return set(self._seen(ticket))

    def _forget(self) -> None:
        """Let go of tickets at which nobody has been for a while, and of whose pages nobody said goodbye."""
        now = self._clock()
        if now - self._forgot < HOLDS:
            return
        self._forgot = now
        for ticket, said in list(self._words.items()):
            if all(until <= now for _word, until in said.values()):
                del self._words[ticket]

    def _seen(self, ticket: int) -> dict[int, Here]:
        now, said = self._clock(), self._words.get(ticket, {})
        for key in [key for key, (_word, until) in said.items() if until <= now]:
            del said[key]
        seen: dict[int, Here] = {}
        for word, _until in said.values():
            known = seen.get(word.user)
            if known is None or known.state == READING:
                seen[word.user] = Here(word.user, word.name, WRITING if word.state == WRITING else READING)
        return seen
