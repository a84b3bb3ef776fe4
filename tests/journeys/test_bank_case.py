"""A customer of a bank: told to wait two days, called back with nothing, told it is done, and believed when he says no.

All of it by the doors that people use: the agent's pages, the customer's link, the JSON door.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.test import Client

from rafeeq.api.actions import create_token
from rafeeq.customers.models import Document
from rafeeq.flows.promises import follow
from rafeeq.sla.models import Promise, TimeRule
from rafeeq.tickets.models import Delivery, Event, Ticket
from rafeeq.tickets.queries import verify_ledger
from tests.cast import Cast, signed_in

THURSDAY = datetime(2026, 1, 15, 13, 30, tzinfo=UTC)  # 16:30 in Riyadh, half an hour before the weekend
SUNDAY = datetime(2026, 1, 18, 8, tzinfo=UTC)
MONDAY = datetime(2026, 1, 19, 9, tzinfo=UTC)
DUE = datetime(2026, 1, 19, 14, tzinfo=UTC)  # the close of the second working day
CALL = "قيدتم علي رسومًا لا أعرفها، وأرسلت لكم كشف الحساب وصورة الهوية."
WAIT = "أهلًا أستاذ سالم، نبحث عن مصدر الرسوم ونرد عليك خلال يومين."
EXCUSE = "راجعنا العملية، والرسوم صحيحة من جهتنا."
FOUND = "الرسوم من اشتراك أُلغي في نوفمبر، وأُعيد ٢٣٠ ريالًا إلى الحساب."


class Desk:
    """The agent's browser, a program of the bank, and the customer's browser, about one request."""

    def __init__(self, cast: Cast) -> None:
        self.agent, self.customer = signed_in(cast.noura), Client()
        self.program = {"Authorization": f"Bearer {create_token(cast.khaled)}"}
        entered = {"customer": "سالم الشهري", "address": "salem@example.com", "channel": "phone", "kind": "complaint"}
        entered |= {"team": str(cast.desk.pk), "subject": "رسوم لا أعرفها", "text": CALL}
        assert self.agent.post("/inbox/new/", entered).status_code == 302
        self.ticket = Ticket.objects.get()

    def does(self, what: str, **entered: str) -> int:
        return self.agent.post(f"/inbox/{self.ticket.number}/{what}/", entered).status_code

    def stands(self) -> dict[str, Any]:
        """The request as the JSON door tells it."""
        told: dict[str, Any] = self.agent.get(f"/api/v1/tickets/{self.ticket.number}", headers=self.program).json()
        return told

    def link(self) -> str:
        """The address in the last mail that asks the customer."""
        mail = Delivery.objects.filter(purpose="question").latest("pk")
        found = re.search(r"/t/\S+/", mail.text)
        assert found
        return found.group()


def test_a_promise_is_kept_with_a_result_and_only_the_customer_says_that_it_is_solved(cast: Cast) -> None:
    goal = {"amount": 5, "unit": "working_days"}
    TimeRule.objects.create(
        name="الكل", order=1, targets={"resolution": goal}, applies_from=THURSDAY - timedelta(days=9)
    )

    with time_machine.travel(THURSDAY, tick=False):
        desk = Desk(cast)
        customer = desk.ticket.customer
        record = f"/inbox/customers/{customer.pk}/documents/"
        for paper in ("كشف الحساب", "صورة الهوية"):
            desk.agent.post(record, {"document": paper})
            desk.agent.post(f"{record}{Document.objects.latest('pk').pk}/receipt/")
        assert desk.does("replies", text="نرجو إرسال صورة الهوية") == 422, "nobody asks twice for what was given"
        offers = desk.agent.post(f"/inbox/{desk.ticket.number}/promises/offers/", {"text": WAIT}).content.decode()
        assert 'value="2026-01-19T17:00"' in offers
        ticked = {
            "promise": "1",
            "promise_1-text": "نبحث عن مصدر الرسوم ونرد عليك",
            "promise_1-due": "2026-01-19T17:00",
        }
        assert desk.does("replies", text=WAIT, **ticked) == 302
        first_clock = desk.stands()["clocks"][0]
        assert desk.stands()["promises"] == [
            {"text": "نبحث عن مصدر الرسوم ونرد عليك", "due": "2026-01-19T14:00:00Z", "state": "open"}
        ]
    promise = Promise.objects.get()

    with time_machine.travel(SUNDAY, tick=False):
        result = f"promises/{promise.pk}/result"
        assert desk.does(result, result="اتصلنا بالعميل، ولا جديد حتى الآن") == 422, "a call without news keeps nothing"
        assert desk.does("resolution", what_was_done=EXCUSE) == 302
        assert desk.stands()["outcome"] == "claimed", "our own word makes nothing solved"
        page = desk.customer.get(desk.link()).content.decode()
        assert "نبحث عن مصدر الرسوم ونرد عليك" in page, "he sees what he was promised"
        desk.customer.post(desk.link() + "verdict/", {"verdict": "no", "comment": "لم يتغير شيء."})
        again = desk.stands()
        assert (again["outcome"], again["status"]) == ("disputed", "open")
        assert again["created_at"] == "2026-01-15T13:30:00Z", "the same request, with its first date"
        clock = next(one for one in again["clocks"] if one["kind"] == first_clock["kind"])
        assert (clock["state"], clock["paused"]) == ("running", False)
        assert clock["due"] == first_clock["due"], "the clock goes on from where the claim stopped it"

    with time_machine.travel(MONDAY, tick=False):
        assert desk.does(result, result=FOUND) == 302
        assert desk.stands()["promises"][0]["state"] == "kept"
        assert desk.does("resolution", what_was_done=FOUND) == 302
        page = desk.customer.get(desk.link()).content.decode()
        assert page.index("ما وعدناك به") < page.index(FOUND)
        desk.customer.post(desk.link() + "verdict/", {"verdict": "yes"})
        assert desk.stands()["outcome"] == "confirmed"

    with time_machine.travel(DUE + timedelta(days=1), tick=False):
        assert follow() == 0, "what was kept is not looked at again"
    kinds = list(Event.objects.filter(ticket=desk.ticket).order_by("seq").values_list("kind", flat=True))
    told = [kind for kind in kinds if kind.startswith(("promise.", "claim.", "verdict."))]
    assert told == ["promise.made", "claim.made", "verdict.given", "promise.kept", "claim.made", "verdict.given"]
    assert not Delivery.objects.filter(purpose="apology").exists()
    assert verify_ledger() == []


def test_who_is_called_back_with_nothing_gets_an_apology_on_the_day(cast: Cast) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        desk = Desk(cast)
        assert desk.does("promises", text="نرد عليك بنتيجة البحث", due="2026-01-19T17:00") == 302
    with time_machine.travel(DUE, tick=False):
        assert follow() == 1
        assert follow() == 0
        assert desk.stands()["promises"][0]["state"] == "broken"
    [mail] = Delivery.objects.filter(purpose="apology")
    assert "نرد عليك بنتيجة البحث" in mail.text
    page = desk.customer.get(re.search(r"/t/\S+/", mail.text).group()).content.decode()  # type: ignore[union-attr]
    assert "لم نفِ به" in page
