"""Notices on a device: sealed, without a customer's word, for the one who is signed in there and nobody else."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from rafeeq.inbox import jobs
from rafeeq.inbox.actions import devices
from rafeeq.inbox.models import Device, Notice
from rafeeq.inbox.tests.pages import cost, shown
from rafeeq.lib import wire
from rafeeq.lib.fetch import Allowed
from rafeeq.staff.actions import people
from rafeeq.system.models import AuditEntry, Job, Setting
from rafeeq.system.worker import JobRunner
from tests import make
from tests.cast import Cast, signs_in
from tests.pushed import Receiver, claims, letters
from tests.webserver import Asked, WebServer, answer, authority_file, sealed_for, web_server

PAGE, TAKE = "/inbox/notices/", "/inbox/notices/devices/"
SERVICE = "https://push.example/"


def turned_on(client: Client, receiver: Receiver, endpoint: str = SERVICE + "noura") -> Device:
    """The browser hands over what it has."""
    answered = client.post(TAKE, {"endpoint": endpoint, **receiver.told()}, headers={"User-Agent": "Firefox/1 Linux"})
    assert answered.status_code == 302
    return Device.objects.get(endpoint=endpoint)


class PushService:
    """A push service on this machine that answers with one status after the other, and then takes everything."""

    def __init__(self) -> None:
        self.statuses: list[bytes] = []
        self.server: WebServer

    def answers(self, asked: Asked) -> bytes:
        return self.statuses.pop(0) if self.statuses else answer(201)

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.server.port}"

    def taken(self, receiver: Receiver) -> list[dict[str, Any]]:
        """What was handed in since the last look, opened."""
        taken = [json.loads(receiver.open(one.content)) for one in self.server.asked]
        self.server.asked.clear()
        return taken


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[PushService]:
    """A push service that our door may go to, and whose certificate is believed."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority_file(tmp_path)))
    settings.RAFEEQ_FETCH_ALLOWED = Allowed.of(["127.0.0.1"])
    wire.trusted.cache_clear()
    made = PushService()
    with web_server(made.answers, sealed_for(tmp_path, "127.0.0.1")) as made.server:
        yield made
    wire.trusted.cache_clear()


def a_round() -> None:
    """The worker tells what is new, and does everything that is due."""
    jobs.make_notices.call()
    JobRunner("test").drain()


def test_turning_on_and_off(cast: Cast) -> None:
    client, receiver = signs_in(cast.noura), Receiver()
    assert 'data-here=""' in shown(client, PAGE)
    device = turned_on(client, receiver)
    page = shown(client, PAGE)
    assert f'data-here="{device.pk}"' in page
    assert "push.example" not in page, "the address at the push service is a secret"

    other = signs_in(cast.noura)
    assert "Firefox · Linux" in shown(other, PAGE), "from another browser it can be taken away as well"
    removal = f"{TAKE}{device.pk}/removal/"
    assert client.get(removal).status_code == 405
    assert signs_in(cast.khaled).post(removal).status_code == 404
    assert Client().post(removal).status_code == 302
    assert Device.objects.count() == 1
    assert other.post(removal).status_code == 302
    assert not Device.objects.exists()


def test_what_a_browser_may_hand_over(cast: Cast) -> None:
    client, good = signs_in(cast.noura), Receiver().told()
    for wrong in (
        {"endpoint": "http://push.example/a"}, {"endpoint": "https://u:p@push.example/a"}, {"endpoint": "رفيق"},
        {"endpoint": ""}, {"endpoint": "https://2130706433/"}, {"endpoint": SERVICE + "a" * 1000},
        {"p256dh": "A" * 87}, {"auth": "short"}, {"p256dh": ""},
    ):  # fmt: skip
        client.post(TAKE, {"endpoint": SERVICE, **good, **wrong})
        assert "بيانات المتصفح غير صالحة" in shown(client, PAGE), wrong
        assert not Device.objects.exists(), wrong


def test_a_browser_is_one_persons_and_a_person_has_ten(cast: Cast) -> None:
    receiver = Receiver()
    for number in range(12):
        turned_on(signs_in(cast.noura), receiver, f"{SERVICE}{number}")
        Device.objects.update(made_at=F("made_at") - timedelta(minutes=1))
    kept = list(Device.objects.order_by("-made_at").values_list("endpoint", flat=True))
    assert kept == [f"{SERVICE}{number}" for number in range(11, 1, -1)]
    page = signs_in(cast.noura)
    many = cost(page, PAGE)
    Device.objects.filter(endpoint__in=kept[3:]).delete()
    assert cost(page, PAGE) == many

    assert turned_on(signs_in(cast.khaled), receiver, kept[0]).user == cast.khaled
    assert Device.objects.filter(user=cast.noura).count() == 2

    client = signs_in(cast.huda)
    turned_on(client, receiver, SERVICE + "before")
    turned_on(client, receiver, SERVICE + "after")
    assert [one.endpoint for one in Device.objects.filter(user=cast.huda)] == [SERVICE + "after"]


