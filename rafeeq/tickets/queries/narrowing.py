"""What a search understands (`lib.search.asked`), with this installation's names, as conditions on tickets."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from rafeeq.customers.models import Address
from rafeeq.customers.queries import named
from rafeeq.customers.rules import BadAddress, normalise
from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.search.asked import Asked, Part, understood
from rafeeq.staff.models import User
from rafeeq.staff.queries import people, teams
from rafeeq.tickets.models import Message, Reason, Tag, Ticket
from rafeeq.tickets.queries.reading import visible_to
from rafeeq.tickets.queries.search import found, with_words
from rafeeq.tickets.queries.sight import Sight

LONGEST_NAME: Final = 4  # words
ME, NOBODY = fold("أنا me لي").split(), fold("لا_أحد nobody أحد").split()

STATES: Final[dict[str, Q]] = {
    "unsolved": Q(outcome__in=("open", "claimed", "partly", "disputed")),
    **{one: Q(outcome=one) for one in ("confirmed", "claimed", "partly", "disputed", "unconfirmed")},
    **{one: Q(outcome=one) for one in ("declined", "withdrawn")},
    "open": ~Q(status="closed"),
    "closed": Q(status="closed"),
    "new": Q(status="new"),
    "waiting": Q(status="waiting"),
    "snoozed": Q(snoozed_until__isnull=False),
    "unassigned": Q(assignee=None) & ~Q(status="closed"),
    "came_back": Q(reopen_count__gt=0),
    "formal": Q(formal_at__isnull=False),
}


class Directory:
    """The names that this person may narrow a search by; asked for only where a filter wants them."""

    def __init__(self, user: User) -> None:
        self.user = user

    def known(self, kind: str, words: Sequence[str]) -> tuple[int, tuple[int, ...]]:
        """How many of the folded words name something of this kind, and what; the longest name wins."""
        if not words:
            return 0, ()
        if kind in ("from", "to"):
            return self._customer(words), ()
        if kind == "assignee" and words[0] in ME:
            return 1, (self.user.pk,)
        if kind == "assignee" and words[0] in NOBODY:
            return 1, ()
        every = getattr(self, f"_{kind}")
        for count in range(min(LONGEST_NAME, len(words)), 0, -1):
            met = [pk for pk, name in every if _begins(name, words[:count])]
            if met:
                return count, tuple(met)
        return 0, ()

    def _customer(self, words: Sequence[str]) -> int:
        """How many words are the name of a customer whose ticket this person sees, or of a colleague; one at least."""
        for count in range(min(LONGEST_NAME, len(words)), 1, -1):
            owners = named(" ".join(words[:count]), most=200)
            if owners and visible_to(self.user).filter(customer__in=owners).exists():
                return count
            if any(_begins(name, words[:count]) for _pk, name in self._assignee):
                return count
        return 1

    @cached_property
    def _team(self) -> list[tuple[int, str]]:
        return [(team.pk, fold(team.name)) for team in teams()]

    @cached_property
    def _assignee(self) -> list[tuple[int, str]]:
        return [(pk, fold(name)) for pk, name in people().values_list("pk", "name")]

    @cached_property
    def _reason(self) -> list[tuple[int, str]]:
        return [(pk, fold(name)) for pk, name in Reason.objects.values_list("pk", "name")]

    @cached_property
    def _tag(self) -> list[tuple[int, str]]:
        return [(pk, fold(name)) for pk, name in Tag.objects.values_list("pk", "name")]


def _begins(name: str, words: Sequence[str]) -> bool:
    """Whether the words begin words of the name, one after the other, with or without their article."""
    known = name.split()
    for start in range(len(known) - len(words) + 1):
        behind = known[start : start + len(words)]
        if all(word and one.startswith((word, f"ال{word}")) for one, word in zip(behind, words, strict=True)):
            return True
    return False


def read(user: User, typed: str) -> Asked:
    """What this person asks for."""
    return understood(typed, timezone.localdate(), Directory(user))


def narrowed(user: User, asked: Asked) -> Sight:
    """What this person sees, as far as every filter leaves it. Filters of one kind widen each other; dates narrow."""
    wanted = asked.wanted()
    if not asked.filters and (wanted or not wanted.without):
        return Sight(user)
    either: dict[str, Q] = {}
    for part in asked.filters:
        condition = _condition(part)
        key = f"{part.kind}{part.start}" if part.kind in ("before", "after", "since", "on") else part.kind
        either[key] = either[key] | condition if key in either else condition
    conditions = list(either.values())
    for word in () if wanted else wanted.without:
        with_it = found(Sight(user, conditions), Asked(word, (_word(word),)))
        conditions.append(~Q(number__in=[hit.ticket for hit in with_it]))
    return Sight(user, conditions)


def _word(word: str) -> Part:
    return Part("word", None, 0, len(word), word)


def searched(user: User, typed: str) -> QuerySet[Ticket]:
    """The tickets that this person may see, narrowed to all that they typed; everything when that is nothing."""
    asked = read(user, typed)
    return with_words(narrowed(user, asked), asked) if asked.parts else visible_to(user)


def _condition(part: Part) -> Q:  # noqa: PLR0911 - one line a kind
    value: Any = part.value
    match part.kind:
        case "state":
            return STATES[value]
        case "kind" | "channel" | "priority" | "number":
            return Q(**{part.kind: value})
        case "team" | "reason":
            return Q(**{f"{part.kind}__in": value}) | (Q(reason__parent__in=value) if part.kind == "reason" else Q())
        case "tag":
            return Q(number__in=Ticket.tags.through.objects.filter(tag__in=value).values("ticket"))
        case "assignee":
            return Q(assignee__in=value) if value else Q(assignee=None)
        case "from":
            return _written_by(value)
        case "to":
            return _written_to(value)
        case _:
            return _dated(part.kind, *value)


def _dated(kind: str, first: date, last: date) -> Q:
    """By the day on which the ticket came."""
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    match kind:
        case "before":
            return Q(created_at__lt=begin)
        case "after":
            return Q(created_at__gte=end)
        case "since":
            return Q(created_at__gte=begin)
        case _:
            return Q(created_at__gte=begin, created_at__lt=end)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _owners(value: str) -> Q:
    """Tickets of the customer with this address, or with a name that begins so."""
    for kind in ("email",) if "@" in value else ("phone",) if any(one.isdecimal() for one in value) else ():
        try:
            address = normalise(kind, fold(value) if kind == "phone" else value)
        except BadAddress:
            break
        return Q(customer__in=Address.objects.filter(kind=kind, value=address).values("customer"))
    return Q(customer__in=named(value))


def _written_by(value: str) -> Q:
    """By a customer, or by somebody of ours who wrote in it."""
    words = fold(value).split()
    writers = [pk for pk, name in people().values_list("pk", "name") if _begins(fold(name), words)]
    if not writers:
        return _owners(value)
    said = Message.objects.filter(ticket=OuterRef("pk"), user__in=writers, direction="out")
    return _owners(value) | Q(Exists(said))


def _written_to(value: str) -> Q:
    """To a customer whom we wrote to, or to the mailbox that the customer wrote to."""
    written = Message.objects.filter(ticket=OuterRef("pk"))
    condition = _owners(value) & Q(Exists(written.filter(direction="out")))
    return condition | Q(Exists(written.filter(direction="in", account__iexact=value)))
