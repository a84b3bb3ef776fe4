"""The ledger's law, over every state there is."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from rafeeq.tickets import rules
from rafeeq.tickets.models import ENDED, Outcome

FACTS = [
    (rules.CLAIM, ""),
    *((rules.VERDICT, verdict) for verdict in rules.VERDICTS),
    (rules.LAPSE, ""),
    (rules.DECLINE, ""),
    (rules.WITHDRAW, ""),
    (rules.AGAIN, ""),
]


def test_the_words_of_the_law_are_those_of_the_record() -> None:
    assert set(rules.OUTCOMES) == set(Outcome.values)
    assert set(ENDED) == rules.ENDS


@pytest.mark.parametrize(("outcome", "fact"), list(product(rules.OUTCOMES, FACTS)))
def test_a_ticket_ends_only_in_the_four_lawful_ways(outcome: str, fact: tuple[str, str]) -> None:
    kind, verdict = fact
    try:
        standing = rules.after(outcome, kind, verdict)
    except rules.NotPossible:
        return
    lawful = {
        "confirmed": kind == rules.VERDICT and verdict == "yes",
        "withdrawn": kind == rules.WITHDRAW,
        "declined": kind == rules.DECLINE,
        "unconfirmed": kind == rules.LAPSE,
    }
    if standing.outcome in rules.ENDS:
        kept = kind == rules.AGAIN and standing.outcome == outcome
        assert lawful[standing.outcome] or kept
    if standing.status == "closed":
        assert standing.outcome in rules.ENDS


def test_only_the_customers_yes_makes_solved_on_any_path() -> None:
    """Walk every sequence of five facts; wherever it ends as confirmed, the last verdict was a yes."""
    walks: list[tuple[str, tuple[tuple[str, str], ...]]] = [("open", ())]
    for _step in range(5):
        further = []
        for outcome, path in walks:
            for fact in FACTS:
                try:
                    standing = rules.after(outcome, *fact)
                except rules.NotPossible:
                    continue
                further.append((standing.outcome, (*path, fact)))
                if standing.outcome == "confirmed":
                    verdicts = [verdict for kind, verdict in (*path, fact) if kind == rules.VERDICT]
                    assert verdicts[-1] == "yes"
        walks = further
    assert {outcome for outcome, _path in walks} == set(rules.OUTCOMES)


@pytest.mark.parametrize(
    ("verdict", "standing"),
    [
        ("yes", rules.Standing("confirmed", "closed")),
        ("partly", rules.Standing("partly", "open")),
        ("no", rules.Standing("disputed", "open")),
    ],
)
def test_the_customers_word_after_a_claim(verdict: str, standing: rules.Standing) -> None:
    assert rules.after("claimed", rules.VERDICT, verdict) == standing


def test_silence_is_never_called_solved() -> None:
    assert rules.after("claimed", rules.LAPSE) == rules.Standing("unconfirmed", "closed")
    with pytest.raises(rules.NotPossible):
        rules.after("open", rules.LAPSE)


def test_a_verdict_needs_a_claim() -> None:
    for outcome in ("open", "partly", "disputed", "declined", "withdrawn"):
        with pytest.raises(rules.NotPossible):
            rules.after(outcome, rules.VERDICT, "yes")


def test_an_unknown_verdict_is_refused() -> None:
    with pytest.raises(ValueError, match="maybe"):
        rules.after("claimed", rules.VERDICT, "maybe")


def test_a_complaint_stays_a_complaint() -> None:
    assert rules.kind_may_change("inquiry", "complaint")
    assert not any(rules.kind_may_change("complaint", kind) for kind in ("inquiry", "request", "praise"))


def test_two_reminders_then_the_end_of_waiting() -> None:
    asked, patience = datetime(2026, 11, 1, tzinfo=UTC), rules.Patience()
    told, word = [], asked
    for reminders in range(3):
        what, word = rules.next_step(word, reminders, patience)
        told.append((what, word - asked))
    assert told == [("remind", timedelta(days=2)), ("remind", timedelta(days=5)), ("lapse", timedelta(days=8))]


def test_a_delay_of_ours_takes_no_time_from_the_customer() -> None:
    late = datetime(2026, 11, 20, tzinfo=UTC)
    assert rules.next_step(late, 2, rules.Patience())[1] - late == timedelta(days=3)


def test_the_chain_feels_every_part_of_an_event() -> None:
    said = {
        "ticket": 1,
        "seq": 1,
        "kind": "ticket.opened",
        "actor": "customer",
        "actor_id": 7,
        "at": datetime(2026, 11, 1, tzinfo=UTC),
        "data": {"channel": "email"},
    }
    other = {
        "ticket": 2,
        "seq": 2,
        "kind": "claim.made",
        "actor": "staff",
        "actor_id": 8,
        "at": datetime(2026, 11, 1, 0, 0, 0, 1, tzinfo=UTC),
        "data": {"channel": "phone"},
    }
    whole = rules.event_hash("", **said)  # type: ignore[arg-type]
    assert whole == rules.event_hash("", **dict(reversed(said.items())))  # type: ignore[arg-type]
    changed = {rules.event_hash("", **(said | {name: value})) for name, value in other.items()}  # type: ignore[arg-type]
    changed.add(rules.event_hash(whole, **said))  # type: ignore[arg-type]
    assert len(changed | {whole}) == len(said) + 2
