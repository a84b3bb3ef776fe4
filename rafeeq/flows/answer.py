"""A customer asks: what may be answered is quoted from an article, everything else is for a person, talk and all.

No language model is needed, and nothing that anybody writes is executed: a question is only compared with passages.
Where one is switched on, it may put the quotations of an answer in order (`flows/wording.py`), and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.customers.models import Customer
from rafeeq.flows.citing import Citation, cited, spellings
from rafeeq.flows.incoming import IncomingMessage
from rafeeq.flows.receive import receive
from rafeeq.knowledge.actions import answers as actions
from rafeeq.knowledge.models import Asked, Edition
from rafeeq.knowledge.queries import answers as queries
from rafeeq.knowledge.queries.answers import Quote, Reply
from rafeeq.knowledge.rules.answering.gate import Held, held
from rafeeq.lib import questions
from rafeeq.lib.arabic.dialects import hint
from rafeeq.system import language_model
from rafeeq.tickets.models import Ticket

LONGEST = 2000  # letters of a question that are looked at
MOST_PARTS = 3
SHORTEST_PART = 3  # words of a question that stands for itself
A_DAY = 200  # questions of one customer

SAID = {
    "self_harm": gettext_lazy(
        "You matter to us. Please speak to somebody near you now, or call the emergency number; and write to us: a"
        " person reads it."
    ),
    "safety": gettext_lazy(
        "Safety first: switch the device off and keep away from it, and call the emergency number if there is danger."
        " A person of ours takes this on."
    ),
    "fraud": gettext_lazy(
        "If somebody else is using your account or card now, have your bank stop the card, and give nobody a code. A"
        " person of ours takes this on."
    ),
    "bereaved": gettext_lazy(
        "We are sorry for your loss. A person of ours takes this on; you need not explain it twice."
    ),
    "vulnerable": gettext_lazy(
        "If somebody is in danger, call the emergency number first. A person of ours takes this on now."
    ),
    "identity": gettext_lazy(
        "Only you may hear this. Enter by the link in your mail, or ask a person of ours, who checks that it is you."
    ),
    "": gettext_lazy("This is for a person of ours. Write to us, and what you have told here goes along."),
}


class TooMany(Exception):
    """This customer has asked so much today that a person should look at it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What is said to the customer. A person is offered with every kind; only the customer says that it is solved."""

    kind: str  # answered, clarify, abstained, escalated
    text: str
    citations: Sequence[Citation]
    confidence: float
    asked_id: int
    choices: Sequence[Citation] = ()  # of clarify those to choose from, of abstained those worth reading
    why: str = ""


def ask(
    question: str,
    *,
    language: str,
    customer: Customer | None = None,
    channel: str,
    earlier: Asked | None = None,
    chosen: int | None = None,
) -> Answered:
    """Answer a question from what this customer may read. `chosen`: the article they picked of what `earlier` offered.

    Raises TooMany.
    """
    if customer is not None and queries.asked_lately(customer) >= A_DAY:
        raise TooMany
    said = question[:LONGEST].strip()
    only = _picked(earlier, chosen, language, customer)
    if only is not None and earlier is not None:
        said = said or earlier.question
    barred = queries.barred(said, spellings(said)) if said else None
    replies = [] if barred or not said else _replies(said, language, customer, only)
    with translation.override(language):
        told = _told(said, replies, barred, language=language, customer=customer, channel=channel, earlier=earlier)
        return _worded(told, said, replies, language, customer) if told.kind == Asked.Kind.ANSWERED else told


def judge_answer(asked: Asked, verdict: str) -> None:
    """Keep the customer's word on an answer: solved, partly, not_solved, person. Raises ValueError."""
    actions.judge(asked, verdict)


def hand_over(asked: Asked, incoming: IncomingMessage) -> Ticket:
    """Make a request of a talk: the customer's own words; what was asked and shown stands at the head of its page."""
    with transaction.atomic():
        received = receive(incoming)
        for row in queries.talk(asked):
            actions.went_to(row, received.ticket)
    return received.ticket


def words_that_told(question: str) -> Sequence[str]:
    """The words for which a question is for a person, where it was words that told it.

    By letters alone: what words told it no vector says, and nobody waits for an encoder here.
    """
    barred = held(spellings(question))
    return barred.words if barred else ()


REASONS = {
    "self_harm": gettext_lazy("somebody may harm themselves"),
    "safety": gettext_lazy("somebody may come to harm"),
    "fraud": gettext_lazy("fraud may be under way"),
    "legal": gettext_lazy("it is about law and courts"),
    "regulator": gettext_lazy("the customer speaks of the authority"),
    "conduct": gettext_lazy("it is about how one of us behaved"),
    "public": gettext_lazy("the customer wants to go to the press or the public"),
    "privacy": gettext_lazy("it is about personal data in other hands, or a right to them"),
    "bereaved": gettext_lazy("somebody has died"),
    "vulnerable": gettext_lazy("it hits a child, or somebody sick or disabled"),
    "person": gettext_lazy("the customer wants a person"),
    "identity": gettext_lazy("only its owner may hear it"),
}


