"""How often one place may do something that makes us work or send mail."""

from django.core.cache import cache
from django.http import HttpRequest

HOUR = 3600  # seconds


def within(request: HttpRequest, what: str, *, most: int, seconds: int = HOUR) -> bool:
    """Count one more `what` from this address; False when it has had its share for now."""
    key = f"portal:{what}:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two lines
        return True
