"""The list: what is in which queue, who sees it, and at what cost."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from rafeeq.flows import resolve
from rafeeq.flows.resolve import complain
from rafeeq.inbox.queries import queues
from rafeeq.inbox.tests.pages import TICKET_LINK, cost, numbers, shown
from rafeeq.tickets.actions.merges import merge, unmerge
from rafeeq.tickets.actions.tickets import change_kind
from rafeeq.tickets.actions.timeline import staff
from rafeeq.tickets.models import ConductComplaint, Event, Ticket
from rafeeq.tickets.queries import visible_to
from rafeeq.tickets.rules import ENDS, OUTCOMES
from tests import make
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.own_sql


def in_queues(cast: Cast, who: str, number: int) -> set[str]:
    """The queues of this person in which the ticket stands."""
    user = cast.staff()[who]
    scope = queues.scope_of(user)
    rows = {name: queues.listed(user, scope, queues.Asked(queue=name)).rows for name in queues.QUEUES}
    return {name for name, found in rows.items() if number in [row.number for row in found]}


def test_a_new_request_is_open_and_nobodys(cast: Cast) -> None:
    assert in_queues(cast, "noura", make.ticket().number) == {"open", "unassigned"}


def test_what_i_answered_is_mine_and_waits_for_the_customer(cast: Cast) -> None:
    ticket = make.ticket()
    make.replied(ticket, cast.noura)
    assert in_queues(cast, "noura", ticket.number) == {"open", "mine", "waiting"}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_where_each_outcome_stands(cast: Cast, outcome: str) -> None:
    ticket = make.ticket_with_outcome(outcome, agent=cast.noura, supervisor=cast.khaled)
    found = in_queues(cast, "noura", ticket.number)
    assert ("closed" in found) == (outcome in ENDS)
    assert ("open" in found) == (outcome not in ENDS)
    assert ("confirmation" in found) == (outcome == "claimed")
    assert ("came_back" in found) == (outcome in {"partly", "disputed"})


def test_what_the_customer_made_a_formal_complaint(cast: Cast) -> None:
    ticket, plain = make.ticket(), make.ticket(sender="omar@example.com")
    change_kind(plain, kind="complaint", by=staff(cast.noura))
    complain(make.fresh(ticket))
    complain(make.fresh(ticket))
    assert {"formal", "complaints", "open"} <= in_queues(cast, "noura", ticket.number)
    assert "formal" not in in_queues(cast, "noura", plain.number), "a complaint, which nobody has made formal"
    assert in_queues(cast, "fahd", ticket.number) == set()
    assert Event.objects.filter(ticket=ticket, kind="ticket.made_formal", actor="customer").count() == 1
    page = shown(signed_in(cast.noura, "en"), "/inbox/")
    assert re.search(r'queue=formal"[^>]*formal complaints.*?<span class="num hot">1</span>', page)
    other = make.ticket()
    merge(make.fresh(ticket), into=other, by=cast.noura)
    assert "formal" in in_queues(cast, "noura", other.number), "merging makes no complaint less"
    unmerge(make.fresh(ticket), by=staff(cast.noura))
    assert "formal" not in in_queues(cast, "noura", other.number)
    assert "formal" in in_queues(cast, "noura", ticket.number)
    resolve.withdraw(make.fresh(ticket))
    assert "formal" not in in_queues(cast, "noura", ticket.number)


def test_who_wrote_again_after_an_end_came_back(cast: Cast) -> None:
    ticket = make.ticket_with_outcome("confirmed", agent=cast.noura, supervisor=cast.khaled)
    make.customer_says(ticket)
    assert {"came_back", "open"} <= in_queues(cast, "noura", ticket.number)


def test_an_offer_stands_with_those_it_is_made_to(cast: Cast) -> None:
    ticket = make.ticket()
    make.handed_over(ticket, cast.noura, team=cast.billing)
    assert "offered" in in_queues(cast, "layla", ticket.number)
    assert "offered" not in in_queues(cast, "noura", ticket.number)
    make.handed_over(ticket, cast.noura, agent=cast.khaled)
    assert "offered" in in_queues(cast, "khaled", ticket.number)
    assert in_queues(cast, "layla", ticket.number) == set()


def test_another_branch_sees_nothing(cast: Cast) -> None:
    ticket = make.ticket()
    client = signed_in(cast.fahd)
    assert in_queues(cast, "fahd", ticket.number) == set()
    assert numbers(client, q=str(ticket.number)) == []
    assert numbers(client, team=str(cast.desk.pk)) == []
    assert cast.desk.name not in shown(client, "/inbox/")


def test_a_teams_requests(cast: Cast) -> None:
    ours, theirs = make.ticket(), make.ticket(team=cast.billing)
    client = signed_in(cast.khaled)
    assert numbers(client, team=str(cast.billing.pk)) == [theirs.number]
    assert numbers(client, team=str(cast.desk.pk)) == [ours.number]


@pytest.mark.parametrize("words", ["فاتورة", "المطيري", "sara@example.com", "#{number}", "{number}"])
def test_a_request_is_found_by_what_people_know_of_it(cast: Cast, words: str) -> None:
    ticket = make.ticket()
    make.ticket(sender="other@example.org", name="محمد العمري", subject="تغيير العنوان")
    assert numbers(signed_in(cast.noura), q=words.format(number=ticket.number)) == [ticket.number]


def test_a_closed_request_is_found_too(cast: Cast) -> None:
    ticket = make.ticket_with_outcome("confirmed", agent=cast.noura, supervisor=cast.khaled)
    assert numbers(signed_in(cast.noura), q="فاتورة") == [ticket.number]


@pytest.mark.parametrize("words", ["99999999999999999999999999", "لا شيء كهذا", "%", "\0", "'\"<script>", "#"])
def test_whatever_is_searched_is_answered(cast: Cast, words: str) -> None:
    make.ticket()
    page = signed_in(cast.noura).get("/inbox/", {"q": words})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()


@pytest.mark.sweep
@pytest.mark.parametrize("query", ["queue=nonsense", "team=x", "team=999999", "before=x", "before=9-9", "team=²"])
def test_a_bent_address_is_still_a_page(cast: Cast, query: str) -> None:
    assert signed_in(cast.noura).get(f"/inbox/?{query}").status_code == 200


def test_pages_meet_without_a_gap_or_an_overlap(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "PAGE", 4)
    same = timezone.now()
    made = [make.at(make.ticket(), same - timedelta(minutes=number // 3)).number for number in range(11)]
    client = signed_in(cast.noura)
    address, seen = "/inbox/?queue=open", list[int]()
    while address:
        page = shown(client, address)
        seen += [int(number) for number in TICKET_LINK.findall(page)]
        older = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        address = f"/inbox/{older}" if older else ""
    assert sorted(seen) == sorted(made)
    assert len(seen) == len(set(seen))


@pytest.mark.sweep
def test_thirty_rows_cost_as_many_queries_as_three(cast: Cast) -> None:
    client = signed_in(cast.noura)
    addresses = ["/inbox/", "/inbox/?queue=mine", "/inbox/?q=فاتورة"]
    for _ticket in range(3):
        make.replied(make.ticket(), cast.noura)
    few = {address: cost(client, address) for address in addresses}
    for _ticket in range(27):
        make.replied(make.ticket(), cast.noura)
    assert {address: cost(client, address) for address in addresses} == few


def test_counts_stop_at_ninety_nine(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "COUNTED_UP_TO", 2)
    for _ticket in range(4):
        make.ticket()
    assert queues.counts(queues.scope_of(cast.noura)).queues["open"] == 3


class TestUnchanged:
    """A list that has not changed is not sent again; one that has changed is."""

    def tag(self, cast: Cast, who: str = "noura", **query: str) -> str:
        return str(signed_in(cast.staff()[who]).get("/inbox/", query)["ETag"])

    def test_unchanged_it_is_a_304_and_changed_it_is_not(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        now = timezone.now()
        monkeypatch.setattr("rafeeq.inbox.views.lists.timezone.now", lambda: now)
        ticket = make.ticket()
        client = signed_in(cast.noura)
        client.get("/inbox/")  # the cookie for forms comes with the first page
        first = client.get("/inbox/")
        again = client.get("/inbox/", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        make.customer_says(ticket)
        assert client.get("/inbox/", headers={"If-None-Match": first["ETag"]}).status_code == 200

    def test_it_is_nobody_elses(self, cast: Cast) -> None:
        assert self.tag(cast) != self.tag(cast, "khaled")
        assert self.tag(cast) != self.tag(cast, queue="mine")

    def test_only_the_readers_own_browser_keeps_it_and_asks_again(self, cast: Cast) -> None:
        kept = signed_in(cast.noura).get("/inbox/")["Cache-Control"]
        assert "private" in kept
        assert "no-cache" in kept

    def test_what_was_just_done_is_said_and_not_kept(self, cast: Cast) -> None:
        client = signed_in(cast.noura)
        number = make.ticket().number
        client.post(f"/inbox/{number}/priority/", {"priority": "high"})
        assert "ETag" not in client.get("/inbox/")


@pytest.mark.sweep
@pytest.mark.parametrize("queue", list(queues.QUEUES))
@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_empty_queue_says_so_in_words(cast: Cast, queue: str, language: str) -> None:
    page = shown(signed_in(cast.noura, language), "/inbox/", queue=queue)
    assert 'class="empty"' in page
    assert f'lang="{language}"' in page


def test_closed_is_never_shown_as_solved(cast: Cast) -> None:
    for outcome in ("unconfirmed", "declined", "withdrawn"):
        make.ticket_with_outcome(outcome, agent=cast.noura, supervisor=cast.khaled)
    page = shown(signed_in(cast.noura, "en"), "/inbox/", queue="closed")
    for words in ("Closed, unconfirmed", "Declined", "Withdrawn by the customer"):
        assert words in page
    assert "pill good" not in page
    assert "Confirmed by the customer" not in page


def test_a_list_holds_what_each_person_may_see_and_no_more(cast: Cast) -> None:
    """The lists walk indexes of their own; what they may show is decided by `visible_to` alone."""
    teams = (cast.desk, cast.billing, cast.jeddah_desk)
    for team in teams:
        make.ticket(team=team)
        make.handed_over(make.ticket(team=team), cast.salman, team=cast.billing)
        make.handed_over(make.ticket(team=team), cast.salman, agent=cast.noura)
    about = make.ticket(team=cast.desk)
    Ticket.objects.filter(number=about.number).update(is_conduct=True)
    ConductComplaint.objects.create(ticket=about, person=cast.noura, team=cast.desk)
    theirs = {team.pk: make.ticket(team=team) for team in teams}
    elsewhere = make.ticket(team=cast.jeddah_desk)
    assert len(cast.staff()) == 10
    for who, person in cast.staff().items():
        with transaction.atomic():
            for team in teams:
                if person.role in {"manager", "admin"} or person.teams.filter(pk=team.pk).exists():
                    make.assigned(theirs[team.pk], person if who != "badr" else None, cast.salman)
            Ticket.objects.filter(number=elsewhere.number).update(assignee=person)

            scope = queues.scope_of(person)
            shown_rows = queues.listed(person, scope, queues.Asked(queue="open")).rows
            seen = set(visible_to(person).exclude(status="closed").values_list("number", flat=True))
            assert {row.number for row in shown_rows} == seen, who
            assert queues.counts(scope).queues["open"] == len(seen), who
            transaction.set_rollback(True)
