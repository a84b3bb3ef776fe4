"""Claims, verdicts and hand-overs by the API."""

from typing import Any

import pytest

from rafeeq.api.tests.bodies import CLAIM, TRANSFER, VERDICT
from rafeeq.api.tests.conftest import Caller, fields_at_fault
from rafeeq.tickets.models import Claim, HandOver, Ticket
from tests import make
from tests.cast import Cast

PACKET = TRANSFER["packet"]


@pytest.mark.parametrize(
    ("verdict", "outcome", "status"),
    [("yes", "confirmed", "closed"), ("partly", "partly", "open"), ("no", "disputed", "open")],
)
def test_from_the_claim_to_the_customers_word(cast: Cast, verdict: str, outcome: str, status: str) -> None:
    ticket = make.ticket()
    claimed = Caller(cast.noura).post(f"tickets/{ticket.number}/claim", CLAIM | {"cause": make.reason().pk})
    assert (claimed.status_code, claimed.json()["outcome"], claimed.json()["status"]) == (201, "claimed", "waiting")
    assert Claim.objects.get().cause == make.reason()
    judged = Caller(cast.khaled).post(f"tickets/{ticket.number}/verdict", {"verdict": verdict, "source": "counter"})
    assert (judged.status_code, judged.json()["outcome"], judged.json()["status"]) == (200, outcome, status)
    assert judged.json()["created_at"] == claimed.json()["created_at"]
    again = Caller(cast.noura).post(f"tickets/{ticket.number}/claim", CLAIM | {"cause": None})
    if verdict == "yes":  # it stands; there is nothing to claim until the customer comes back
        assert again.status_code == 409
    else:
        assert (again.status_code, again.json()["outcome"]) == (201, "claimed")
        assert ticket.deliveries.filter(purpose="question").count() == 2


def test_who_claimed_cannot_record_the_verdict(cast: Cast) -> None:
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    answer = Caller(cast.noura).post(f"tickets/{ticket.number}/verdict", VERDICT)
    assert (answer.status_code, answer.json()["code"]) == (403, "claimant_cannot_judge")
    assert make.fresh(ticket).outcome == "claimed"


@pytest.mark.parametrize("outcome", ["open", "declined", "withdrawn", "confirmed"])
def test_there_is_no_verdict_where_nothing_waits_for_one(cast: Cast, outcome: str) -> None:
    ticket = make.ticket_with_outcome(outcome, agent=cast.noura, supervisor=cast.khaled)
    answer = Caller(cast.khaled).post(f"tickets/{ticket.number}/verdict", VERDICT)
    assert (answer.status_code, answer.json()["code"]) == (409, "outcome_forbids")
    assert make.fresh(ticket).outcome == outcome


@pytest.mark.parametrize(
    ("call", "body", "field", "code"),
    [
        ("claim", {"what_was_done": " "}, "what_was_done", "blank"),
        ("claim", {}, "what_was_done", "missing"),
        ("claim", CLAIM | {"cause": 999}, "cause", "unknown"),
        ("claim", CLAIM | {"cause": "خصم"}, "cause", "not_a_number"),
        ("claim", CLAIM | {"cause": True}, "cause", "not_a_number"),
        ("verdict", VERDICT | {"verdict": "maybe"}, "verdict", "not_one_of"),
        ("verdict", VERDICT | {"source": "link"}, "source", "not_one_of"),
        ("verdict", {"verdict": "yes"}, "source", "missing"),
        ("transfer", {"packet": PACKET}, "to_team", "missing"),
        ("transfer", {"to_team": "لا فريق", "packet": PACKET}, "to_team", "unknown"),
        ("transfer", {"to_agent": 999, "packet": PACKET}, "to_agent", "unknown"),
        ("transfer", {"to_agent": "badr@rafeeq.example", "packet": PACKET}, "to_agent", "unknown"),
        ("transfer", {"to_agent": "majed@rafeeq.example", "packet": PACKET}, "to_agent", "not_in_team"),
        (
            "transfer",
            {"to_team": "الفواتير", "to_agent": "fahd@rafeeq.example", "packet": PACKET},
            "to_agent",
            "not_in_team",
        ),
        ("transfer", {"to_team": "الفواتير", "packet": {"restatement": ""}}, "packet.restatement", "blank"),
        ("transfer", {"to_team": "الفواتير"}, "packet", "missing"),
        ("transfer", {"to_team": [], "packet": PACKET}, "to_team", "not_possible_here"),
        ("transfer/accept", {"force": True}, "force", "unknown_field"),
    ],
)
def test_a_step_that_cannot_be_taken_names_the_field(cast: Cast, call: str, body: Any, field: str, code: str) -> None:
    ticket = make.ticket()
    answer = Caller(cast.noura).post(f"tickets/{ticket.number}/{call}", body)
    assert (answer.status_code, fields_at_fault(answer)) == (422, {field: code})
    assert (Claim.objects.count(), HandOver.objects.count()) == (0, 0)


