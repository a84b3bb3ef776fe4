"""Tickets by the API: the list and its parts, one ticket, a new one, the timeline."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rafeeq.api.tests.bodies import NEW_TICKET
from rafeeq.api.tests.conftest import Caller, fields_at_fault
from rafeeq.customers.models import Customer
from rafeeq.tickets.models import Delivery, Ticket
from tests import make
from tests.cast import Cast

MORNING = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)


def numbers(answer: Any) -> list[int]:
    """The numbers of a list's tickets, in its order."""
    assert answer.status_code == 200, answer.content
    return [item["number"] for item in answer.json()["items"]]


def walk(caller: Caller, path: str) -> list[int]:
    """All numbers of a list, part by part."""
    found, following = [], path
    while following:
        answer = caller.get(following)
        found += numbers(answer)
        following = answer.json()["next"]
    return found


def test_the_list_holds_visible_tickets_the_latest_activity_first(cast: Cast) -> None:
    older, newer = make.ticket(), make.ticket(sender="omar@example.com")
    make.ticket(team=cast.jeddah_desk)
    make.customer_says(older)
    answer = Caller(cast.noura).get("tickets")
    assert numbers(answer) == [older.number, newer.number]
    assert answer.json()["next"] is None
    assert "messages" not in answer.json()["items"][0]


def test_a_listed_ticket_in_full(cast: Cast) -> None:
    ticket = make.ticket(kind="complaint")
    Ticket.objects.update(created_at=MORNING, updated_at=MORNING + timedelta(microseconds=7), reason=make.reason())
    assert Caller(cast.noura).get("tickets").json()["items"] == [
        {
            "number": ticket.number,
            "subject": make.SUBJECT,
            "kind": "complaint",
            "status": "new",
            "outcome": "open",
            "priority": "normal",
            "channel": "email",
            "customer": {
                "id": cast.sara.pk,
                "name": "سارة المطيري",
                "addresses": [{"kind": "email", "value": "sara@example.com"}],
                "tier": "small",
            },
            "team": {"id": cast.desk.pk, "name": cast.desk.name},
            "branch": {"id": cast.riyadh.pk, "name": cast.riyadh.name},
            "assignee": None,
            "reason": {"id": make.reason().pk, "name": "خصم مكرر"},
            "repeat_of": None,
            "created_at": "2026-03-01T06:30:00Z",
            "first_reply_at": None,
            "updated_at": "2026-03-01T06:30:00.000007Z",
            "promises": [],
            "clocks": [],
        }
    ]


def test_every_filter_narrows_the_list(cast: Cast) -> None:
    one = make.ticket()
    two = make.ticket("أين طلبي؟", sender="omar@example.com", name="عمر", subject="الشحنة", channel="phone")
    make.ticket(team=cast.billing, sender="other@example.com", subject="غيرهما")
    make.claimed(one, cast.noura)
    make.assigned(one, cast.noura, cast.khaled)
    Ticket.objects.filter(number=one.number).update(reason=make.reason())
    make.at(one, MORNING)
    omar = two.customer_id
    only_one = [
        "outcome=claimed",
        "status=waiting",
        f"assignee={cast.noura.pk}",
        "assignee=NOURA@rafeeq.example",
        f"customer={cast.sara.pk}",
        f"reason={make.reason().pk}",
        "q=فاتورة",
        "q=sara@example.com",
        f"q={one.number}",
        "q=%23" + str(one.number),
    ]
    only_two = [f"customer={omar}", "channel=phone", "q=عمر", "q=الشحنة", "team=خدمة العملاء&status=new"]
    manager = Caller(cast.aziz)
    assert {query: numbers(manager.get(f"tickets?{query}")) for query in only_one} == {
        query: [one.number] for query in only_one
    }
    assert {query: numbers(manager.get(f"tickets?{query}")) for query in only_two} == {
        query: [two.number] for query in only_two
    }
    assert numbers(Caller(cast.noura).get("tickets?assignee=me")) == [one.number]
    assert one.number not in numbers(manager.get("tickets?assignee=none"))
    assert one.number not in numbers(manager.get("tickets?updated_since=2026-03-01T06:30:01Z"))
    assert one.number in numbers(manager.get("tickets?updated_since=2026-03-01T09:30:00%2B03:00"))
    assert numbers(manager.get(f"tickets?team={cast.desk.pk}")) == [two.number, one.number]
    assert numbers(manager.get("tickets?outcome=claimed&status=new")) == []


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("outcome=solved", "outcome", "not_one_of"),
        ("status=pending", "status", "not_one_of"),
        ("customer=sara", "customer", "not_a_number"),
        ("customer=99999999999999999999", "customer", "out_of_range"),
        ("reason=0", "reason", "out_of_range"),
        ("limit=0", "limit", "out_of_range"),
        ("limit=101", "limit", "out_of_range"),
        ("updated_since=yesterday", "updated_since", "not_a_time"),
        ("q=a%00b", "q", "nul_character"),
        ("q=" + "س" * 201, "q", "too_long"),
        ("cursor=nonsense", "cursor", "not_a_cursor"),
        ("cursor=WzFd", "cursor", "not_a_cursor"),
        ("cursor=WzEsMWUzMDhd", "cursor", "not_a_cursor"),
        ("cursor=ب", "cursor", "not_a_cursor"),
        ("cursor=WzIzMDU4NDMwMDkyMTM2OTM5NTIsIDFd", "cursor", "not_a_cursor"),  # a time after the last year there is
        ("cursor=WzEsIDExODA1OTE2MjA3MTc0MTEzMDM0MjRd", "cursor", "not_a_cursor"),  # a number that no database holds
        ("cursor=Wy0xMTUyOTIxNTA0NjA2ODQ2OTc2LCAxXQ", "cursor", "not_a_cursor"),  # a time before the first year
    ],
)
def test_a_question_that_cannot_be_answered_names_its_parameter(cast: Cast, query: str, field: str, code: str) -> None:
    answer = Caller(cast.noura).get(f"tickets?{query}")
    assert (answer.status_code, fields_at_fault(answer)) == (422, {field: code})


