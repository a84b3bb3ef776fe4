"""What a customer wishes is honoured by every message that goes to them."""

from typing import Any

import pytest
from django.utils.translation import gettext, override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rafeeq.customers.actions import addresses, records
from rafeeq.customers.models import Customer
from rafeeq.flows.calling_back import call_back
from rafeeq.tickets.models import Delivery
from rafeeq.ui import choices, dates
from tests import make
from tests.cast import Cast

ARABIC = "٠١٢٣٤٥٦٧٨٩"
WISHES = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["", "الدكتورة", "الأستاذة", "Dr."]),
        "called": st.sampled_from(["", "سارة", "أم خالد"]),
        "wants_language": st.sampled_from(["", "ar", "en"]),
        "digits": st.sampled_from(["", "arab", "latn"]),
        "calendar": st.sampled_from(["", "gregorian", "hijri"]),
        "wants_channel": st.sampled_from(["", "email"]),
    }
)


def messages_to(customer: Customer, cast: Cast) -> list[Delivery]:
    """One of every notice that goes out by itself, for a customer who wrote in Arabic."""
    asked = make.ticket(may_acknowledge=True, language="ar")
    make.claimed(asked, cast.noura)
    make.declined(make.ticket(language="ar"), cast.khaled)
    call_back(make.fresh(asked), by=cast.noura)
    return list(Delivery.objects.order_by("pk"))


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=WISHES)
def test_a_message_to_a_customer_with_wishes_follows_them(cast: Cast, wishes: dict[str, Any]) -> None:
    Delivery.objects.all().delete()
    Customer.objects.filter(pk=cast.sara.pk).update(
        title="", called="", wants_language="", digits="", calendar="", wants_channel=""
    )
    cast.sara.refresh_from_db()
    first = addresses.add_address(cast.sara, kind="email", value="sara.work@example.com", by=cast.noura)
    addresses.prefer(first, by=cast.noura)
    records.change(cast.sara, by=cast.noura, values=wishes)
    language = wishes["wants_language"] or "ar"
    sent = messages_to(cast.sara, cast)
    assert sent
    with override(language):
        greeting = gettext("Hello,")
        if cast.sara.form_of_address:
            greeting = gettext("Hello %(name)s,") % {"name": cast.sara.form_of_address}
    for one in sent:
        assert one.language == language
        assert one.text.splitlines()[0] == greeting, one.purpose
        number = str(one.ticket_id)
        shown = number.translate(str.maketrans("0123456789", ARABIC)) if wishes["digits"] == "arab" else number
        assert shown in one.subject, one.purpose
    notices = [one for one in sent if one.purpose != "acknowledgement"]
    reached = "sara.work@example.com" if wishes["wants_channel"] == "email" else "sara@example.com"
    assert {one.recipient for one in notices} == {reached}
    decision = next(one for one in sent if one.purpose == "decision")
    with choices.using(choices.make(language=language, digits=wishes["digits"] or "latn", calendar=wishes["calendar"])):
        assert dates.calendar_date(decision.created_at.astimezone().date()) in decision.text
