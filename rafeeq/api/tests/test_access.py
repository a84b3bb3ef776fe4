"""Who sees what, held against every call that the OpenAPI document names: a new call without a row here fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from rafeeq.api.document import PREFIX, document
from rafeeq.api.inputs import LARGEST_ID
from rafeeq.api.tests.bodies import BODIES
from rafeeq.api.tests.conftest import Caller, fields_at_fault
from rafeeq.knowledge.models import Step
from rafeeq.sla.actions import promises
from rafeeq.tickets.models import Attachment, Event, Ticket
from tests import make
from tests.cast import Cast

SEES = {"noura", "khaled", "huda", "aziz", "salman"}
SEES_NOT = {"layla", "majed", "reem", "fahd"}
REMOVED = {"badr"}
ALL_CALLS = sorted(
    (method, path.removeprefix(PREFIX)) for path, calls in document()["paths"].items() for method in calls
)
# Calls without an id of anybody's matter, and what they are asked; nothing of a foreign matter may be in the answer.
OPEN_CALLS = {
    "tickets": "tickets",
    "search": "search?q=سارة",
    "reasons": "reasons",
    "teams": "teams",
    "people": "people",
    "me": "me",
    "approvals": "approvals",
    "customers": "customers",
    "dealings": "dealings",
    "measures": "measures",
    "knowledge/ask": "knowledge/ask",
    "reasons/suggest": "reasons/suggest",
}
# Calls that name something else than a matter: who may ask them is told in test_measures.py.
OF_NUMBERS = {"measures/{name}"}
ABOUT_A_MATTER = [call for call in ALL_CALLS if "{" in call[1] and call[1] not in OF_NUMBERS]
CANARY = "بطاقة رقم ٤٤٧١"


def send(caller: Caller, method: str, path: str, **ids: int) -> Any:
    """One call with these ids in its path, and a good body."""
    address = path.format(name="confirmed", **ids) if ids else OPEN_CALLS.get(path, path)
    return caller.get(address) if method == "get" else caller.post(address, BODIES[path])


@pytest.fixture
def secret(cast: Cast) -> dict[str, int]:
    """A matter at the desk in Riyadh, with a file and a note; and the ids that lead to it."""
    ticket = make.ticket(CANARY, subject=CANARY)
    make.replied(ticket, cast.noura, text=CANARY, files=(make.file(),))
    make.noted(ticket, cast.noura, text=CANARY)
    promise = promises.make(ticket, by=cast.noura, text=CANARY, due=timezone.now() + timedelta(days=2))
    make.procedure(cast.aziz, make.reason(), CANARY)
    Ticket.objects.filter(pk=ticket.pk).update(reason=make.reason())
    make.limit("supervisor", 1000)
    asked = make.asked_for_approval(ticket, cast.noura, why=CANARY)
    make.limit("agent", 100)
    return {
        "number": ticket.number,
        "pk": Attachment.objects.get().pk,
        "customer": cast.sara.pk,
        "promise": promise.pk,
        "step": Step.objects.get().pk,
        "approval": asked.pk,
        "remedy": make.granted(ticket, cast.noura, "20").pk,
    }


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is written meanwhile."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_call_has_its_row() -> None:
    with_ids = {path for _method, path in ALL_CALLS if "{" in path}
    assert {path for _method, path in ALL_CALLS} - with_ids == set(OPEN_CALLS)
    assert {path for method, path in ALL_CALLS if method == "post"} == set(BODIES)
    assert {method for method, _path in ALL_CALLS} == {"get", "post"}


AT_ONCE = 11  # the matter of a test costs more than what one call does with it; so many fall evenly to both databases


@pytest.mark.parametrize("start", range(0, len(ABOUT_A_MATTER), AT_ONCE))
def test_a_matter_is_there_for_whom_it_is_and_for_others_as_if_it_were_not(
    cast: Cast, secret: dict[str, int], start: int
) -> None:
    callers = {person: Caller(cast.staff()[person]) for person in SEES | SEES_NOT}
    for method, path in ABOUT_A_MATTER[start : start + AT_ONCE]:
        with undone():
            is_there_for_whom_it_is(callers, secret, method, path)


def is_there_for_whom_it_is(callers: dict[str, Caller], secret: dict[str, int], method: str, path: str) -> None:
    """Whoever does not see the matter is told what is told of one that is not."""
    at = f"{method} {path}"
    before = Event.objects.count()
    nowhere = dict.fromkeys(secret, LARGEST_ID)
    for person in sorted(SEES_NOT):
        caller = callers[person]
        answer = send(caller, method, path, **secret)
        missing = send(caller, method, path, **nowhere)
        assert answer.status_code == missing.status_code == 404, (person, at)
        assert answer.content == missing.content, (person, at)
        differing = {"Content-Length", "Date"}
        assert {name: value for name, value in answer.items() if name not in differing} == {
            name: value for name, value in missing.items() if name not in differing
        }, (person, at)
        assert Event.objects.count() == before, (person, at)
    # To decide, and to tell what became of it, wants more than to see it.
    answers = {200, 201, 409} | ({403} if path.startswith(("approvals/", "remedies/")) else set())
    for person in sorted(SEES):
        with undone():  # each finds the matter as it was
            assert send(callers[person], method, path, **secret).status_code in answers, (person, at)


def test_without_a_token_in_force_every_call_is_closed(cast: Cast, secret: dict[str, int]) -> None:
    for caller in (Caller(None), Caller(cast.badr)):
        for method, path in ALL_CALLS:
            answer = send(caller, method, path, **(secret if "{" in path else {}))
            assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated"), (method, path)


@pytest.mark.parametrize("person", sorted(SEES_NOT))
def test_no_question_brings_anything_of_a_foreign_matter(cast: Cast, secret: dict[str, int], person: str) -> None:
    caller = Caller(cast.staff()[person])
    for method, path in ALL_CALLS:
        if "{" not in path and method == "get":
            said = send(caller, method, path).content.decode()
            assert CANARY not in said, path
            assert "sara@example.com" not in said, path


def test_the_filters_are_no_way_around(cast: Cast, secret: dict[str, int]) -> None:
    ticket = Ticket.objects.get()
    queries = [
        f"q={ticket.number}",
        "q=بطاقة",
        f"customer={ticket.customer_id}",
        f"team={ticket.team_id}",
        f"assignee={cast.noura.pk}",
        "outcome=open",
    ]
    for query in queries:
        assert Caller(cast.fahd).get(f"tickets?{query}").json()["items"] == [], query


def test_a_person_who_is_moved_loses_sight_at_once(cast: Cast, secret: dict[str, int]) -> None:
    caller = Caller(cast.khaled)
    assert caller.get(f"tickets/{secret['number']}").status_code == 200
    cast.khaled.branch = cast.jeddah
    cast.khaled.save()
    assert caller.get(f"tickets/{secret['number']}").status_code == 404
    assert caller.get(f"attachments/{secret['pk']}").status_code == 404


def objects_in(body: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where the objects of a body are: the whole, and each one within."""
    if isinstance(body, dict):
        yield where
        for name, inner in body.items():
            yield from objects_in(inner, (*where, name))


