"""What a draft promises: the dated words in it, and when they are due by the team's calendar."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from rafeeq.inbox.promise_forms import MOST
from rafeeq.sla.rules.promises import refusal, sentence_around
from rafeeq.staff.queries.hours import houses
from rafeeq.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Offer:
    """One promise that a draft makes: its sentence, the dated words in it, and when that is."""

    text: str
    words: str
    due: datetime


def offers(ticket: Ticket, draft: str, *, now: datetime | None = None) -> list[Offer]:
    """The dated promises in these words; words without a date, and dates that have passed, are left out."""
    from rafeeq.lib.dated_words import Desk, find, resolve  # megabytes of words

    found = [one for one in find(draft) if one.when is not None]
    if not found:
        return []
    now, desk = now or timezone.now(), Desk(houses().of_team(ticket.team_id).hours)
    offered: dict[tuple[str, datetime], Offer] = {}
    for one in found:
        due = resolve(one, now, desk.zone, desk)
        text = sentence_around(draft, one.start, one.end)
        if due is not None and not refusal(text, due, now):
            offered.setdefault((text, due), Offer(text, one.text, timezone.localtime(due)))
    return list(offered.values())[:MOST]
