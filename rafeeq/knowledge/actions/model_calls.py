"""Write down what leaves for the language model and what comes back, and forget it after its time."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from rafeeq.knowledge.models import ModelCall
from rafeeq.lib.text import without_nul
from rafeeq.system import outside_preferences as outside
from rafeeq.system.actions import delete_in_chunks
from rafeeq.system.queries import preference

LONGEST_CAME = 4000  # letters that are kept of what came back


def begin(feature: str, *, asked: int | None, host: str, model: str, sent: str) -> ModelCall:
    """Write a call down before it is made. Raises RuntimeError inside a transaction: nothing may wait in one."""
    with transaction.atomic(durable=True):
        return ModelCall.objects.create(
            feature=feature,
            asked_id=asked,
            host=host[:300],
            model=model[:200],
            sent=_kept(sent),
            sent_size=len(sent.encode("utf-8", "replace")),
        )


def settle(call: ModelCall, outcome: str, *, why: str = "", detail: str = "", came: str = "", took_ms: int) -> None:
    """Write down what came of it."""
    call.outcome, call.why, call.detail = outcome, why[:20], _kept(detail)[:300]
    call.came, call.came_size = _kept(came)[:LONGEST_CAME], len(came.encode("utf-8", "replace"))
    call.took_ms = took_ms
    call.save(update_fields=["outcome", "why", "detail", "came", "came_size", "took_ms"])


def _kept(text: str) -> str:
    """What a database can keep: no NUL, no halves of letters."""
    return without_nul(text).encode("utf-8", "replace").decode()


def forget_old() -> int:
    """Forget calls that are past the time that the settings name, but of customers who are held back; how many."""
    until = timezone.now() - timedelta(days=preference(outside.LLM_KEPT_DAYS))
    old = ModelCall.objects.filter(at__lt=until)
    for whose in ("asked__customer", "asked__ticket__customer"):  # who asks unknown is known once a request comes of it
        held = ModelCall.objects.filter(**{f"{whose}__isnull": False}).exclude(**{f"{whose}__hold_reason": ""})
        old = old.exclude(pk__in=held.values("pk"))
    return delete_in_chunks(old)