@pytest.mark.parametrize("query", ["q=" + "9" * 200, "team=" + "9" * 200, "assignee=" + "9" * 200, "q=%25_"])
def test_odd_questions_find_nothing_and_break_nothing(cast: Cast, query: str) -> None:
    make.ticket()
    assert numbers(Caller(cast.noura).get(f"tickets?{query}")) == []


def test_the_parts_of_a_list_stay_as_they_are_while_tickets_arrive(cast: Cast) -> None:
    made = [make.ticket(sender=f"c{index}@example.com").number for index in range(7)]
    Ticket.objects.filter(number__in=made[2:5]).update(updated_at=MORNING)  # equal instants: the number decides
    caller = Caller(cast.noura)
    whole = walk(caller, "tickets")
    found, following = [], "tickets?limit=2"
    while following:
        answer = caller.get(following)
        found += numbers(answer)
        following = answer.json()["next"]
        make.ticket(sender="new@example.com")
    assert found == whole
    assert sorted(found) == made


def test_next_keeps_the_question_and_may_be_given_back_as_a_cursor(cast: Cast) -> None:
    made = [make.ticket(sender=f"c{index}@example.com").number for index in range(4)]
    make.ticket(channel="phone")
    caller = Caller(cast.noura)
    following = caller.get("tickets?channel=email&limit=3").json()["next"]
    assert following.startswith("http://127.0.0.1:8000/api/v1/tickets?channel=email&limit=3&cursor=")
    assert numbers(caller.get(following)) == made[:1]
    only = following.rpartition("=")[2]
    for cursor in (only, following.replace("&", "%26")):
        assert numbers(caller.get(f"tickets?channel=email&limit=3&cursor={cursor}")) == made[:1]


def test_a_list_asks_the_database_as_often_for_one_as_for_many(cast: Cast) -> None:
    caller = Caller(cast.noura)
    counts = []
    for wanted in (1, 9):
        while Ticket.objects.count() < wanted:
            make.assigned(make.ticket(sender=f"c{Ticket.objects.count()}@example.com"), cast.noura, cast.khaled)
        caller.get("tickets")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(numbers(caller.get("tickets"))) == wanted
        counts.append(len(asked))
    assert (
        counts[0] == counts[1] <= 13
    )  # the token, the tickets, their customers' addresses, their promises, their clocks and what is new for them


def test_a_new_ticket_arrives_with_its_words_and_an_acknowledgement(cast: Cast) -> None:
    answer = Caller(cast.noura).post("tickets", NEW_TICKET | {"kind": "complaint", "channel": "phone"})
    assert answer.status_code == 201
    said = answer.json()
    assert (said["subject"], said["kind"], said["channel"]) == ("تأخر الشحنة", "complaint", "phone")
    assert (said["status"], said["outcome"], said["team"]["id"]) == ("new", "open", cast.desk.pk)
    assert said["customer"]["name"] == "منى العمري"
    assert [(one["direction"], one["text"], one["author"]["kind"]) for one in said["messages"]] == [
        ("in", NEW_TICKET["text"], "customer")
    ]
    assert Caller(cast.noura).get(f"tickets/{said['number']}").json() == said
    sent = Delivery.objects.get()
    assert (sent.purpose, sent.recipient, sent.ticket_id) == ("acknowledgement", "mona@example.com", said["number"])


def test_null_is_as_good_as_leaving_out(cast: Cast) -> None:
    body = NEW_TICKET | {"kind": None, "channel": None}
    body["customer"] = {"name": None, "address": {"kind": "phone", "value": "0501234567"}}
    said = Caller(cast.noura).post("tickets", body).json()
    assert (said["kind"], said["channel"], said["customer"]["name"]) == ("inquiry", "api", "")
    assert said["customer"]["addresses"] == [{"kind": "phone", "value": "+966501234567"}]


