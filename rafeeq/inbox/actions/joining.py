"""Let one request go into another, with what people of ours are still writing in it."""

from django.db import transaction

from rafeeq.inbox.actions.drafts import add_to_draft
from rafeeq.inbox.models import Draft, Upload
from rafeeq.staff.models import User
from rafeeq.tickets.actions import merges
from rafeeq.tickets.models import Ticket


def merge(ticket: Ticket, *, into: Ticket, by: User) -> Ticket:
    """Merge, and take everybody's drafts and files along. Raises merges.NotMergeable."""
    with transaction.atomic():
        whole = merges.merge(ticket, into=into, by=by)
        for draft in Draft.objects.filter(ticket=ticket).select_related("user").order_by("pk"):
            add_to_draft(draft.user, whole, draft.kind, text=draft.text)  # after what they write there
            draft.delete()
        Upload.objects.filter(ticket=ticket).update(ticket=whole)
    return whole
