"""The first steps: found where the desk is empty, and done when the facts say so."""

import pytest

from rafeeq.setup.start import is_finished, steps
from rafeeq.staff.models import User
from rafeeq.system.actions import audit
from rafeeq.tickets.actions.deliveries import mark_sent
from rafeeq.tickets.models import Delivery
from tests import make
from tests.cast import Cast, signed_in


def done() -> dict[str, bool]:
    return {step.name: step.is_done for step in steps()}


def test_the_empty_desk_leads_there_and_work_is_one_press_away(cast: Cast) -> None:
    salman = signed_in(cast.salman)
    assert "/settings/start/" in salman.get("/inbox/").content.decode()
    assert 'href="/inbox/"' in salman.get("/settings/start/").content.decode()
    assert "/settings/start/" not in signed_in(cast.noura).get("/inbox/").content.decode()


def test_it_ends_with_a_first_answered_request(cast: Cast) -> None:
    User.objects.exclude(pk=cast.salman.pk).update(is_active=False)
    client = signed_in(cast.salman)
    assert done() == {
        "company": False, "hours": False, "mailbox": False, "team": True, "colleague": False,
        "letter": False, "answer": False,
    }  # fmt: skip
    client.post("/settings/company/", {"name_ar": "الواحة", "from_address": "care@oasis.example"})
    audit(by=cast.salman, what="mailbox.added")
    ticket = make.ticket(account="العناية")
    assert f"/inbox/{ticket.number}/" in client.get("/settings/start/").content.decode()
    make.replied(ticket, cast.salman)
    assert not is_finished(), "an answer that waits has not left"
    for delivery in Delivery.objects.filter(message__isnull=False):
        Delivery.objects.filter(pk=delivery.pk).update(state="sending")
        delivery.refresh_from_db()
        mark_sent(delivery)
    assert done() | {"colleague": True, "hours": True} == dict.fromkeys(done(), True)
    assert is_finished(), "a colleague can wait, and so can the hours"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_offers_one_next_step(cast: Cast, language: str) -> None:
    page = signed_in(cast.salman, language).get("/settings/start/").content.decode()
    assert page.count('aria-current="step"') == 1
    assert 'href=""' not in page
