"""More than an agent may grant: from asking for it to what the customer reads, all by pages."""

from django.test import Client

from rafeeq.api.actions import create_token
from rafeeq.flows.links import secret_for
from rafeeq.tickets.models import Approval, Remedy
from tests import make
from tests.cast import Cast, signed_in


def test_an_approval_above_the_limit_reaches_the_customers_page(cast: Cast) -> None:
    signed_in(cast.aziz).post("/settings/authority/preset/", {"preset": "sa-bank"})
    ticket = make.ticket()
    page = f"/t/{secret_for(ticket, cast.sara_email.pk)}/"
    asks = {"act": "refund", "amount": "750", "currency": "SAR", "why": "خُصم المبلغ مرتين", "ask": "on"}
    signed_in(cast.noura).post(f"/inbox/{ticket.number}/remedies/", asks)
    approval = Approval.objects.get()
    decision = f"/inbox/approvals/{approval.pk}/decision/"
    refused = signed_in(cast.noura).post(decision, {"decision": "granted"}, follow=True)
    assert "من طلب الموافقة لا يبتّ فيها" in refused.content.decode()
    assert "منحناك" not in Client().get(page).content.decode(), "what only waits is not told"

    assert signed_in(cast.aziz).post(decision, {"decision": "granted"}).status_code == 302
    granted = Client().get(page).content.decode()
    assert "منحناك" in granted
    assert "خُصم المبلغ مرتين" not in granted.split('id="granted"')[1].split("</section>")[0], "our why stays inside"
    told = Client().post(
        f"/api/v1/remedies/{Remedy.objects.get().pk}/state",
        {"state": "done", "reference": "TX-77"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {create_token(cast.salman)}"},
    )
    assert told.status_code == 200
    assert "TX-77" in Client().get(page).content.decode()
