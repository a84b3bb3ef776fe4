"""Search, and the ids that other calls want."""

import pytest

from rafeeq.api.tests.conftest import Caller, fields_at_fault
from tests import make
from tests.cast import Cast


def test_search_finds_tickets_and_customers_by_what_people_know(cast: Cast) -> None:
    ticket = make.ticket()
    for words in ("سارة", "المطيري سارة", "sara@", str(ticket.number)):
        found = Caller(cast.noura).get(f"search?q={words}").json()
        assert [one["number"] for one in found["tickets"]] == [ticket.number], words
        assert found["articles"] == []
    assert [one["id"] for one in Caller(cast.noura).get("search?q=سارة").json()["customers"]] == [cast.sara.pk]


def test_search_shows_neither_tickets_nor_customers_of_others(cast: Cast) -> None:
    make.ticket()
    for person in (cast.fahd, cast.layla, cast.reem):
        assert Caller(person).get("search?q=سارة").json() == {"tickets": [], "customers": [], "articles": []}


@pytest.mark.parametrize("words", ["", "%20%20"])
def test_searching_for_nothing_finds_nothing(cast: Cast, words: str) -> None:
    make.ticket()
    assert Caller(cast.noura).get(f"search?q={words}").json()["tickets"] == []


def test_a_search_needs_words(cast: Cast) -> None:
    answer = Caller(cast.noura).get("search")
    assert (answer.status_code, fields_at_fault(answer)) == (422, {"q": "missing"})


def test_reasons_teams_and_people_give_the_ids_that_calls_want(cast: Cast) -> None:
    lower = make.reason("مكرر", make.reason("خصم"))
    unused = make.reason("قديم")
    unused.is_active = False
    unused.save()
    caller = Caller(cast.noura)
    reasons = {one["id"]: one for one in caller.get("reasons").json()["items"]}
    assert reasons[lower.pk]["parent"]["name"] == "خصم"
    assert unused.pk not in reasons
    teams = {one["id"]: one["branch"]["id"] for one in caller.get("teams").json()["items"]}
    assert teams[cast.jeddah_desk.pk] == cast.jeddah.pk
    people = {one["email"]: one for one in caller.get("people").json()["items"]}
    assert people["layla@rafeeq.example"]["teams"] == [{"id": cast.billing.pk, "name": "الفواتير"}]
    assert "badr@rafeeq.example" not in people
