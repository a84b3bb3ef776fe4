"""A request that is repeated has one effect: the answer is kept with the effect, in the same transaction."""

import hashlib
import re
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from rafeeq.api.problems import Refusal
from rafeeq.system.models import IdempotencyKey

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def once(request: HttpRequest, owner: str, effect: Callable[[], HttpResponse]) -> HttpResponse:
    """Run `effect`, or give its first answer again if this owner has sent the same request with the same key.

    Of two that come at once the second waits for the first: on SQLite at the beginning of its transaction, on
    PostgreSQL at the unique row. A refusal has no effect and is not kept: the key is still free afterwards.
    Raises Refusal for a key that belongs to another request.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return effect()
    if not _KEY.fullmatch(key):
        said = _("The key must have 1 to 255 visible ASCII characters.")
        raise Refusal("invalid", (HEADER, "wrong_form", said), where="header")
    fingerprint = f"{request.method} {request.path}"[:500]
    body = hashlib.sha256(request.body).hexdigest()
    with transaction.atomic():
        kept, is_first = IdempotencyKey.objects.get_or_create(
            owner=owner, key=key, defaults={"fingerprint": fingerprint, "request_hash": body}
        )
        if not is_first:
            return _again(kept, fingerprint, body)
        response = effect()
        kept.status, kept.response = response.status_code, response.content.decode()
        kept.save(update_fields=["status", "response"])
    return response


def _again(kept: IdempotencyKey, fingerprint: str, body: str) -> HttpResponse:
    if (kept.fingerprint, kept.request_hash) != (fingerprint, body):
        raise Refusal("key_reused")
    response = HttpResponse(kept.response, status=kept.status, content_type="application/json")
    response["Idempotent-Replayed"] = "true"
    return response
