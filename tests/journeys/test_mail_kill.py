"""Whoever kills the worker, whenever: every mail is in once, every answer leaves, and what left twice says so."""

from collections import Counter

from rafeeq.config.tests.installation import Installation
from tests.bench import kills


def test_a_killed_worker_loses_nothing_and_repeats_nothing_in_secret(installation: Installation) -> None:
    told = kills.run(kills=8, data=installation.data)
    assert told["mails"] >= kills.AHEAD
    nothing = ("lost", "in_twice", "left_in_spool", "not_sent", "sent_again_unmarked", "more_than_tries")
    assert {what: told[what] for what in nothing} == dict.fromkeys(nothing, 0)
    assert told["tickets"] == told["deliveries"] == told["mails"]
    assert told["most_copies"] <= 2
    assert told["ledger"] == []


def test_a_loss_would_be_seen() -> None:
    row = {"external_id": "a1", "state": "sent", "attempts": 1, "maybe_twice": False}
    told = {"messages": ["m1", "m2", "m2"], "deliveries": [row], "tickets": 3, "waiting": 0, "parked": 0, "ledger": []}
    judged = kills._judged(["m1", "m2", "m3"], told, Counter({"a1": 2}))
    assert {what: judged[what] for what in ("lost", "in_twice", "sent_again_unmarked", "more_than_tries")} == {
        "lost": 1,
        "in_twice": 1,
        "sent_again_unmarked": 1,
        "more_than_tries": 1,
    }
