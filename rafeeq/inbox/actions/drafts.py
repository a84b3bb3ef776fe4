"""Keep what somebody is writing, so that no closed window and no lost connection takes it away."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from rafeeq.inbox.actions.once import was_said
from rafeeq.inbox.models import Draft, Upload
from rafeeq.lib.text import without_nul
from rafeeq.staff.models import User
from rafeeq.system.rows import find
from rafeeq.tickets.models import Ticket


class OtherWindow(Exception):
    """The draft was changed elsewhere since this window last saw it; `draft` is how it stands there, None: gone."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__()
        self.draft = draft


def save_draft(user: User, ticket: Ticket, kind: str, *, text: str, version: int, mark: str = "") -> int:
    """Keep the words over the `version` that the window knows (0: none yet); returns the new version, 0 when emptied.

    `mark` is the one-time mark of the form: what arrives after the form itself was sent is no draft any more.

    Raises OtherWindow when somebody (the same person in another window) was quicker with other words.
    """
    text = without_nul(text)
    try:
        with transaction.atomic():
            if not version and mark and was_said(mark, by=user):
                return 0
            return _save(user, ticket, kind, text, version)
    except IntegrityError:  # both windows began at the same moment
        raise OtherWindow(Draft.objects.filter(user=user, ticket=ticket, kind=kind).first()) from None


def _save(user: User, ticket: Ticket, kind: str, text: str, version: int) -> int:
    row = Draft.objects.select_for_update().filter(user=user, ticket=ticket, kind=kind).first()
    if row is None:
        if version and text:
            raise OtherWindow(None)
        return Draft.objects.create(user=user, ticket=ticket, kind=kind, text=text).version if text else 0
    if row.text == text:
        return row.version
    if row.version != version:
        raise OtherWindow(row)
    if not text:
        row.delete()
        return 0
    row.text, row.version, row.changed_at = text, row.version + 1, timezone.now()
    row.save(update_fields=["text", "version", "changed_at"])
    return row.version


def add_to_draft(user: User, ticket: Ticket, kind: str, *, text: str, in_front: bool = False) -> None:
    """Put words before or after what is being written."""
    with transaction.atomic():
        row, made = Draft.objects.select_for_update().get_or_create(
            user=user, ticket=ticket, kind=kind, defaults={"text": without_nul(text)}
        )
        if made:
            return
        both = (text, row.text) if in_front else (row.text, text)
        row.text = "\n\n".join(part.strip("\n") for part in both if part.strip())
        row.version, row.changed_at = row.version + 1, timezone.now()
        row.save(update_fields=["text", "version", "changed_at"])


def drop_draft(user: User, ticket: Ticket, kind: str) -> None:
    """What was being written has been said, or is not wanted any more."""
    row = find(Draft, user=user.pk, ticket=ticket.pk, kind=kind)
    if row is not None:
        Draft.objects.filter(pk=row.pk).delete()


def bring_back(user: User, ticket: Ticket, *, text: str, files: tuple[tuple[str, str, str, int, bool], ...]) -> None:
    """A reply that was taken back is a draft again, with its files: (name, type, name in the store, bytes, inline)."""
    from rafeeq.inbox.actions.uploads import new_key

    add_to_draft(user, ticket, "reply", text=text, in_front=True)
    for name, content_type, stored, size, inline in files:
        Upload.objects.create(
            key=new_key(),
            user=user,
            ticket=ticket,
            kind="reply",
            name=name,
            content_type=content_type,
            size=size,
            received=size,
            parts=[[stored, size]],
            is_picture=inline,
        )