def test_the_baton_is_offered_with_its_packet_and_taken(cast: Cast) -> None:
    ticket, layla = make.ticket(), Caller(cast.layla)
    packet = PACKET | {"done": "راجعنا الفاتورة.", "missing": None, "promised": "رد اليوم."}
    assert layla.get(f"tickets/{ticket.number}").status_code == 404
    offered = Caller(cast.noura).post(
        f"tickets/{ticket.number}/transfer", {"to_team": cast.billing.pk, "packet": packet}
    )
    assert (offered.status_code, offered.json()["team"]["id"]) == (201, cast.desk.pk)
    made = HandOver.objects.get()
    assert (made.restatement, made.done, made.missing, made.promised) == (
        PACKET["restatement"],
        "راجعنا الفاتورة.",
        "",
        "رد اليوم.",
    )
    taken = layla.post(f"tickets/{ticket.number}/transfer/accept")
    assert (taken.status_code, taken.json()["team"]["id"]) == (200, cast.billing.pk)
    assert taken.json()["assignee"] == {"id": cast.layla.pk, "name": "ليلى الزهراني"}


@pytest.mark.parametrize("reference", ["e-mail", "id"])
def test_the_baton_may_be_offered_to_one_person(cast: Cast, reference: str) -> None:
    ticket = make.ticket()
    to = cast.fahd.email.upper() if reference == "e-mail" else cast.fahd.pk
    answer = Caller(cast.noura).post(f"tickets/{ticket.number}/transfer", {"to_agent": to, "packet": PACKET})
    assert answer.status_code == 201
    assert (
        Caller(cast.fahd).post(f"tickets/{ticket.number}/transfer/accept", {}).json()["branch"]["id"] == cast.jeddah.pk
    )


def test_only_what_was_offered_can_be_taken(cast: Cast) -> None:
    ticket = make.ticket()
    nothing = Caller(cast.khaled).post(f"tickets/{ticket.number}/transfer/accept")
    make.handed_over(ticket, cast.noura, agent=cast.layla)
    not_hers = Caller(cast.khaled).post(f"tickets/{ticket.number}/transfer/accept")
    own = Caller(cast.noura).post(f"tickets/{ticket.number}/transfer/accept")
    for answer in (nothing, not_hers, own):
        assert (answer.status_code, answer.json()["code"]) == (409, "nothing_offered")
    assert make.fresh(ticket).team_id == cast.desk.pk


def test_who_passes_on_what_was_only_offered_is_told_so_although_it_leaves_their_sight(cast: Cast) -> None:
    ticket, layla = make.ticket(), Caller(cast.layla)
    make.handed_over(ticket, cast.noura, agent=cast.layla)
    answer = layla.post(f"tickets/{ticket.number}/transfer", {"to_agent": cast.fahd.pk, "packet": PACKET})
    assert (answer.status_code, answer.json()["number"]) == (201, ticket.number)
    assert layla.get(f"tickets/{ticket.number}").status_code == 404
    assert Caller(cast.fahd).get(f"tickets/{ticket.number}").status_code == 200


def test_a_claim_that_a_procedure_holds_back_names_the_step(cast: Cast) -> None:
    make.procedure(cast.aziz, make.reason(), "اسأل عن رقم العملية", gates=1)
    ticket = make.ticket()
    Ticket.objects.filter(pk=ticket.pk).update(reason=make.reason())
    answer = Caller(cast.noura).post(f"tickets/{ticket.number}/claim", CLAIM | {"cause": None})
    assert (answer.status_code, answer.json()["code"]) == (409, "steps_open")
    assert answer["Content-Type"] == "application/problem+json"
    assert "اسأل عن رقم العملية" in answer.json()["errors"][0]["detail"]
    assert make.fresh(ticket).outcome == "open"
