"""What is known around a draft, for the courtesy rules; and how the rules are kept here."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from rafeeq.inbox.models import Draft, Ignored
from rafeeq.inbox.queries.composer import values_for
from rafeeq.knowledge.queries import macros_for
from rafeeq.knowledge.rules import fill
from rafeeq.lib.courtesy import RULES, Around, BadPhrase, Hint, OwnPhrase, Rule, hints, own_phrases, rules
from rafeeq.staff.models import User
from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.tickets.models import Message, Ticket
from rafeeq.tickets.queries.listening import said_since_our_reply
from rafeeq.tickets.queries.merged import own_numbers

MACROS = 200  # that a reply is compared with
REPLIES = 5  # of one's own last ones in this ticket


class Told(NamedTuple):
    """A hint with its rule, as it is shown."""

    hint: Hint
    rule: Rule


def told(user: User, ticket: Ticket, draft: str, *, ignored: Collection[str] = (), asked: bool = False) -> list[Told]:
    """The hints to a draft that were not ignored; with `asked` also what it leaves unanswered."""
    if not draft.strip():
        return []
    found = hints(draft, around(user, ticket, asked=asked))
    return [Told(hint, rules()[hint.rule]) for hint in found if hint.key not in ignored]


def around(user: User, ticket: Ticket, *, asked: bool) -> Around:
    """What is known of this ticket: a few statements, more for a complaint than for the rest."""
    off = preference(preferences.COURTESY_OFF)
    return Around(
        asked=said_since_our_reply(ticket) if asked and "unanswered" not in off else (),
        said_before=tuple(_said_before(user, ticket)) if ticket.kind == "complaint" and "copied" not in off else (),
        is_complaint=ticket.kind == "complaint",
        name=ticket.customer.name if "nameless" not in off and not _has_reply(ticket) else "",
        own=own(),
        off=off,
    )


def own() -> list[OwnPhrase]:
    """The company's own phrases; one that cannot be read any more is left out."""
    found: list[OwnPhrase] = []
    for rule, text in preference(preferences.COURTESY_OWN).items():
        try:
            found += own_phrases(rule, text)
        except BadPhrase:
            continue
    return found


def _said_before(user: User, ticket: Ticket) -> Iterator[str]:
    """Ready replies as they are filled in here, and this person's own last replies to this customer."""
    values = values_for(user, ticket)
    for macro in macros_for(user)[:MACROS]:
        yield from (fill(text, values) for text in (macro.text_ar, macro.text_en) if text)
    mine = Message.objects.filter(ticket__in=own_numbers(ticket), direction="out", user=user).order_by("-at", "-pk")
    yield from mine.values_list("text", flat=True)[:REPLIES]


def _has_reply(ticket: Ticket) -> bool:
    """Whether a person of ours has replied here before."""
    sent = Message.objects.filter(ticket__in=own_numbers(ticket), direction="out", user__isnull=False)
    return sent.exists()


def ignored_in(user: User, ticket: Ticket) -> list[str]:
    """The hints that this person ignored in this draft."""
    row = Draft.objects.filter(user=user, ticket=ticket, kind="reply").values_list("ignored", flat=True).first()
    return list(row or ())


class Kept(NamedTuple):
    """A rule as this company keeps it."""

    rule: Rule
    is_off: bool
    own: list[OwnPhrase]
    ignored: int  # times, by anybody


def conduct() -> list[Kept]:
    """Every rule with what this company changed, and how often it was ignored."""
    off, mine = preference(preferences.COURTESY_OFF), own()
    times = dict(Ignored.objects.values_list("rule", "times"))
    return [
        Kept(rules()[key], key in off, [one for one in mine if one.rule == key], times.get(key, 0)) for key in RULES
    ]
