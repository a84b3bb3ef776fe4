"""Tickets with threads for the benchmark of the ticket's page, and one page opened many times."""

import time
from datetime import timedelta
from http.cookies import SimpleCookie
from importlib import import_module
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.utils import timezone

from rafeeq.customers.models import Customer
from rafeeq.staff.models import User
from rafeeq.tickets.models import Event, Message, Ticket
from tests.cast import build

BATCH = 2_000


def load(count: int) -> None:
    """`count` tickets of three messages, unless they are there."""
    if User.objects.exists():
        return
    with transaction.atomic():
        cast = build()
        people = Customer.objects.bulk_create([Customer(name=f"عميل {one}") for one in range(count // 20 + 1)])
    begun = timezone.now() - timedelta(days=300)
    for start in range(0, count, BATCH):
        with transaction.atomic():
            tickets = [
                Ticket(
                    subject=f"استفسار عن الفاتورة {number}",
                    customer=people[number % len(people)],
                    team=cast.desk,
                    branch=cast.riyadh,
                    assignee=cast.noura if number % 3 else None,
                    channel="email",
                    preview="متى يصل المبلغ إلى حسابي؟",
                    message_count=3,
                    event_count=4,
                    created_at=begun + timedelta(minutes=number),
                    updated_at=begun + timedelta(minutes=number + 30),
                    status="open",
                )
                for number in range(start, min(start + BATCH, count))
            ]
            Ticket.objects.bulk_create(tickets)
            Message.objects.bulk_create([message for ticket in tickets for message in _talk(ticket, cast.noura, 3)])
            Event.objects.bulk_create([event for ticket in tickets for event in _told(ticket, cast.noura, 4)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _talk(ticket: Ticket, by: User, length: int) -> list[Message]:
    return [
        Message(
            ticket=ticket,
            direction="out" if turn % 3 == 1 else "in",
            channel="email",
            customer=None if turn % 3 == 1 else ticket.customer,
            user=by if turn % 3 == 1 else None,
            text="السلام عليكم، خُصم المبلغ من حسابي مرتين في فاتورة أكتوبر، ووعدتموني أن يعود خلال يومين. " * 2,
            at=ticket.created_at + timedelta(minutes=turn),
        )
        for turn in range(length)
    ]


def _told(ticket: Ticket, by: User, length: int) -> list[Event]:
    return [
        Event(
            ticket=ticket,
            seq=turn + 1,
            kind="ticket.opened" if turn == 0 else "ticket.assigned" if turn % 2 else "ticket.priority_set",
            actor="staff",
            actor_id=by.pk,
            at=ticket.created_at + timedelta(minutes=turn),
            data={"from": "low", "to": "high"} if turn and turn % 2 == 0 else {"from": None, "to": by.pk},
            hash=f"{ticket.number}.{turn}",
        )
        for turn in range(length)
    ]


def long_threads(lengths: tuple[int, ...]) -> list[int]:
    """One ticket for each length, with as many events."""
    noura = User.objects.get(email="noura@rafeeq.example")
    made = []
    for length in lengths:
        like = Ticket.objects.order_by("number")[1000]
        like.pk, like.subject, like.event_count = None, f"خيط من {length} رسالة", length + 4
        like.save(force_insert=True)
        Message.objects.bulk_create(_talk(like, noura, length))
        Event.objects.bulk_create(_told(like, noura, length + 4))
        made.append(like.number)
    return made


def opened(number: int, *, rounds: int, who: str = "noura@rafeeq.example") -> dict[str, float]:
    """CPU milliseconds a page, the median and the least of `rounds`, its queries and its weight."""
    user = User.objects.get(email=who)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session.session_key, "csrftoken": "a" * 32})
    handler, cookie = WSGIHandler(), "; ".join(f"{one.key}={one.value}" for one in cookies.values())
    size = 0
    for _warm in range(10):
        size = _once(handler, number, cookie)
    spent = []
    for _round in range(rounds):
        before = _cpu()
        _once(handler, number, cookie)
        spent.append((_cpu() - before) * 1000)
    spent.sort()
    connection.force_debug_cursor = True
    before_queries = len(connection.queries_log)
    _once(handler, number, cookie)
    log: list[dict[str, Any]] = list(connection.queries_log)[before_queries:]
    connection.force_debug_cursor = False
    return {
        "cpu_ms": round(spent[len(spent) // 2], 2),
        "least_ms": round(spent[0], 2),
        "sql_ms": round(sum(float(one["time"]) for one in log) * 1000, 1),
        "queries": len(log),
        "kilobytes": round(size / 1000, 1),
    }


def _cpu() -> float:
    return time.process_time()


def _once(handler: WSGIHandler, number: int, cookie: str) -> int:
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": f"/inbox/{number}/", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000", "wsgi.input": BytesIO(), "wsgi.url_scheme": "http", "HTTP_COOKIE": cookie,
        "wsgi.errors": None, "QUERY_STRING": "",
    }  # fmt: skip
    status: list[str] = []
    answer = handler(environ, lambda said, _headers: status.append(said))
    size = sum(len(part) for part in answer)
    answer.close()
    assert status == ["200 OK"], status
    return size
