"""The verbs of the settings that need a file beside a value."""

from rafeeq.lib.pictures import Picture
from rafeeq.staff.models import User
from rafeeq.system import preferences
from rafeeq.system.actions import change_preferences
from rafeeq.system.storage import keep


def set_logo(given: tuple[bytes, Picture] | None, *, by: User) -> None:
    """Make this picture the company's logo, or have none. Its bytes are kept as they came."""
    value = None
    if given is not None:
        content, seen = given
        stored = keep(content, prefix="brand")
        value = {"stored": stored, "type": seen.content_type, "width": seen.width, "height": seen.height}
    change_preferences({preferences.LOGO.key: value}, by=by, role=by.role)
