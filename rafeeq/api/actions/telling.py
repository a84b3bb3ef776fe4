"""Tell a webhook of one event: signed, outside of any transaction, at least once and always under the same id."""

import json
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rafeeq.api import queries
from rafeeq.api.actions.webhooks import secrets_of, switch_off
from rafeeq.api.models import Webhook, WebhookDelivery
from rafeeq.api.rules import Sent, after_try, has_failed_for_days, signatures
from rafeeq.lib.fetch import Limits, Unfetched, fetch
from rafeeq.tickets.models import Remedy

LIMITS = Limits(seconds=10, connect=5, size=64 * 1024)
TEST = "test"
State = WebhookDelivery.State


def tell(pk: int) -> tuple[timedelta | None, int | None]:
    """Try one delivery: after how long to try again (None: not), and the webhook that was switched off by that."""
    delivery = queries.waiting_delivery(pk)
    if delivery is None:
        return None, None
    body = message(delivery)
    if body is None:
        WebhookDelivery.objects.filter(pk=pk).update(state=State.DEAD, error="not for outside")
        return None, None
    started = time.monotonic()
    status, retry_after, trouble = _hand_in(delivery, body)
    took = int((time.monotonic() - started) * 1000)
    return _settled(delivery, status, trouble, took, after_try(status, delivery.attempts + 1, retry_after=retry_after))


def message(delivery: WebhookDelivery) -> bytes | None:
    """What is told, written anew at each try; None for what never leaves the house."""
    event = delivery.event
    if event is None:
        told: dict[str, Any] = {"type": TEST, "timestamp": _moment(delivery.made_at), "data": {}}
        return json.dumps(told).encode()
    ticket = queries.ticket_outside(event.ticket_id)
    if ticket is None:
        return None
    from rafeeq.api import render  # with the framework of the API, which only an installation with webhooks needs here

    data: dict[str, Any] = {
        "event": {"id": event.pk, "ticket": event.ticket_id, "seq": event.seq, "data": event.data},
        "actor": {"kind": event.actor, "id": event.actor_id},
        "ticket": render.listed(ticket, queries.around([ticket])).model_dump(mode="json"),
    }
    remedy = Remedy.objects.select_related("by").filter(pk=event.data.get("remedy", 0)).first()
    if remedy is not None:
        data["remedy"] = render.remedy(remedy).model_dump(mode="json")
    told = {"type": event.kind, "timestamp": _moment(event.at), "data": data}
    return json.dumps(told, ensure_ascii=False).encode()


def _moment(at: Any) -> str:
    return str(at.isoformat()).replace("+00:00", "Z")


def _hand_in(delivery: WebhookDelivery, body: bytes) -> tuple[int | None, str, str]:
    """The other side's answer, how long it wants us to wait, and what went wrong."""
    at = int(time.time())
    secrets = secrets_of(delivery.hook)
    if not secrets:
        return None, "", "NoSecret:"
    headers = {
        "Content-Type": "application/json",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": signatures(secrets, message_id=delivery.message_id, at=at, body=body),
    }
    try:
        answer = fetch(
            delivery.hook.url, method="POST", headers=headers, content=body, limits=LIMITS,
            allowed=settings.RAFEEQ_FETCH_ALLOWED,
        )  # fmt: skip
    except Unfetched as trouble:
        return None, "", f"{type(trouble).__name__}: {trouble}"
    return answer.status, answer.headers.get("retry-after", ""), ""


def _settled(
    delivery: WebhookDelivery, status: int | None, trouble: str, took: int, sent: Sent
) -> tuple[timedelta | None, int | None]:
    now, hook = timezone.now(), delivery.hook
    state = State.SENT if sent.taken else State.WAITING if sent.wait is not None else State.DEAD
    with transaction.atomic():
        WebhookDelivery.objects.filter(pk=delivery.pk, state=State.WAITING).update(
            state=state, attempts=delivery.attempts + 1, tried_at=now, next_at=now + (sent.wait or timedelta()),
            status=status, took_ms=took, error=trouble[:300],
        )  # fmt: skip
        if sent.taken:
            Webhook.objects.filter(pk=hook.pk).exclude(failing_since=None).update(failing_since=None)
        elif hook.failing_since is None:
            Webhook.objects.filter(pk=hook.pk, failing_since=None).update(failing_since=now)
    if sent.gone or (not sent.taken and has_failed_for_days(hook.failing_since, now)):
        return None, (hook.pk if switch_off(hook) else None)
    return sent.wait, None
