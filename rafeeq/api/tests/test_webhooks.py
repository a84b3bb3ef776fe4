"""Webhooks against a real server: signed, at least once under one id, tried again, given up in the open."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django.fixtures import Settings

from rafeeq.api import jobs
from rafeeq.api.actions import telling, webhooks
from rafeeq.api.models import Webhook, WebhookDelivery
from rafeeq.api.rules import BACK_OFF, after_try
from rafeeq.flows.conduct import complain
from rafeeq.lib.fetch import Allowed
from rafeeq.system.models import AuditEntry, Job
from rafeeq.system.worker import JobRunner
from tests import make
from tests.cast import Cast, signed_in
from tests.webserver import Asked, WebServer, answer, web_server

LIST = "/settings/webhooks/"
KINDS = ["remedy.ordered", "message.received", "note.written"]


class Receiver:
    """A system of the company's that answers with one status after the other, and then takes everything."""

    def __init__(self) -> None:
        self.statuses: list[bytes] = []
        self.server: WebServer

    def answers(self, asked: Asked) -> bytes:
        return self.statuses.pop(0) if self.statuses else answer(204)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/hook"


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.RAFEEQ_FETCH_ALLOWED = Allowed.of(["127.0.0.1"])
    made = Receiver()
    with web_server(made.answers) as made.server:
        yield made


def hooked(cast: Cast, receiver: Receiver, kinds: list[str] = KINDS) -> tuple[Webhook, str]:
    """A webhook that is told from now on."""
    made, secret = webhooks.make_webhook(name="المحاسبة", url=receiver.url, kinds=kinds, by=cast.salman)
    jobs.leave_deliveries.call()
    return made, secret


def a_round() -> None:
    """The worker leaves what is new and does everything that is due."""
    jobs.leave_deliveries.call()
    JobRunner("test").drain()


def later() -> None:
    """The time of the next try has come."""
    Job.objects.filter(state="waiting").update(run_at=timezone.now())


def checked(asked: Asked, secret: str) -> dict[str, Any]:
    """The message, its signature checked as the specification says, with nothing of ours."""
    signed = b".".join(
        [asked.headers["webhook-id"].encode(), asked.headers["webhook-timestamp"].encode(), asked.content]
    )
    key = base64.b64decode(secret.split("_", 1)[1])
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    versions = [one.split(",", 1) for one in asked.headers["webhook-signature"].split(" ")]
    assert wanted in [value for version, value in versions if version == "v1"]
    said: dict[str, Any] = json.loads(asked.content)
    return said


def test_what_happens_is_told_signed_and_without_what_stays_inside(cast: Cast, receiver: Receiver) -> None:
    before = make.ticket()
    _hook, secret = hooked(cast, receiver)
    make.limit("agent", 100)
    make.noted(before, cast.noura, "سر بيننا")
    made = make.granted(before, cast.noura, "75.5")
    a_round()
    a_round()
    (asked,) = [one for one in receiver.server.asked if b"remedy.ordered" in one.content]
    said = checked(asked, secret)
    assert (said["type"], set(said)) == ("remedy.ordered", {"type", "timestamp", "data"})
    assert said["data"]["event"]["data"] == {"remedy": made.pk, "act": "refund"}
    assert (said["data"]["remedy"]["amount"], said["data"]["remedy"]["currency"]) == ("75.50", "SAR")
    assert said["data"]["ticket"]["number"] == before.number
    assert "messages" not in said["data"]["ticket"]
    assert all("سر بيننا".encode() not in one.content for one in receiver.server.asked)
    types = [json.loads(one.content)["type"] for one in receiver.server.asked]
    assert (types.count("remedy.ordered"), types.count("note.written")) == (1, 1), "once each, a note without its words"


def test_complaints_about_conduct_never_leave(cast: Cast, receiver: Receiver) -> None:
    hooked(cast, receiver)
    ticket = make.ticket()
    a_round()
    receiver.server.asked.clear()
    complain(ticket, text="أساء إليّ", about=cast.noura, address=cast.sara_email)
    a_round()
    assert receiver.server.asked == []
    assert WebhookDelivery.objects.count() == 1


def test_tried_again_with_the_same_id_until_it_is_taken(cast: Cast, receiver: Receiver) -> None:
    hook, secret = hooked(cast, receiver)
    receiver.statuses = [answer(500), answer(302, location="http://127.0.0.1/"), answer(429, retry_after="7200")]
    make.ticket()
    a_round()
    for _try in range(3):
        later()
        JobRunner("test").drain()
    assert len({one.headers["webhook-id"] for one in receiver.server.asked}) == 1
    assert len(receiver.server.asked) == 4
    row = WebhookDelivery.objects.get()
    assert (row.state, row.attempts, row.status) == ("sent", 4, 204)
    assert Webhook.objects.get(pk=hook.pk).failing_since is None
    for one in receiver.server.asked:
        checked(one, secret)


