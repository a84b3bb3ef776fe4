"""What questions and fresh articles mean, as vectors; whatever is missing or fails leaves the letters alone.

To an address a question goes without what tells who asks, and only once that is written down.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection

from rafeeq.customers.models import Customer
from rafeeq.customers.queries import names_of
from rafeeq.lib.arabic.dialects import plain
from rafeeq.lib.embed import NOTHING, Embedder, Unavailable
from rafeeq.lib.embed.endpoint import Endpoint
from rafeeq.lib.redact import masked
from rafeeq.system.vectors import encoder

if TYPE_CHECKING:
    from rafeeq.lib.search.shelf import Entry, Shelf

log = logging.getLogger(__name__)

LONGEST = 300  # letters of a question that are read: 0.12 CPU seconds; 2,000 take more than a second
REMEMBERED = 64  # questions whose vectors are kept: one is often asked of several shelves
PATIENCE = 3  # seconds that a question waits for an address
QUIET = 60  # seconds in which it is not asked again after it has failed
AT_ONCE = 0.3  # seconds of a question that go to fresh articles
FRESH = 200  # lines and passages that a process reads by itself; more are left to the worker

_asked: "OrderedDict[tuple[str, str], Any]" = OrderedDict()
_quiet_until = [float("-inf")]
_letters_alone = ContextVar("letters alone", default=False)
_asker: ContextVar[Customer | None] = ContextVar("who asks", default=None)


@contextmanager
def letters_alone() -> Iterator[None]:
    """While this lasts, questions are not read for what they mean: others wait for the transaction that is open."""
    before = _letters_alone.set(True)
    try:
        yield
    finally:
        _letters_alone.reset(before)


@contextmanager
def asked_by(customer: Customer | None) -> Iterator[None]:
    """While this lasts, questions are this customer's: what we know them by does not leave with one."""
    before = _asker.set(customer)
    try:
        yield
    finally:
        _asker.reset(before)


def encoders() -> Sequence[Embedder]:
    """Who makes vectors here, if anybody does."""
    one = encoder()
    return [] if one is NOTHING else [one]


def of_question(question: str, *, only: str = "") -> dict[str, Any]:
    """The question's vector by encoder; empty where there is none to be had. Of a long letter its beginning is read.

    `only`: of the encoder with this stamp, if it is the one; no other is asked.
    """
    found: dict[str, Any] = {}
    if _letters_alone.get():
        return found
    for one in encoders():
        row = _of(one, _read_by(one, question)) if only in {"", one.stamp} else None
        if row is not None and row.any():
            found[one.stamp] = row
    return found


def _read_by(one: Embedder, question: str) -> str:
    """What an encoder reads of a question: a small one knows Standard words better than a dialect's."""
    said = _beginning(question)
    return said if isinstance(one, Endpoint) else _beginning(plain(said))


def _beginning(question: str) -> str:
    """As much of a question as is read, whole words of it."""
    if len(question) <= LONGEST:
        return question
    return question[: LONGEST + 1].rpartition(" ")[0] or question[:LONGEST]


def _of(one: Embedder, question: str) -> Any:
    if isinstance(one, Endpoint):
        question = masked(question, names_of(_asker.get())).text
    key = (one.stamp, question)
    if (kept := _asked.get(key)) is not None:
        return kept
    if isinstance(one, Endpoint):
        # Nothing slow inside a transaction, and not again what has just failed.
        if connection.in_atomic_block or time.monotonic() < _quiet_until[0]:
            return None
        one = replace(one, limits=replace(one.limits, seconds=PATIENCE))
    try:
        row = _recorded(one, question) if isinstance(one, Endpoint) else one.vectors([question])[0]
    except Unavailable as why:
        _quiet_until[0] = time.monotonic() + QUIET
        log.warning("Questions are compared with articles by their letters alone: %s", why)
        return None
    _asked[key] = row
    while len(_asked) > REMEMBERED:
        _asked.popitem(last=False)
    return row


def _recorded(one: Endpoint, question: str) -> Any:
    """The vector out of an address, asked once it is written down that it is. Raises Unavailable."""
    from rafeeq.knowledge.actions import model_calls

    try:
        call = model_calls.begin("vectors", asked=None, host=one.host, model=one.model, sent=question)
    except (DatabaseError, RuntimeError) as trouble:
        raise Unavailable(f"What cannot be written down does not leave: {trouble}") from trouble
    before, outcome, why, detail = time.monotonic(), "failed", "", ""
    try:
        row = one.vectors([question])[0]
        outcome = "used"
    except Unavailable as trouble:
        why, detail = trouble.kind, str(trouble)
        raise
    finally:
        took = int((time.monotonic() - before) * 1000)
        with suppress(DatabaseError):  # that it left is written down already
            model_calls.settle(call, outcome, why=why, detail=detail, took_ms=took)
    return row


def few_filled(fresh: "Shelf", rows: "Sequence[Entry]", old: "Sequence[Shelf]") -> "tuple[Shelf, bool]":
    """A small shelf with as much of its vectors as a question may wait for; whether more is to be done.

    Only beside a file that has vectors: the worker makes the first ones, and what an address must be asked for.
    """
    from rafeeq.lib.search.filling import filled_in

    more = False
    many = sum(len(row.meant) for row in rows) > FRESH
    until = time.monotonic() + AT_ONCE

    def is_time() -> bool:
        return not many and time.monotonic() < until

    for one in encoders():
        if not isinstance(one, Endpoint) and any(one.stamp in shelf.meanings for shelf in old):
            fresh = filled_in(fresh, rows, one, old=old, is_time=is_time, together=1)
            more = more or (not many and (one.stamp not in fresh.meanings or fresh.meanings[one.stamp].missing > 0))
    return fresh, more
