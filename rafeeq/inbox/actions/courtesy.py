"""A hint to a draft is ignored: remembered with the draft, and counted for its rule alone."""

from django.db import transaction
from django.db.models import F

from rafeeq.inbox.models import Draft, Ignored
from rafeeq.lib.courtesy import RULES
from rafeeq.lib.text import without_nul
from rafeeq.staff.models import User
from rafeeq.tickets.models import Ticket

MOST = 60  # ignored hints of one draft
LONGEST = 160  # letters of one


def ignore(user: User, ticket: Ticket, key: str) -> None:
    """Show this hint no more while this reply is being written, and count that its rule was not wanted here."""
    key = without_nul(key)[:LONGEST]
    rule = key.partition(":")[0]
    if rule not in RULES:
        return
    with transaction.atomic():
        draft = _draft(user, ticket)
        if draft is not None and key not in draft.ignored:
            draft.ignored = [*draft.ignored, key][-MOST:]
            draft.save(update_fields=["ignored"])
        Ignored.objects.get_or_create(rule=rule)
        Ignored.objects.filter(rule=rule).update(times=F("times") + 1)


def show_again(user: User, ticket: Ticket) -> None:
    """Show every hint to this draft again."""
    with transaction.atomic():
        draft = _draft(user, ticket)
        if draft is not None and draft.ignored:
            draft.ignored = []
            draft.save(update_fields=["ignored"])


def _draft(user: User, ticket: Ticket) -> Draft | None:
    return Draft.objects.select_for_update().filter(user=user, ticket=ticket, kind="reply").first()