def every_column() -> set[str]:
    """The name of every column and relation of every record of ours."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("rafeeq.")]
    fields = [field for model in ours for field in model._meta.get_fields()]
    return {field.name for field in fields} | {str(getattr(field, "attname", field.name)) for field in fields}


@pytest.mark.parametrize(
    ("path", "where"), [(path, where) for path in sorted(BODIES) for where in objects_in(BODIES[path])]
)
def test_no_column_of_ours_can_be_set_by_naming_it(
    cast: Cast, secret: dict[str, int], path: str, where: tuple[str, ...]
) -> None:
    caller, before = Caller(cast.noura), Event.objects.count()
    schema = document()["paths"][PREFIX + path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    known = names_at(schema, where)
    smuggled = sorted((every_column() | {"is_admin", "__class__"}) - known)
    answer = caller.post(path.format(**secret), with_more(BODIES[path], where, smuggled))
    assert answer.status_code == 422
    assert fields_at_fault(answer) == {".".join((*where, name)): "unknown_field" for name in smuggled}
    assert Event.objects.count() == before


def names_at(schema: dict[str, Any], where: tuple[str, ...]) -> set[str]:
    """The fields that the document allows in the object at this place."""
    if "anyOf" in schema:
        schema = next(one for one in schema["anyOf"] if "$ref" in one)
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if where:
        return names_at(schema["properties"][where[0]], where[1:])
    assert schema["additionalProperties"] is False
    return set(schema.get("properties", ()))


def with_more(body: dict[str, Any], where: tuple[str, ...], names: list[str]) -> dict[str, Any]:
    """The body with these names added to the object at this place."""
    if where:
        return body | {where[0]: with_more(body[where[0]], where[1:], names)}
    return body | dict.fromkeys(names, 1)
