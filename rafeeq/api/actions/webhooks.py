"""Webhooks: made, changed, their secret renewed, switched off; and the deliveries that the timeline leaves for them."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rafeeq.api.models import Webhook, WebhookDelivery
from rafeeq.api.rules import spelled_secret
from rafeeq.lib.fetch import Refused, target
from rafeeq.system.actions import Actor, audit, delete_in_chunks
from rafeeq.system.keys import opened, sealed
from rafeeq.tickets.actions.reading import read_on
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries.news import News

READER = "webhooks"
AT_ONCE = 500
BOTH_SIGN_FOR = timedelta(hours=24)
KEPT_FOR = timedelta(days=30)

State = WebhookDelivery.State


def make_webhook(*, name: str, url: str, kinds: Sequence[str], by: Actor) -> tuple[Webhook, str]:
    """A new webhook, and its secret, which is not shown again. Raises ValidationError."""
    _refuse_bad_address(url)
    secret = _new_secret()
    with transaction.atomic():
        made = Webhook(name=name, url=url, kinds=list(kinds), secret=sealed("webhooks", secret))
        if by is not None and not isinstance(by, str):
            made.made_by_id = by.pk
        _keep(made)
        audit(by=by, what="webhook.made", target=name, after={"url": url, "events": list(kinds)})
    return made, secret


def change_webhook(hook: Webhook, *, name: str, url: str, kinds: Sequence[str], is_active: bool, by: Actor) -> None:
    """Another name, address or choice of events; on or off. Raises ValidationError."""
    _refuse_bad_address(url)
    with transaction.atomic():
        held = Webhook.objects.select_for_update(of=("self",)).get(pk=hook.pk)
        before = {"name": held.name, "url": held.url, "events": held.kinds, "is_active": held.is_active}
        after = {"name": name, "url": url, "events": list(kinds), "is_active": is_active}
        if before == after:
            return
        if is_active and not held.is_active:
            held.failing_since = held.disabled_at = None
        held.name, held.url, held.kinds, held.is_active = name, url, list(kinds), is_active
        _keep(held)
        if not is_active:
            _give_up_waiting(held)
        audit(by=by, what="webhook.changed", target=name, before=before, after=after)


def renew_secret(hook: Webhook, *, by: Actor) -> str:
    """A new secret, which is not shown again; the one before signs as well for a day."""
    secret = _new_secret()
    with transaction.atomic():
        held = Webhook.objects.select_for_update(of=("self",)).get(pk=hook.pk)
        held.old_secret, held.old_until = held.secret, timezone.now() + BOTH_SIGN_FOR
        held.secret = sealed("webhooks", secret)
        held.save(update_fields=["secret", "old_secret", "old_until"])
        audit(by=by, what="webhook.secret_renewed", target=held.name)
    return secret


def remove_webhook(hook: Webhook, *, by: Actor) -> None:
    """It is told nothing any more, and what waited for it goes."""
    with transaction.atomic():
        if Webhook.objects.filter(pk=hook.pk).delete()[0]:
            audit(by=by, what="webhook.removed", target=hook.name, before={"url": hook.url, "events": hook.kinds})


def switch_off(hook: Webhook) -> bool:
    """Nothing was taken for days, or nobody wants anything there: tell it no more; false when it was off already."""
    with transaction.atomic():
        off = Webhook.objects.filter(pk=hook.pk, is_active=True)
        if not off.update(is_active=False, disabled_at=timezone.now()):
            return False
        _give_up_waiting(hook)
        audit(by=None, what="webhook.disabled", target=hook.name)
    return True


def secrets_of(hook: Webhook) -> list[str]:
    """The secrets that sign now, the newest first; none when they were sealed under another key of the installation."""
    seals = [hook.secret]
    if hook.old_secret and hook.old_until is not None and hook.old_until > timezone.now():
        seals.append(hook.old_secret)
    found = [opened("webhooks", seal) for seal in seals]
    return [one for one in found if one is not None] if all(found) else []


def make_deliveries(then: Callable[[Sequence[int]], None]) -> None:
    """Leave a delivery for each new event and each webhook that is told of its kind, once each.

    Complaints about conduct never leave the house. `then` gets the new ones in the same transaction.
    """

    def use(news: Sequence[News]) -> None:
        wanted = [(pk, set(kinds)) for pk, kinds in Webhook.objects.filter(is_active=True).values_list("pk", "kinds")]
        told = [(hook, one) for one in news for hook, kinds in wanted if one.kind in kinds]
        if not told:
            return
        secret = _about_conduct({one.ticket for _hook, one in told})
        rows = [
            WebhookDelivery(hook_id=hook, event_id=one.id, message_id=new_message_id())
            for hook, one in told
            if one.ticket not in secret
        ]
        WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
        fresh = WebhookDelivery.objects.filter(message_id__in=[row.message_id for row in rows])
        then(list(fresh.order_by("pk").values_list("pk", flat=True)))

    while read_on(READER, use, limit=AT_ONCE, from_now=True) == AT_ONCE:
        pass


def _about_conduct(tickets: Iterable[int]) -> set[int]:
    return set(Ticket.objects.filter(number__in=tickets, is_conduct=True).values_list("number", flat=True))


def make_test(hook: Webhook) -> WebhookDelivery:
    """A message that says nothing, to see whether it arrives."""
    return WebhookDelivery.objects.create(hook=hook, message_id=new_message_id())


def send_again(delivery: WebhookDelivery) -> None:
    """Wait to be sent from the beginning, under the same id."""
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        state=State.WAITING, attempts=0, next_at=timezone.now(), error="", status=None
    )


def forget_old() -> int:
    """Forget deliveries that are past their time; how many."""
    old = WebhookDelivery.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).exclude(state=State.WAITING)
    return delete_in_chunks(old)


def new_message_id() -> str:
    """What the other side knows a message by, however often it comes."""
    return f"msg_{secrets.token_hex(16)}"


def _give_up_waiting(hook: Webhook) -> None:
    waiting = WebhookDelivery.objects.filter(hook=hook, state=State.WAITING)
    waiting.update(state=State.DEAD, error="switched off")


def _new_secret() -> str:
    return spelled_secret(secrets.token_bytes(32))


def _keep(hook: Webhook) -> None:
    try:
        with transaction.atomic():
            hook.save()
    except IntegrityError as clash:
        raise ValidationError(_("This name is in use already."), code="name") from clash


def _refuse_bad_address(url: str) -> None:
    try:
        target(url)
    except Refused:
        raise ValidationError(_("This is no address of the web. It begins with https://."), code="url") from None
