"""A complaint about somebody's conduct at every door: whom it is about, and those near them, learn nothing of it."""

import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rafeeq.api.actions import create_token
from rafeeq.flows.links import secret_for
from rafeeq.inbox.actions.notices import make_notices
from rafeeq.inbox.live.rules import Place, Sight, Told
from rafeeq.inbox.models import Notice
from rafeeq.inbox.queries import listeners
from rafeeq.inbox.queries.queues import counts
from rafeeq.staff.models import User
from rafeeq.tickets.models import Event, Ticket
from rafeeq.tickets.queries.scope import scope_of
from tests import make
from tests.cast import Cast, signed_in

WORDS = "كلّمني بأسلوب جارح أمام الناس."
HEARERS = {"aziz", "salman"}


@pytest.fixture(autouse=True)
def no_earlier_visits() -> None:
    cache.clear()


@pytest.fixture
def origin(cast: Cast) -> Ticket:
    """A request in which Noura answered."""
    ticket = make.ticket()
    make.assigned(ticket, cast.noura, cast.khaled)
    make.replied(ticket, cast.noura)
    return make.fresh(ticket)


@pytest.fixture
def complaint(cast: Cast, origin: Ticket) -> Ticket:
    """Sara's complaint about Noura, made on the page of her request."""
    page = f"/t/{secret_for(origin, cast.sara_email.pk)}/conduct/"
    answer = Client(enforce_csrf_checks=True).post(page, {"text": WORDS, "about": cast.noura.pk})
    assert answer.status_code == 302
    return Ticket.objects.get(is_conduct=True)


def near(cast: Cast) -> dict[str, User]:
    """Everybody who may sign in and must not learn of it."""
    return {name: person for name, person in cast.staff().items() if name not in HEARERS | {"badr"}}


def test_no_page_list_search_or_count_shows_it(cast: Cast, origin: Ticket, complaint: Ticket) -> None:
    for name, person in cast.staff().items():
        if name == "badr":
            continue
        client, hears = signed_in(person), name in HEARERS
        assert (client.get(f"/inbox/{complaint.number}/").status_code == 200) == hears, name
        for address in ("/inbox/", "/inbox/?queue=unassigned", f"/inbox/?q={complaint.number}", "/inbox/?q=سارة"):
            assert (f"/inbox/{complaint.number}/" in client.get(address).content.decode()) == hears, (name, address)
        of_customer = client.get(f"/inbox/customers/{complaint.customer_id}/")
        if of_customer.status_code == 200:
            assert (f"/inbox/{complaint.number}/" in of_customer.content.decode()) == hears, (
                f"{name}: the customer's page"
            )
        shown = client.get(f"/inbox/{origin.number}/")
        if shown.status_code == 200:
            assert (f"/inbox/{complaint.number}/" in shown.content.decode()) == hears, f"{name}: beside the request"


def test_no_count_tells_that_there_is_one(cast: Cast, origin: Ticket) -> None:
    before = {name: counts(scope_of(person)) for name, person in near(cast).items()}
    page = f"/t/{secret_for(origin, cast.sara_email.pk)}/conduct/"
    assert Client().post(page, {"text": WORDS, "about": cast.noura.pk}).status_code == 302
    assert {name: counts(scope_of(person)) for name, person in near(cast).items()} == before


def test_the_api_keeps_it(cast: Cast, complaint: Ticket) -> None:
    for name, person in cast.staff().items():
        if name == "badr":
            continue
        mine = {"Authorization": f"Bearer {create_token(person)}"}
        hears = name in HEARERS
        assert (Client().get(f"/api/v1/tickets/{complaint.number}", headers=mine).status_code == 200) == hears, name
        for address in ("/api/v1/tickets", "/api/v1/search?q=سارة"):
            listed = json.dumps(Client().get(address, headers=mine).json())
            assert (f'"number": {complaint.number},' in listed) == hears, (name, address)


def test_the_live_stream_tells_it_to_no_open_page_of_theirs(cast: Cast, complaint: Ticket) -> None:
    people = {name: person for name, person in cast.staff().items() if name != "badr"}
    told = listeners.told_to({complaint.number}, {person.pk for person in people.values()})
    assert told == {(complaint.number, people[name].pk) for name in HEARERS}
    event = Event.objects.filter(ticket=complaint).order_by("seq")[0]
    where = (complaint.team_id, complaint.branch_id, None, None, None, None, complaint.is_conduct)
    known = Told(Place(0, event.pk), event.kind, event.actor, event.actor_id, complaint.number, event.seq, *where)
    for name, person in people.items():
        teams = frozenset(person.teams.values_list("pk", flat=True))
        assert not Sight(person.pk, person.role, person.branch_id, teams).sees(known), name


def test_nobody_near_is_noticed(cast: Cast, complaint: Ticket) -> None:
    make.assigned(complaint, cast.salman, cast.aziz)
    make.customer_says(complaint, "أنتظر جوابكم.")
    make.noted(complaint, cast.aziz, f"ما رأيك يا @{cast.noura.name} و @{cast.salman.name}؟")
    make_notices()
    told = set(Notice.objects.filter(ticket=complaint).values_list("user__name", flat=True))
    assert told == {cast.salman.name}


def test_the_timeline_of_the_request_says_nothing(cast: Cast, origin: Ticket, complaint: Ticket) -> None:
    assert make.fresh(origin).head == origin.head


def test_the_customer_follows_both(cast: Cast, origin: Ticket, complaint: Ticket) -> None:
    mine, theirs = (f"/t/{secret_for(one, cast.sara_email.pk)}/" for one in (origin, complaint))
    assert theirs in Client().get(mine).content.decode()
    page = Client().get(theirs).content.decode()
    assert mine in page
    assert WORDS in page


def test_a_customers_link_in_the_wrong_hands_shows_one_of_ours_nothing(
    cast: Cast, origin: Ticket, complaint: Ticket
) -> None:
    mine, theirs = (f"/t/{secret_for(one, cast.sara_email.pk)}/" for one in (origin, complaint))
    for person in (cast.noura, cast.khaled):
        client = signed_in(person)
        assert client.get(theirs).status_code == 410
        assert theirs not in client.get(mine).content.decode()


def test_what_was_written_stays_when_the_words_are_missing(cast: Cast, origin: Ticket) -> None:
    page = f"/t/{secret_for(origin, cast.sara_email.pk)}/conduct/"
    answer = Client().post(page, {"text": " ", "about": cast.noura.pk})
    assert answer.status_code == 422
    assert "checked" in answer.content.decode()
    assert Client().post(page, {"text": WORDS, "about": cast.layla.pk}).status_code == 422, "whom they never met"
    assert not Ticket.objects.filter(is_conduct=True).exists()


def test_reading_costs_the_same_however_many_there_are(cast: Cast, origin: Ticket) -> None:
    Client().get(f"/t/{secret_for(origin, cast.sara_email.pk)}/")  # rules and hours are read once, and kept
    counted = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            Client().get(f"/t/{secret_for(origin, cast.sara_email.pk)}/")
        counted.append(len(queries))
        for _more in range(3):
            Client().post(f"/t/{secret_for(origin, cast.sara_email.pk)}/conduct/", {"text": WORDS})
    assert counted[0] == counted[1]
