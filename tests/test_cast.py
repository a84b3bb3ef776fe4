"""The cast and the makers themselves: what other tests lean on must stand."""

import pytest

from rafeeq.tickets.queries import visible_to
from rafeeq.tickets.rules import OUTCOMES
from tests import make
from tests.cast import Cast, signed_in


def test_who_sees_a_ticket_of_the_desk(cast: Cast) -> None:
    number = make.ticket().number
    seeing = {name for name, who in cast.staff().items() if visible_to(who).filter(number=number).exists()}
    assert seeing == {"noura", "khaled", "huda", "aziz", "salman"}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_ticket_comes_to_every_outcome(cast: Cast, outcome: str) -> None:
    made = make.ticket_with_outcome(outcome, agent=cast.noura, supervisor=cast.khaled)
    assert made.outcome == outcome


def test_a_signed_in_browser_reads_the_language_asked_for(cast: Cast) -> None:
    signed_in(cast.noura, "en")
    cast.noura.refresh_from_db()
    assert cast.noura.language == "en"
