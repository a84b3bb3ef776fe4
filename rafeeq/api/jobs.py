"""What the JSON door does by itself: telling webhooks, and forgetting what was told long ago."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from rafeeq.api import queries
from rafeeq.api.actions import telling, webhooks
from rafeeq.system import preferences
from rafeeq.system.backend import OUTSIDE, max_attempts, outside_transaction
from rafeeq.system.periodic import every
from rafeeq.system.queries import preference
from rafeeq.ui import choices


@every(timedelta(seconds=2))
@outside_transaction
def leave_deliveries() -> None:
    """Leave what happened for the webhooks that want to know."""
    webhooks.make_deliveries(then=tell_them)


def tell_them(deliveries: Sequence[int]) -> None:
    """Leave a job for each delivery."""
    for pk in deliveries:
        tell.enqueue(pk)


@task(queue_name=OUTSIDE)
@outside_transaction
def tell(pk: int) -> None:
    """Tell one webhook of one event, and come again while nobody takes it."""
    wait, off = telling.tell(pk)
    if wait is not None:
        tell.using(run_after=timezone.now() + wait).enqueue(pk)
    if off is not None:
        for address, language in queries.administrators():
            mail_switched_off.enqueue(off, address, language)


@task()
@max_attempts(4)
@outside_transaction
def mail_switched_off(hook: int, address: str, language: str) -> None:
    """Tell an administrator that a webhook takes nothing any more."""
    found = queries.webhook(hook)
    if found is None:
        return
    with choices.using(choices.make(language=language)):
        said = render_to_string("api/mail/switched_off.txt", {"hook": found, "address": queries.address_of(found)})
    subject, _blank, text = said.strip().partition("\n")
    headers = {"Auto-Submitted": "auto-generated"}
    sender = preference(preferences.FROM_ADDRESS)
    EmailMessage(subject.strip(), text.strip() + "\n", sender, [address], headers=headers).send()


@every(timedelta(hours=1))
@outside_transaction
def look_after_deliveries() -> None:
    """Send what nobody came back for, and forget what is long past."""
    tell_them(queries.left_behind())
    webhooks.forget_old()
