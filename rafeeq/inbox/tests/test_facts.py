"""Facts edited in their place: by script or without, and never over what somebody else made of them meanwhile."""

import re

from django.test import Client

from rafeeq.inbox.tests.pages import returned, sent, shown
from rafeeq.tickets.actions import tickets
from rafeeq.tickets.actions.timeline import staff
from rafeeq.tickets.models import Ticket
from tests import make
from tests.cast import Cast, signed_in

HTMX = {"HX-Request": "true"}


def at(ticket: Ticket, fact: str) -> str:
    return f"/inbox/{ticket.number}/{fact}/"


def version_in(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def line(client: Client, ticket: Ticket, fact: str) -> str:
    answer = client.get(at(ticket, fact), headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_line_becomes_a_form_and_a_line_again(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura, "en")
    form = line(client, ticket, "priority")
    assert "<form" in form
    assert "<html" not in form
    answer = client.post(at(ticket, "priority"), {"priority": "urgent", "version": version_in(form)}, headers=HTMX)
    assert answer.status_code == 200
    assert "Urgent" in answer.content.decode()
    assert "The priority has been changed." in answer.content.decode()
    assert make.fresh(ticket).priority == "urgent"


def test_without_script_the_same_form_stands_on_the_page(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura)
    page = shown(client, f"/inbox/{ticket.number}/", edit="kind")
    assert f'action="{at(ticket, "kind")}"' in page
    sent(client, at(ticket, "kind"), kind="request", version=version_in(page))
    assert make.fresh(ticket).kind == "request"


class TestTwoAtOnce:
    """Who saves second is shown the difference, and loses nothing."""

    def test_the_difference_is_told_and_ones_own_choice_kept(self, cast: Cast) -> None:
        ticket, client = make.ticket(), signed_in(cast.noura, "en")
        form = line(client, ticket, "priority")
        tickets.set_priority(ticket, priority="urgent", by=cast.khaled)
        answer = client.post(at(ticket, "priority"), {"priority": "low", "version": version_in(form)}, headers=HTMX)
        told = answer.content.decode()
        assert answer.status_code == 422
        assert cast.khaled.name in told
        assert "<del>Normal</del>" in told
        assert "<ins>Urgent</ins>" in told
        assert re.search(r'value="low"[^>]*selected', told)
        assert make.fresh(ticket).priority == "urgent"
        client.post(at(ticket, "priority"), {"priority": "low", "version": version_in(told)}, headers=HTMX)
        assert make.fresh(ticket).priority == "low"

    def test_on_a_page_without_script_as_well(self, cast: Cast) -> None:
        ticket, client = make.ticket(), signed_in(cast.noura, "en")
        page = shown(client, f"/inbox/{ticket.number}/", edit="tags")
        tickets.set_tags(ticket, names=["عاجل"], by=cast.khaled)
        back = returned(client, at(ticket, "tags"), tags="استرداد", version=version_in(page))
        assert "Save mine" in back
        assert "استرداد" in back
        assert [tag.name for tag in ticket.tags.all()] == ["عاجل"]

    def test_another_fact_is_no_conflict(self, cast: Cast) -> None:
        ticket, client = make.ticket(), signed_in(cast.noura)
        form = line(client, ticket, "priority")
        make.customer_says(ticket)
        tickets.set_reason(ticket, reason=make.reason(), by=cast.khaled)
        sent(client, at(ticket, "priority"), priority="high", version=version_in(form))
        assert make.fresh(ticket).priority == "high"

    def test_the_same_choice_is_no_conflict(self, cast: Cast) -> None:
        ticket, client = make.ticket(), signed_in(cast.noura)
        form = line(client, ticket, "priority")
        tickets.set_priority(ticket, priority="high", by=cast.khaled)
        sent(client, at(ticket, "priority"), priority="high", version=version_in(form))

    def test_who_takes_it_second_sees_who_has_it(self, cast: Cast) -> None:
        ticket, client = make.ticket(), signed_in(cast.noura, "en")
        form = line(client, ticket, "assignment")
        make.assigned(ticket, cast.khaled, cast.khaled)
        answer = client.post(at(ticket, "assignment"), {"mine": "1", "version": version_in(form)}, headers=HTMX)
        assert answer.status_code == 422
        assert make.fresh(ticket).assignee_id == cast.khaled.pk


def test_what_was_typed_and_refused_stays(cast: Cast) -> None:
    ticket, client = make.ticket(), signed_in(cast.noura, "en")
    tickets.change_kind(ticket, kind="complaint", by=staff(cast.noura))
    answer = client.post(at(ticket, "kind"), {"kind": "praise"}, headers=HTMX)
    assert answer.status_code == 422
    assert "A complaint stays a complaint" in answer.content.decode()
