"""Where the next part of a list begins: by the last row that was given, so that new rows move nothing."""

import base64
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rafeeq.api.problems import Refusal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LARGEST_STEP = 2**57  # microseconds until the year 6536: whatever is below has a time and fits every database


def next_part(request: HttpRequest, *place: int) -> str:
    """The address of the part of the same list that follows this place."""
    asked = request.GET.copy()
    asked["cursor"] = base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")
    return f"{settings.RAFEEQ_URL}{request.path}?{asked.urlencode()}"


def place_in(cursor: str | None, length: int) -> tuple[int, ...] | None:
    """The place that a cursor names: that many whole numbers. The whole `next` address will do as well.

    Raises Refusal.
    """
    if cursor is None:
        return None
    inside = parse_qs(urlsplit(cursor).query).get("cursor", [cursor])[0]
    try:
        place = json.loads(base64.urlsafe_b64decode(inside + "=" * (-len(inside) % 4)))
    except (ValueError, RecursionError):  # no JSON, or lists in lists in lists
        place = None
    fits = isinstance(place, list) and len(place) == length
    if not fits or not all(isinstance(step, int) and 0 <= step < LARGEST_STEP for step in place):
        said = _("This cursor is none of ours. Take the one in “next”.")
        raise Refusal("invalid", ("cursor", "not_a_cursor", said), where="query")
    return tuple(place)
