"""Solved matters as memory: what a customer has confirmed becomes the draft of an article, without who they were."""

import re
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from rafeeq.knowledge.actions import MayNotWrite
from rafeeq.knowledge.actions import articles as actions
from rafeeq.knowledge.actions.articles import Words
from rafeeq.knowledge.actions.uses import use
from rafeeq.knowledge.models import Article, ArticleUse, Edition
from rafeeq.knowledge.queries.articles import is_writer
from rafeeq.lib.questions import split
from rafeeq.lib.redact import redacted
from rafeeq.staff.models import User
from rafeeq.tickets.models import Claim, Message, Outcome, Ticket

PHRASINGS = 5
LONGEST_PHRASING = 200
_LONG_NUMBER = re.compile(r"(?<!\d)[\d٠-٩]{5,}(?!\d)")  # contracts, orders, requests


class NotConfirmed(ValueError):
    """The customer has not said yes to a solution of this matter."""


def may_begin(ticket: Ticket, by: User) -> bool:
    """Whether this person may make an article of this matter."""
    return is_writer(by) and ticket.outcome == Outcome.CONFIRMED


def begun(ticket: Ticket) -> bool:
    """Whether somebody has made an article of it already."""
    return Article.objects.filter(imported_as=_mark(ticket)).exists()


def begin_from(ticket: Ticket, *, by: User) -> Article:
    """Begin the article; once: whoever comes second gets the first one's. Raises MayNotWrite, NotConfirmed.

    Notes between ourselves stay out, and so do names, numbers and addresses; whoever validates it reads it first.
    """
    if not is_writer(by):
        raise MayNotWrite
    claim = Claim.objects.filter(ticket=ticket, verdict="yes").order_by("-pk").first()
    if ticket.outcome != Outcome.CONFIRMED or claim is None:
        raise NotConfirmed
    if (row := Article.objects.filter(imported_as=_mark(ticket)).first()) is not None:
        return row
    bare = _Bare(ticket, by)
    title = bare(ticket.subject) or bare(ticket.preview)[:80] or _("A matter that was solved")
    done, said = bare(claim.what_was_done), [bare(text) for text in _replies(ticket)]
    did, wrote = _("What was done"), _("What we wrote to the customer")
    body = "\n\n".join([f"## {did}", done, f"## {wrote}", *said])
    words = Words(title, done[:500], body, "\n".join(_asked(ticket, bare)))
    language = ticket.language if ticket.language in ("ar", "en") else "ar"
    with transaction.atomic():
        row = actions.begin(
            by=by, words=words, language=language, imported_as=_mark(ticket), note=_("From a matter that was confirmed")
        )
        version = Edition.objects.select_related("newest__edition").get(article=row).newest
        if version is not None:
            use(version, way=ArticleUse.Way.LINKED, by=by, ticket=ticket)
    return row


class _Bare:
    """Words without what tells who somebody is."""

    def __init__(self, ticket: Ticket, by: User) -> None:
        people = Message.objects.filter(ticket=ticket, user__isnull=False).values_list("user__name", flat=True)
        self.names = {ticket.customer.name, by.name, *people} - {""}

    def __call__(self, text: str) -> str:
        return _LONG_NUMBER.sub("[…]", redacted(text, self.names, mark=lambda kind: "[…]")).strip()


def _replies(ticket: Ticket) -> list[str]:
    rows = Message.objects.filter(
        ticket=ticket, direction=Message.Direction.OUT, is_automatic=False, user__isnull=False
    )
    return list(rows.order_by("at", "pk").values_list("text", flat=True)[:5])


def _asked(ticket: Ticket, bare: _Bare) -> Iterator[str]:
    """The customer's own words, one question a line."""
    rows = Message.objects.filter(ticket=ticket, direction=Message.Direction.IN, from_stranger=False)
    for text in rows.order_by("at", "pk").values_list("text", flat=True)[:1]:
        for one in split(text)[:PHRASINGS]:
            line = " ".join(bare(one.text).split())
            if line and len(line) <= LONGEST_PHRASING:
                yield line


def _mark(ticket: Ticket) -> str:
    return f"ticket {ticket.number}"
