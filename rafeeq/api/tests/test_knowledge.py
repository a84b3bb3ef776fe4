"""Questions to the articles through the JSON door."""

from rafeeq.api.tests.conftest import Caller
from rafeeq.knowledge.actions import articles as actions
from rafeeq.knowledge.models import Article, Edition
from rafeeq.staff.models import User
from tests import make
from tests.cast import Cast


def published(by: User) -> Article:
    words = actions.Words("رسوم التحويل الدولي", "", "رسم التحويل الدولي ٢٥ ريالًا لكل حوالة.", "بكم احول لبرا")
    row = actions.begin(by=by, words=words)
    actions.validate(Edition.objects.get(article=row), by=by)
    return row


def test_the_door_for_programmes_says_it_as_agreed(cast: Cast) -> None:
    row = published(cast.khaled)
    caller = Caller(cast.noura)
    told = caller.post("knowledge/ask", {"question": "كم رسوم التحويل الدولي؟"}).json()
    assert set(told) == {"answer", "confidence", "handover"}
    assert set(told["answer"]) == {"text", "citations"}
    assert set(told["answer"]["citations"][0]) == {"article", "title", "url", "quote"}
    assert (told["answer"]["citations"][0]["article"], told["handover"]) == (row.pk, False)
    none = caller.post("knowledge/ask", {"question": "كم سعر الذهب اليوم؟", "customer": None}).json()
    assert (none["answer"], none["handover"]) == (None, True)
    ticket = make.ticket()
    for customer, status in (
        (ticket.customer_id, 200),
        (10**9, 422),
        ({"address": {"kind": "email", "value": "nobody@example.com"}}, 200),
        ({"address": {"kind": "email", "value": "x"}}, 422),
    ):
        assert caller.post("knowledge/ask", {"question": "كم الرسوم", "customer": customer}).status_code == status