def test_the_key_is_made_once_and_lies_sealed(cast: Cast, settings: Settings) -> None:
    client = signs_in(cast.noura)
    assert client.get(f"{TAKE}key/").status_code == 405
    first = client.post(f"{TAKE}key/").json()["key"]
    assert client.post(f"{TAKE}key/").json()["key"] == first
    private = devices.kept_key()
    assert private is not None
    assert letters(private) not in str(Setting.objects.get(key=devices.KEY).value)
    told = AuditEntry.objects.get(target=devices.KEY)
    assert (told.before, told.after) == (None, None)

    turned_on(client, Receiver())
    settings.SECRET_KEY = "another installation's"
    settings.SECRET_KEY_FALLBACKS = []
    assert devices.kept_key() is None
    assert devices.key() != private
    assert devices.key() == devices.key()
    assert not Device.objects.exists(), "what browsers made with the old key cannot be used any more"


def test_a_push_says_what_and_which_and_no_more(cast: Cast, service: PushService) -> None:
    client, receiver = signs_in(cast.noura), Receiver()
    client.post(f"{TAKE}key/")
    turned_on(client, receiver, service.address + "/send/noura")
    ticket = make.ticket("سحبتم المبلغ مرتين", subject="خصم مكرر")
    make.assigned(ticket, cast.noura, cast.khaled)
    a_round()
    asked = service.server.asked[0]
    said = claims(asked.headers["authorization"])
    assert (asked.method, asked.path, said["aud"]) == ("POST", "/send/noura", service.address)
    assert said["sub"].startswith(("mailto:", "https://"))
    assert 0 < said["exp"] - timezone.now().timestamp() <= 24 * 60 * 60
    assert (asked.headers["content-encoding"], asked.headers["topic"]) == ("aes128gcm", str(ticket.number))
    assert "أُسند".encode() not in asked.content, "sealed"
    arabic = str(ticket.number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert service.taken(receiver) == [
        {
            "title": "أُسند إليك طلب", "body": f"الطلب {arabic}", "tag": str(ticket.number),
            "address": f"/inbox/{ticket.number}/", "lang": "ar", "dir": "rtl",
        }
    ]  # fmt: skip
    a_round()
    assert service.server.asked == [], "once"

    signs_in(cast.noura, "en")
    make.customer_says(ticket, "كلمات العميل")
    make.assigned(make.ticket(sender="b@example.com"), cast.noura, cast.khaled)
    a_round()
    (several,) = service.taken(receiver)
    assert (several["title"], several["body"], several["address"]) == ("Rafeeq", "2 new notices for you", PAGE)


def test_whom_nothing_is_pushed_to(cast: Cast, service: PushService) -> None:
    receiver, ticket = Receiver(), make.ticket()
    devices.key()
    turned_on(client := signs_in(cast.noura), receiver, service.address + "/1")
    make.assigned(ticket, cast.noura, cast.khaled)
    jobs.make_notices.call()
    Notice.objects.update(read_at=timezone.now())
    JobRunner("test").drain()
    assert service.server.asked == [], "what was read at once"

    make.customer_says(ticket)
    jobs.make_notices.call()
    cast.noura.teams.clear()
    make.assigned(ticket, None, cast.khaled)
    JobRunner("test").drain()
    assert service.server.asked == [], "what may not be seen any more"

    cast.noura.teams.add(cast.desk)
    make.assigned(ticket, cast.noura, cast.khaled)
    client.post("/sign-out/")
    a_round()
    assert service.server.asked == [], "who has signed out there"
    assert devices.sweep() == 1

    turned_on(signs_in(cast.noura), receiver, service.address + "/2")
    make.customer_says(ticket)
    jobs.make_notices.call()
    people.close(cast.noura, by=cast.salman)
    JobRunner("test").drain()
    assert service.server.asked == [], "whose account was closed"
    assert devices.sweep() == 1


def test_what_the_push_service_answers(cast: Cast, service: PushService, settings: Settings) -> None:
    receiver, ticket = Receiver(), make.ticket()
    devices.key()
    turned_on(signs_in(cast.noura), receiver, service.address + "/1")
    waiting = Job.objects.filter(task=jobs.push.module_path, state=Job.State.WAITING)

    service.statuses = [answer(503)] * 3 + [answer(429, Retry_After="1800")]
    make.assigned(ticket, cast.noura, cast.khaled)
    a_round()
    for minutes in (1, 5, 15, 60):
        ahead = waiting.get().run_at - timezone.now()
        assert timedelta(minutes=minutes - 1) < ahead <= timedelta(minutes=minutes)
        waiting.update(run_at=timezone.now())
        JobRunner("test").drain()
    assert len(service.taken(receiver)) == 5, "the last one is taken"
    assert not waiting.exists()

    service.statuses = [answer(400)]
    make.customer_says(ticket)
    a_round()
    assert not waiting.exists(), "what is wrong with it does not pass"
    assert Device.objects.exists()

    settings.RAFEEQ_FETCH_ALLOWED = Allowed()
    service.server.asked.clear()
    make.customer_says(ticket)
    a_round()
    assert (service.server.asked, waiting.exists()) == ([], False), "nothing leaves except through the guarded door"
    settings.RAFEEQ_FETCH_ALLOWED = Allowed.of(["127.0.0.1"])

    service.statuses = [answer(410)]
    make.customer_says(ticket)
    a_round()
    assert not Device.objects.exists(), "the browser has let go"
    assert not Job.objects.filter(state=Job.State.FAILED).exists()


def test_the_script_of_the_device_is_there_for_anybody() -> None:
    found = Client().get("/inbox/devices-worker.js")
    assert (found.status_code, found["Content-Type"]) == (200, "text/javascript")
    assert "notificationclick" in found.content.decode()
