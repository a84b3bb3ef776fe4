"""Say something in a ticket: once, with its files, and its draft is over in the same transaction."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from django.db import transaction

from rafeeq.flows import asking
from rafeeq.flows import reply as flow
from rafeeq.inbox.actions import uploads
from rafeeq.inbox.actions.drafts import bring_back, drop_draft
from rafeeq.inbox.actions.once import Once, once
from rafeeq.inbox.rules import UNDO
from rafeeq.inbox.wording import WHY_AGAIN
from rafeeq.lib.html import from_text
from rafeeq.sla.actions import promises
from rafeeq.staff.models import User
from rafeeq.tickets.actions.messages import File, laid_down
from rafeeq.tickets.actions.withdrawals import take_back
from rafeeq.tickets.models import Message, Ticket
from rafeeq.tickets.queries.merged import whole_of


def say(
    ticket: Ticket,
    *,
    by: User,
    kind: str,
    text: str,
    files: Iterable[File] = (),
    keys: Iterable[str] = (),
    mark: str = "",
    path: str = "",
    channel: str = "phone",
    keeps_ball: bool = False,
    why_again: str = "",
    waits_for: Sequence[str] = (),
    promised: Iterable[tuple[str, datetime]] = (),
) -> None:
    """Say it, however often the form arrives. `keys` are the uploads that go along.

    `why_again`: why the reply asks for what the customer has given already; see `flows.asking`.
    `waits_for`: which of its questions to the customer our clock waits for.
    `promised`: what the reply promises, and by when.

    Raises flows.reply.NothingSaid, sla's promises.Refused, uploads.FileGone, uploads.NotWhole.
    """
    files, keys = laid_down(files), sorted(set(keys))
    ahead = uploads.laid_ahead(by, ticket, kind, keys)

    def do() -> None:
        rows = uploads.taken(by, ticket, kind, keys)
        together = (*files, *(ahead.get(row.key) or uploads.as_file(row) for row in rows))
        if kind == "note":
            flow.note(ticket, by=by, text=text, files=together)
        elif kind == "log":
            flow.log(ticket, by=by, text=text, channel=channel, files=together)
        else:
            html = with_pictures(text, together)
            if why_again and (given := asking.asked_for_again(ticket, text)):
                asking.put_on_record(ticket, given, by=by, why=why_again, said=str(dict(WHY_AGAIN)[why_again]))
            flow.reply(
                ticket,
                by=by,
                text=text,
                html=html,
                files=together,
                held_for=UNDO,
                keeps_ball=keeps_ball,
                why_again=why_again,
                waits_for=waits_for,
                promised=promised,
            )
        if rows:
            uploads.remove(rows)
        drop_draft(by, ticket, kind)

    once(Once(mark, "\n".join([text, *keys]), files), by=by, path=path, do=do)


def with_pictures(text: str, files: Iterable[File]) -> str:
    """The words as HTML with each picture where its name stands in brackets; empty when none stands there."""
    marks: dict[str, str] = {}
    for place, file in enumerate(one for one in files if one.is_inline):
        mark = chr(0xE000 + place)
        named = re.compile(r"\[[^\[\]\n]{0,30}?" + re.escape(file.name) + r"\]")
        text, found = named.subn(mark, text, count=1)
        if found:
            marks[mark] = f'<img src="cid:{escape(file.content_id)}" alt="{escape(file.name)}">'
    if not marks:
        return ""
    html = from_text(text)
    for mark, picture in marks.items():
        html = html.replace(mark, picture)
    return html


def undo(message: Message, *, by: User) -> None:
    """Take a reply back that has not left, and make it a draft again. Raises tickets' TooLate."""
    with transaction.atomic():
        promises.take_back(message, by=by)
        taken = take_back(message, by=by)
        bring_back(by, whole_of(message.ticket), text=taken.text, files=taken.files)
