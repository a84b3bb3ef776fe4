"""Change one's own name and how one reads; set up or remove a second factor of somebody else."""

from django.db import transaction

from rafeeq.lib.text import one_line
from rafeeq.staff.models import User
from rafeeq.system.actions import audit

OWN = ("name", "language", "digits", "calendar", "theme", "signature")


def change_own(user: User, *, name: str, language: str, digits: str, calendar: str, theme: str, signature: str) -> None:
    """Keep what a person says about themselves."""
    before = user.name
    user.name = one_line(name)
    user.language, user.digits, user.calendar, user.theme = language, digits, calendar, theme
    user.signature = signature.strip()
    with transaction.atomic():
        user.save(update_fields=OWN)
        if user.name != before:
            audit(by=user, what="person.changed", target=user.email, before={"name": before}, after={"name": user.name})