def reason_words(why: str) -> str:
    """Why a question was not answered, in words."""
    return str(REASONS.get(why, why))


def _parts(text: str) -> list[str]:
    """The questions of a text that stand for themselves; the text itself where there are not several."""
    found = [one.text for one in questions.split(text) if one.kind == "question"]
    whole = [one for one in found if len(one.split()) >= SHORTEST_PART]
    return whole[:MOST_PARTS] if len(whole) > 1 else [text]


def _replies(text: str, language: str, customer: Customer | None, only: Edition | None) -> list[tuple[str, Reply]]:
    if only is not None:
        return [(text, queries.reply(text, language=language, customer=customer, only=only))]
    return [(part, queries.reply(part, language=language, customer=customer)) for part in _parts(text)]


def _picked(earlier: Asked | None, chosen: int | None, language: str, customer: Customer | None) -> Edition | None:
    """The edition that was chosen: one that was offered, and that may still be read."""
    if earlier is None or chosen is None or chosen not in [one["article"] for one in earlier.shown]:
        return None
    return queries.readable(language, customer).filter(article=chosen).first()


def _told(
    said: str,
    replies: Sequence[tuple[str, Reply]],
    barred: Held | None,
    *,
    language: str,
    customer: Customer | None,
    channel: str,
    earlier: Asked | None,
) -> Answered:
    quotes = [quote for _part, one in replies for quote in one.quotes]
    choices = [] if quotes else [row for _part, one in replies[:1] for row in one.choices]
    kind = _kind(barred, quotes, replies)
    sure = min(
        (one.sure for _part, one in replies if one.quotes), default=max((one.sure for _p, one in replies), default=0.0)
    )
    citations = [cited(one.edition, one.text) for one in quotes]
    offered = [cited(row, row.current.summary if row.current else "") for row in choices]
    why = barred.why if barred else ""
    row = actions.write_down(
        said,
        kind=kind,
        why=why,
        language=language,
        dialect=hint(said) or "",
        channel=channel,
        customer=customer,
        earlier=earlier,
        confidence=0.0 if barred else sure,
        version=quotes[0].edition.current if quotes else None,
        shown=_shown([*citations, *offered]),
    )
    text = _words(kind, why, replies, quotes)
    return Answered(kind, text, citations, row.confidence, row.pk, offered, why)


def _shown(citations: Sequence[Citation]) -> list[dict[str, object]]:
    return [{"article": one.article, "title": one.title, "quote": one.quote} for one in citations]


def _kind(barred: Held | None, quotes: Sequence[Quote], replies: Sequence[tuple[str, Reply]]) -> str:
    if barred is not None:
        return Asked.Kind.ESCALATED if barred.kind == "escalate" else Asked.Kind.ABSTAINED
    if quotes:
        return Asked.Kind.ANSWERED
    asks = any(one.kind == "clarify" for _part, one in replies[:1])
    return Asked.Kind.CLARIFY if asks else Asked.Kind.ABSTAINED


def _words(kind: str, why: str, replies: Sequence[tuple[str, Reply]], quotes: Sequence[Quote]) -> str:
    """What stands above the citations; an answer is the article's own words and nothing else."""
    if why:
        return str(SAID.get(why, SAID[""]))
    if kind == Asked.Kind.CLARIFY:
        return _("Which of these do you mean?")
    if kind == Asked.Kind.ABSTAINED:
        return _("We have no certain answer to this in our articles. A person of ours can answer you.")
    return _with_open_ones([one.text for one in quotes], replies)


def _with_open_ones(said: Sequence[str], replies: Sequence[tuple[str, Reply]]) -> str:
    """What is answered, and below it by name what is not."""
    open_ones = [part for part, one in replies if not one.quotes]
    return "\n\n".join([*said, *(_("For a person of ours: %(question)s") % {"question": part} for part in open_ones)])


def _worded(
    told: Answered, question: str, replies: Sequence[tuple[str, Reply]], language: str, customer: Customer | None
) -> Answered:
    """The answer as a language model has put it, where one may be asked and what it says is quoted throughout."""
    chat = language_model.asked_for("answers")
    if chat is None:
        return told
    from rafeeq.flows.wording import worded  # megabytes of words, which an installation without a model does without

    parts = [one.quotes for _part, one in replies if one.quotes]
    found = worded(chat, question, parts, language=language, customer=customer, asked=told.asked_id)
    if found is None:
        return told
    citations = [cited(one.edition, one.text) for one in found.quotes]
    # Where nothing was put between them, the quotations alone are the answer, as ever.
    plain = found.text.split() == " ".join(one.text for one in found.quotes).split()
    actions.reword(told.asked_id, "" if plain else found.kept, _shown(citations))
    return replace(told, text=_with_open_ones([found.text], replies), citations=citations)
