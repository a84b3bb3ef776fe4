"""How often one place may do something that makes us work or send mail."""

from ipaddress import ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest

from rafeeq.portal.forms import WithFiles

HOUR = 3600  # seconds
FORMS_WITH_FILES = 60  # an hour


def _place(address: str) -> str:
    """The address that one subscriber has: of IPv6 the first 64 bits, for the rest is theirs to choose."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(known) if known.version == 4 else str(ip_network((known, 64), strict=False))


def place_of(request: HttpRequest) -> str:
    """Where a request comes from, as far as limits tell places apart."""
    return _place(request.META.get("REMOTE_ADDR", ""))


def within(request: HttpRequest, what: str, *, most: int, seconds: int = HOUR) -> bool:
    """Count one more `what` from this address; False when it has had its share for now."""
    key = f"portal:{what}:{place_of(request)}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two lines
        return True


def hold_files(request: HttpRequest, form: WithFiles, status: int) -> None:
    """Let the files of a form that comes back wait for its next sending, unless this address has had its share."""
    if status != 200 and form.cleaned_data.get("attachments") and within(request, "files", most=FORMS_WITH_FILES):
        form.keep()