def test_a_customer_we_know_is_recognised(cast: Cast) -> None:
    body = NEW_TICKET | {"customer": {"name": "Sara", "address": {"kind": "email", "value": "SARA@Example.com"}}}
    said = Caller(cast.noura).post("tickets", body).json()
    assert (said["customer"]["id"], said["customer"]["name"]) == (cast.sara.pk, "سارة المطيري")


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        (
            {"customer": {"name": "م", "address": {"kind": "email", "value": "nobody"}}},
            "customer.address.value",
            "bad_address",
        ),
        (
            {"customer": {"name": "م", "address": {"kind": "phone", "value": "12"}}},
            "customer.address.value",
            "bad_address",
        ),
        ({"customer": {"name": "م", "address": {"kind": "fax", "value": "1"}}}, "customer.address.kind", "not_one_of"),
        ({"customer": {"name": "م"}}, "customer.address", "missing"),
        ({"customer": "منى"}, "customer", "not_an_object"),
        ({"text": " \n"}, "text", "blank"),
        ({"text": "a\0b"}, "text", "nul_character"),
        ({"subject": "س" * 501}, "subject", "too_long"),
        ({"subject": 5}, "subject", "not_text"),
        ({"kind": "bug"}, "kind", "not_one_of"),
        ({"channel": "E-Mail!"}, "channel", "wrong_form"),
    ],
)
def test_a_ticket_that_cannot_be_opened_names_the_field(
    cast: Cast, change: dict[str, Any], field: str, code: str
) -> None:
    answer = Caller(cast.noura).post("tickets", NEW_TICKET | change)
    assert (answer.status_code, fields_at_fault(answer)) == (422, {field: code})
    assert not Ticket.objects.exists()


def test_who_opens_a_ticket_sees_it_afterwards(cast: Cast) -> None:
    for person in (cast.noura, cast.layla, cast.khaled, cast.huda, cast.aziz, cast.salman, cast.fahd):
        caller = Caller(person)
        made = caller.post("tickets", NEW_TICKET).json()
        assert caller.get(f"tickets/{made['number']}").status_code == 200, person.email


def test_who_sees_only_what_is_assigned_opens_none_and_learns_nothing_of_a_customer(cast: Cast) -> None:
    body = NEW_TICKET | {"customer": {"name": "?", "address": {"kind": "email", "value": "sara@example.com"}}}
    for person in (cast.reem, cast.majed):
        answer = Caller(person).post("tickets", body)
        assert (answer.status_code, answer.json()["code"]) == (403, "may_not_open")
        assert "سارة" not in answer.content.decode()
    assert Customer.objects.count() == 1


def test_one_ticket_holds_what_was_said_and_noted_oldest_first(cast: Cast) -> None:
    ticket = make.ticket()
    make.replied(ticket, cast.noura, files=(make.file(),))
    make.noted(ticket, cast.khaled)
    make.customer_says(ticket)
    said = Caller(cast.noura).get(f"tickets/{ticket.number}").json()["messages"]
    assert [(one["direction"], one["author"]["name"]) for one in said] == [
        ("in", "سارة المطيري"),
        ("out", "نورة القحطاني"),
        ("note", "خالد الحربي"),
        ("in", "سارة المطيري"),
    ]
    assert len({one["id"] for one in said}) == 4
    waiting = {"state": "waiting", "error": "", "attempts": 0, "sent_at": None, "maybe_twice": False}
    assert [one["delivery"] for one in said] == [None, waiting, None, None]
    assert said[1]["attachments"][0]["name"] == "إيصال.png"


def test_one_ticket_asks_the_database_as_often_for_few_as_for_many_messages(cast: Cast) -> None:
    ticket, caller, counts = make.ticket(), Caller(cast.noura), []
    for _round in range(2):
        for _time in range(3):
            make.replied(ticket, cast.noura, files=(make.file(),))
            make.noted(ticket, cast.khaled, files=(make.file(),))
        caller.get(f"tickets/{ticket.number}")
        with CaptureQueriesContext(connection) as asked:
            caller.get(f"tickets/{ticket.number}")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_the_timeline_tells_the_facts_in_order_and_in_parts(cast: Cast) -> None:
    ticket = make.ticket()
    make.replied(ticket, cast.noura)
    make.claimed(ticket, cast.noura)
    caller = Caller(cast.noura)
    first = caller.get(f"tickets/{ticket.number}/timeline?limit=3").json()
    rest = caller.get(first["next"]).json()
    events = first["items"] + rest["items"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert [event["kind"] for event in events][:3] == ["ticket.opened", "message.received", "message.sent"]
    assert events[0]["actor"] == {"kind": "customer", "id": cast.sara.pk, "name": "سارة المطيري"}
    assert events[2]["actor"] == {"kind": "staff", "id": cast.noura.pk, "name": "نورة القحطاني"}
    assert events[-1]["kind"] == "claim.made"
    assert rest["next"] is None
