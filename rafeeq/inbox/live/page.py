"""What every staff page carries, so that it can join the stream where its own rows end."""

from django.http import HttpRequest

from rafeeq.inbox.live import process


def context(request: HttpRequest) -> dict[str, object]:
    """Where the stream stood before this page was read; nothing for visitors, and where no stream is served."""
    user = getattr(request, "user", None)
    if not process.is_served() or user is None or not user.is_authenticated:
        return {"live": None}
    return {"live": {"template": "inbox/live.html", "place": process.place(), "person": user.pk}}
