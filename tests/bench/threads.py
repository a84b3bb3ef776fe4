"""Threads of chosen lengths for the benchmark of the ticket's page, and one page opened many times."""

import time
from datetime import timedelta
from http.cookies import SimpleCookie
from importlib import import_module
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from rafeeq.staff.models import User
from rafeeq.tickets.models import Delivery, Event, Message, Ticket
from tests.bench import database, desk

AGENT = "agent0@rafeeq.example"


def _talk(ticket: Ticket, by: User, length: int) -> list[Message]:
    return [
        Message(
            ticket=ticket,
            direction="out" if turn % 3 == 1 else "in",
            channel="email",
            customer=None if turn % 3 == 1 else ticket.customer,
            address=None if turn % 3 == 1 else ticket.customer.addresses.first(),
            user=by if turn % 3 == 1 else None,
            text="السلام عليكم، خُصم المبلغ من حسابي مرتين في فاتورة أكتوبر، ووعدتموني أن يعود خلال يومين. " * 2,
            at=ticket.created_at + timedelta(minutes=turn),
        )
        for turn in range(length)
    ]


def _told(ticket: Ticket, by: User, messages: list[Message]) -> list[Event]:
    """Each message's event, and a change of priority after every fourth."""
    facts: list[tuple[str, str, dict[str, Any]]] = [("ticket.opened", "customer", {})]
    for turn, message in enumerate(messages):
        kind = "message.sent" if message.direction == "out" else "message.received"
        facts.append((kind, "staff" if message.direction == "out" else "customer", {"message": message.pk}))
        if turn % 4 == 3:
            facts.append(("ticket.priority_set", "staff", {"from": "low", "to": "high"}))
    return [
        Event(
            ticket=ticket,
            seq=place + 1,
            kind=kind,
            actor=actor,
            actor_id=by.pk if actor == "staff" else ticket.customer_id,
            at=ticket.created_at + timedelta(minutes=place),
            data=data,
        )
        for place, (kind, actor, data) in enumerate(facts)
    ]


def long_threads(lengths: tuple[int, ...]) -> list[int]:
    """One ticket for each length, with its events and a sending for each answer."""
    like = Ticket.objects.filter(status="open", assignee__email=AGENT).order_by("number")[0]
    by, made = like.assignee, []
    assert by is not None
    for length in lengths:
        like.pk, like.subject = None, f"خيط من {length} رسالة"
        like.save(force_insert=True)
        messages = Message.objects.bulk_create(_talk(like, by, length))
        events = Event.objects.bulk_create(_told(like, by, messages))
        address = like.customer.addresses.first()
        Delivery.objects.bulk_create(
            Delivery(
                ticket=like, message=one, purpose="reply", channel="email", address=address,
                recipient="customer@example.com", mailbox="customer@example.com", language="ar", state="sent",
            )
            for one in messages if one.direction == "out"
        )  # fmt: skip
        Ticket.objects.filter(number=like.number).update(event_count=len(events), message_count=length)
        made.append(like.number)
    return made


def opened(number: int, *, rounds: int, who: str = AGENT) -> dict[str, float]:
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
    desk.as_served()
    spent, server = [], database.server_seconds()
    for _round in range(rounds):
        before = _cpu()
        _once(handler, number, cookie)
        spent.append((_cpu() - before) * 1000)
    server = database.server_seconds() - server
    spent.sort()
    connection.force_debug_cursor = True
    before_queries = len(connection.queries_log)
    _once(handler, number, cookie)
    log: list[dict[str, Any]] = list(connection.queries_log)[before_queries:]
    connection.force_debug_cursor = False
    return {
        "cpu_ms": round(spent[len(spent) // 2], 2),
        "least_ms": round(spent[0], 2),
        "server_ms": round(server * 1000 / rounds, 2),
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
    answer = handler(environ, lambda said, _headers: status.append(said))  # type: ignore[arg-type]
    size = sum(len(part) for part in answer)
    answer.close()
    assert status == ["200 OK"], status
    return size