def test_a_worker_that_dies_between_sending_and_writing_it_down_sends_again(
    cast: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked(cast, receiver)
    make.ticket()
    jobs.leave_deliveries.call()
    pk = WebhookDelivery.objects.get().pk

    def die(*_all: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(telling, "_settled", die)
        with pytest.raises(KeyboardInterrupt):
            telling.tell(pk)
    a_round()
    ids = [one.headers["webhook-id"] for one in receiver.server.asked]
    assert (len(ids), len(set(ids))) == (2, 1)
    JobRunner("test").drain()
    assert len(receiver.server.asked) == 2


def test_given_up_after_a_day_and_sent_again_by_one_click(cast: Cast, receiver: Receiver) -> None:
    hook, secret = hooked(cast, receiver)
    receiver.statuses = [answer(500)] * (len(BACK_OFF) + 1)
    make.ticket()
    a_round()
    for _try in BACK_OFF:
        later()
        JobRunner("test").drain()
    row = WebhookDelivery.objects.get()
    assert (row.state, row.attempts) == ("dead", len(BACK_OFF) + 1)
    salman = signed_in(cast.salman)
    assert f"{LIST}{hook.pk}/deliveries/{row.pk}/again/" in salman.get(f"{LIST}{hook.pk}/").content.decode()
    salman.post(f"{LIST}{hook.pk}/deliveries/{row.pk}/again/")
    a_round()
    assert WebhookDelivery.objects.get().state == "sent"
    assert receiver.server.asked[-1].headers["webhook-id"] == row.message_id
    checked(receiver.server.asked[-1], secret)


def test_switched_off_after_days_and_administrators_hear_of_it(cast: Cast, receiver: Receiver) -> None:
    hook, _secret = hooked(cast, receiver)
    Webhook.objects.update(failing_since=timezone.now() - timedelta(days=3))
    receiver.statuses = [answer(500)]
    make.ticket()
    a_round()
    hook.refresh_from_db()
    assert (hook.is_active, hook.disabled_at is not None) == (False, True)
    assert [one.to for one in mail.outbox] == [[cast.salman.email]]
    assert f"{LIST}{hook.pk}/" in mail.outbox[0].body
    assert AuditEntry.objects.filter(what="webhook.disabled").count() == 1
    make.ticket(sender="other@example.com")
    a_round()
    assert len(receiver.server.asked) == 1, "what is off is told nothing"


def test_both_secrets_sign_for_a_day(cast: Cast, receiver: Receiver) -> None:
    hook, old = hooked(cast, receiver)
    new = webhooks.renew_secret(hook, by=cast.salman)
    make.ticket()
    a_round()
    checked(receiver.server.asked[0], old)
    checked(receiver.server.asked[0], new)
    Webhook.objects.update(old_until=timezone.now())
    make.customer_says(make.ticket(sender="other@example.com"), sender="other@example.com")
    a_round()
    checked(receiver.server.asked[-1], new)
    with pytest.raises(AssertionError):
        checked(receiver.server.asked[-1], old)


def test_inside_the_own_network_only_what_is_named(cast: Cast, receiver: Receiver, settings: Settings) -> None:
    hooked(cast, receiver)
    settings.RAFEEQ_FETCH_ALLOWED = Allowed.of([])
    make.ticket()
    a_round()
    assert receiver.server.asked == []
    assert "RAFEEQ_FETCH_ALLOWED" in WebhookDelivery.objects.get().error
    page = signed_in(cast.salman).get(f"/settings/webhooks/{Webhook.objects.get().pk}/").content.decode()
    assert "الشبكة المغلقة" in page, "the reason is told in the reader's language"


def test_the_pages_of_administrators(cast: Cast, receiver: Receiver) -> None:
    salman = signed_in(cast.salman)
    entered = {"name": "المحاسبة", "url": receiver.url, "kinds": ["remedy.ordered"], "is_active": "on"}
    made = salman.post(LIST + "new/", entered)
    assert made.status_code == 201
    secret = re.search(r"whsec_[\w+/=]+", made.content.decode())
    assert secret is not None
    hook = Webhook.objects.get()
    assert secret[0] not in hook.secret
    page = salman.get(f"{LIST}{hook.pk}/").content.decode()
    assert secret[0] not in page
    assert secret[0] not in json.dumps([entry.after for entry in AuditEntry.objects.all()])
    faults: tuple[dict[str, Any], ...] = (
        {"url": "ftp://x"},
        {"kinds": []},
        {"name": " "},
        {"name": "المحاسبة"},
        {"kinds": ["note.written"]},
    )
    for wrong in faults:
        assert salman.post(LIST + "new/", entered | wrong).status_code == 422, wrong
    salman.post(f"{LIST}{hook.pk}/test/")
    a_round()
    assert checked(receiver.server.asked[0], secret[0])["type"] == "test"
    assert "204" in salman.get(f"{LIST}{hook.pk}/log/").content.decode()
    salman.post(f"{LIST}{hook.pk}/", entered | {"is_active": ""})
    assert not Webhook.objects.get().is_active
    salman.post(f"{LIST}{hook.pk}/removal/")
    assert (Webhook.objects.count(), WebhookDelivery.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("status", "attempts", "expected"),
    [
        (200, 1, (True, None, False)), (204, 9, (True, None, False)), (410, 1, (False, None, True)),
        (500, 1, (False, BACK_OFF[0], False)), (None, 3, (False, BACK_OFF[2], False)),
        (302, 7, (False, BACK_OFF[6], False)), (500, 8, (False, None, False)),
    ],
)  # fmt: skip
def test_what_follows_from_a_try(status: int | None, attempts: int, expected: tuple[object, ...]) -> None:
    found = after_try(status, attempts)
    assert (found.taken, found.wait, found.gone) == expected


def test_it_is_tried_for_about_a_day_and_a_quarter() -> None:
    assert timedelta(hours=27) < sum(BACK_OFF, timedelta()) < timedelta(hours=29)
    assert after_try(429, 1, retry_after="3600").wait == timedelta(hours=1)
