"""What may help with a request: what it probably repeats, what helped others for certain, ready replies, articles."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Min
from django.utils import timezone

from rafeeq.inbox.queries.composer import values_for
from rafeeq.knowledge.models import Edition, Macro
from rafeeq.knowledge.queries import macros_for
from rafeeq.knowledge.queries.beside import likely
from rafeeq.knowledge.queries.meant import asked_by
from rafeeq.knowledge.rules import fill
from rafeeq.lib.likeness import Profile, clustered, likeness, profile
from rafeeq.lib.stats import wilson
from rafeeq.lib.unnamed import without_people
from rafeeq.staff.models import User
from rafeeq.tickets.models import Claim, Message, Ticket
from rafeeq.tickets.queries import visible_to
from rafeeq.tickets.queries.merged import own_numbers

SAID = 5  # first messages of the customer that tell what a request is about
REPEATED_WITHIN = timedelta(days=30)
REPEAT = 0.3  # how alike two requests of one person are at least, with the same reason
REPEAT_WITHOUT = 0.45  # the same where one of them has no reason yet
EARLIER = 12  # requests of the same person that are compared
LEARNED_WITHIN = timedelta(days=365)
OF_SAME_REASON, CLAIMS = 500, 200  # newest requests of a reason, and judged claims of these, that are looked at
SAME_SOLUTION = 0.5
SOLUTIONS, MACROS = 3, 3
MACRO = 0.1  # how alike a ready reply and the customer's words are at least; in the demo two of three so offered fit
OF_MACROS = 200


class Repeat(NamedTuple):
    """An earlier request of the same person that is probably about the same matter."""

    ticket: Ticket
    same_reason: bool


class Solution(NamedTuple):
    """What was done before for the same reason, as customers judged it."""

    text: str
    yes: int  # customers who confirmed that it is solved
    judged: int  # of so many who said anything
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.yes / self.judged


class Assist(NamedTuple):
    """All of it; what there is none of is empty."""

    repeats: list[Repeat]
    solutions: list[Solution]
    macros: list[tuple[Macro, str]]
    articles: list[Edition]


def assist(user: User, ticket: Ticket) -> Assist:
    """What may help this person with this request; a fixed number of statements."""
    said = _about(ticket)
    about = profile(said)
    with asked_by(ticket.customer):
        articles = likely(user, said, language=ticket.language)
    return Assist(_repeats(user, ticket, about), _solutions(user, ticket), _macros(user, ticket, about), articles)


def _about(ticket: Ticket) -> str:
    """What the customer wants in their own words."""
    said = Message.objects.filter(ticket__in=own_numbers(ticket), direction="in", is_automatic=False)
    texts = said.filter(from_stranger=False).order_by("at", "pk").values_list("text", flat=True)[:SAID]
    return "\n".join([ticket.subject, *texts])


def _repeats(user: User, ticket: Ticket, about: Profile) -> list[Repeat]:
    """The most alike request of this person in the 30 days before, unless it is linked already."""
    if ticket.repeat_of_id is not None or ticket.is_conduct:
        return []
    near = visible_to(user).filter(customer=ticket.customer_id, number__lt=ticket.number, merged_into=None)
    near = near.filter(is_conduct=False, created_at__gte=ticket.created_at - REPEATED_WITHIN)
    rows = list(near.order_by("-number")[:EARLIER])
    said = Message.objects.filter(ticket__in=[row.number for row in rows], direction="in", from_stranger=False)
    firsts = said.order_by().values("ticket").annotate(first=Min("pk")).values("first")
    first = dict(Message.objects.filter(pk__in=firsts).values_list("ticket", "text"))
    found = []
    for row in rows:
        same = ticket.reason_id is not None and row.reason_id == ticket.reason_id
        unknown = ticket.reason_id is None or row.reason_id is None
        alike = likeness(about, profile(f"{row.subject}\n{first.get(row.number, '')}"))
        if alike >= (REPEAT if same else REPEAT_WITHOUT) and (same or unknown):
            found.append((alike, Repeat(row, same)))
    return [repeat for _, repeat in sorted(found, key=lambda one: -one[0])[:1]]


def _solutions(user: User, ticket: Ticket) -> list[Solution]:
    """What was done for the same reason, where a customer said yes; the surest first. Silence counts for nothing."""
    if ticket.reason_id is None:
        return []
    # The requests first and by themselves: as one statement PostgreSQL may look at each of them for every claim.
    same = visible_to(user).filter(reason=ticket.reason_id, is_conduct=False).order_by("-number")
    numbers = list(same.values_list("number", flat=True)[:OF_SAME_REASON])
    judged = Claim.objects.filter(ticket__in=numbers, at__gte=timezone.now() - LEARNED_WITHIN)
    judged = judged.exclude(verdict="").exclude(ticket=ticket).select_related("ticket__customer", "user")
    claims = list(judged.order_by("-pk")[:CLAIMS])
    texts = [without_people(one.what_was_done, (one.ticket.customer.name, one.user.name)) for one in claims]
    found = []
    for cluster in clustered(texts, least=SAME_SOLUTION):
        confirmed = [at for at in cluster if claims[at].verdict == "yes"]
        if confirmed:
            low, high = wilson(len(confirmed), len(cluster))
            found.append(Solution(texts[confirmed[0]], len(confirmed), len(cluster), low, high))
    return sorted(found, key=lambda one: -one.low)[:SOLUTIONS]


def _macros(user: User, ticket: Ticket, about: Profile) -> list[tuple[Macro, str]]:
    """The ready replies that are most alike to what the customer says, filled in for this request."""
    values = values_for(user, ticket)
    found = []
    for macro in macros_for(user)[:OF_MACROS]:
        alike = max(likeness(about, profile(text)) for text in (f"{macro.name} {macro.text_ar}", macro.text_en))
        if macro.steps.get("reason") == ticket.reason_id and ticket.reason_id is not None:
            alike += MACRO
        if alike >= MACRO:
            found.append((alike, macro))
    best = sorted(found, key=lambda one: -one[0])[:MACROS]
    return [(macro, fill(macro.text(ticket.language), values)) for _, macro in best]
