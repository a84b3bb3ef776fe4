"""What every staff page carries, so that it can join the stream where its own rows end."""

from django.http import HttpRequest

from rafeeq.inbox.live import process


def context(request: HttpRequest) -> dict[str, object]:
    """Where the stream stood before this page was read; empty where nobody is signed in."""
    user = getattr(request, "user", None)
    return {"live_place": process.place() if user is not None and user.is_authenticated else None}
