"""The page of limits: told in sentences, set one at a time, and nothing kept of what cannot be."""

import pytest

from rafeeq.staff.models import Limit
from rafeeq.system.models import AuditEntry
from tests import make
from tests.cast import Cast, signed_in

PAGE = "/settings/authority/"
GOOD = {"role": "supervisor", "act": "refund", "amount": "٢٠٠٠", "currency": "sar"}


def test_a_limit_is_set_told_changed_and_taken_away(cast: Cast) -> None:
    client = signed_in(cast.aziz, "en")
    page = client.post(PAGE, GOOD, follow=True).content.decode()
    assert "They grant without asking: refunds up to SAR" in page.replace("\u00a0", " ")
    client.post(PAGE, GOOD | {"unlimited": "on"})
    client.post(PAGE, GOOD | {"act": "exception", "amount": "", "currency": ""})
    page = client.get(PAGE).content.decode()
    assert "refunds of any amount in SAR, exceptions from rules" in page
    kept = Limit.objects.get(act="refund")
    assert client.post(f"{PAGE}{kept.pk}/removal/").status_code == 302
    assert [one.act for one in Limit.objects.all()] == ["exception"]
    whats = list(AuditEntry.objects.filter(what__startswith="limit.").order_by("pk").values_list("what", flat=True))
    assert whats == ["limit.set", "limit.set", "limit.set", "limit.removed"]
    assert "supervisor refund SAR" in client.get("/settings/audit/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"currency": "DEM"}, "currency"), ({"currency": ""}, "currency"), ({"amount": "-1"}, "amount"),
        ({"amount": "1.999"}, "amount"), ({"amount": "كثير"}, "amount"), ({"role": "king"}, "role"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(cast: Cast, wrong: dict[str, str], field: str) -> None:
    answer = signed_in(cast.aziz).post(PAGE, GOOD | wrong)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert Limit.objects.count() == 0


def test_more_than_the_role_above_is_asked_about_first(cast: Cast) -> None:
    make.limit("supervisor", 500)
    client, agent = signed_in(cast.aziz), GOOD | {"role": "agent", "amount": "600"}
    asked = client.post(PAGE, agent)
    assert asked.status_code == 409
    assert 'name="anyway" value="on"' in asked.content.decode()
    assert Limit.objects.filter(role="agent").count() == 0
    assert client.post(PAGE, agent | {"anyway": "on"}).status_code == 302
    assert Limit.objects.get(role="agent").amount == 600


def test_a_preset_and_the_hours(cast: Cast) -> None:
    client = signed_in(cast.aziz, "en")
    assert client.post(PAGE + "preset/", {"preset": "sa-bank"}).status_code == 302
    assert {one.amount for one in Limit.objects.filter(role="manager", currency="SAR")} == {20_000}
    seen = client.get(PAGE).content.decode()
    assert "SAMA" in seen
    assert client.post(PAGE + "hours/", {"hours": "0"}).status_code == 422
    assert client.post(PAGE + "hours/", {"hours": "6"}).status_code == 302
    assert 'value="6"' in client.get(PAGE).content.decode()


def test_where_nobody_approves_the_page_says_so_and_a_proposal_holds_only_when_it_is_saved(cast: Cast) -> None:
    client, proposal = signed_in(cast.aziz, "en"), PAGE + "proposal/"
    page = client.get(PAGE).content.decode()
    assert "Nobody may approve anything yet" in page
    assert proposal in page
    draft = client.get(proposal).content.decode()
    assert 'name="supervisor_refund" value="2000"' in draft
    assert Limit.objects.count() == 0, "nothing holds before it is saved"
    sent = {"currency": "sar", "manager_refund": "20000", "supervisor_refund": "٢٠٠٠", "agent_refund": "200"}
    for wrong in ({"agent_refund": "3000"}, {"agent_refund": "x"}, {"currency": "DEM"}):
        assert client.post(proposal, sent | wrong).status_code == 422, wrong
        assert Limit.objects.count() == 0, "all of it or nothing"
    assert client.post(proposal, {"currency": "SAR"}).status_code == 422
    assert client.post(proposal, sent).status_code == 302
    kept = {one.role: one.amount for one in Limit.objects.filter(act="refund", currency="SAR")}
    assert kept == {"manager": 20_000, "supervisor": 2_000, "agent": 200}
    assert Limit.objects.count() == 3, "what was left empty has no limit"
    assert "Nobody may approve" not in client.get(PAGE).content.decode()
