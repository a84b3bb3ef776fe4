"""A language model may choose, order and connect what is quoted, where somebody has switched it on; never believed.

Only an answer that stands already is sent: the question without what tells who asks, and passages of the articles that
it is quoted from. What comes back is said only where it is quoted throughout (`knowledge/rules/answering/wording.py`);
else, and whenever the model is slow, wrong or away, the quotations are shown as they are. Each call is written down
before it leaves.
"""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import DatabaseError

from rafeeq.customers.models import Customer
from rafeeq.customers.queries import names_of
from rafeeq.flows.citing import address_of
from rafeeq.knowledge.actions import model_calls as actions
from rafeeq.knowledge.models import ModelCall
from rafeeq.knowledge.models import Passage as Row
from rafeeq.knowledge.queries import model_calls as queries
from rafeeq.knowledge.queries.answers import Quote
from rafeeq.knowledge.rules.answering.phrases import denies
from rafeeq.knowledge.rules.answering.wording import Refused, Worded, verified
from rafeeq.lib.llm import Chat, Misread, Passage, Unavailable, errand, read
from rafeeq.lib.llm.errand import RULES
from rafeeq.lib.redact import masked
from rafeeq.system import language_model
from rafeeq.system import outside_preferences as outside
from rafeeq.system.queries import preference

A_PART: Final = 4  # passages for each question
MOST: Final = 8
LONGEST: Final = 6000  # letters of all passages together
AT_ONCE: Final = 2  # calls of one process: a slow model may not hold every page up

log = logging.getLogger(__name__)

_places = threading.BoundedSemaphore(AT_ONCE)

TRIAL_QUESTION: Final = "كم رسوم التوصيل؟"
TRIAL: Final = (
    Passage("رسوم التوصيل عشرون ريالًا لكل طلب. لا رسوم على ما زاد على ثلاثمئة ريال.", "رسوم التوصيل"),
    Passage("يصل الطلب خلال ثلاثة أيام عمل.", "مدة التوصيل"),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What may be said, and the quotations that it is made of.

    `kept` is what is written down of it: with placeholders for what tells who asks, and the numbers of articles whole.
    """

    text: str
    quotes: Sequence[Quote]
    kept: str


@dataclass(frozen=True, slots=True)
class _Consulted:
    """A call, and what of its answer may be said."""

    call: ModelCall
    found: Worded | None


def worded(
    chat: Chat, question: str, parts: Sequence[Sequence[Quote]], *, language: str, customer: Customer | None, asked: int
) -> Wording | None:
    """The model's wording of an answer; None where it is not asked (as inside a transaction) or not believed.

    `parts`: the quotations of each question that is answered. `asked`: the row that this call belongs to.
    """
    if queries.resting() or queries.today() >= preference(outside.LLM_A_DAY):
        return None
    sources = list(_sources(parts))
    if {part for part, _quote, _row in sources} != set(range(len(parts))):
        return None
    bare = masked(question, names_of(customer))
    passages = [Passage(row.text, row.heading, part) for part, _quote, row in sources]
    links = sorted({address_of(quote.edition.article_id) for _part, quote, _row in sources})
    said = _consulted(chat, ModelCall.Feature.ANSWERS, bare.text, passages, language=language, links=links, asked=asked)
    if said is None or said.found is None:
        return None
    found = said.found
    quotes = [
        Quote(sources[one.passage][1].edition, sources[one.passage][2], one.start, one.end) for one in found.quotes
    ]
    return Wording(bare.back(found.text), quotes, found.text)


def try_it() -> ModelCall | None:
    """Send a fixed text that tells nothing of anybody, whether the model is switched on or not; None: none is named."""
    chat = language_model.named()
    if chat is None:
        return None
    asked = _consulted(chat, ModelCall.Feature.TRIAL, TRIAL_QUESTION, TRIAL, language="ar")
    return asked.call if asked else None


def _consulted(
    chat: Chat,
    feature: str,
    question: str,
    passages: Sequence[Passage],
    *,
    language: str,
    links: Sequence[str] = (),
    asked: int | None = None,
) -> _Consulted | None:
    """Ask, check, and write down what became of it; None where nobody was asked."""
    sent = errand(question, passages, language)
    if not _places.acquire(blocking=False):
        return None
    try:
        call = actions.begin(feature, asked=asked, host=chat.host, model=chat.model, sent=sent)
    except RuntimeError:  # inside a transaction, where nobody may wait
        _places.release()
        return None
    except DatabaseError as trouble:  # what cannot be written down does not leave
        _places.release()
        log.warning("The language model was not asked, for the call could not be written down: %s", trouble)
        return None
    came, before = "", time.monotonic()
    found: Worded | None = None
    try:
        came = chat.said(RULES, sent)
        found = verified(read(came), passages, question, language, links)
        outcome, why, detail = ModelCall.Outcome.USED, "", ""
    except Unavailable as trouble:
        outcome, why, detail = ModelCall.Outcome.FAILED, trouble.kind, str(trouble)
    except Misread as trouble:
        outcome, why, detail = ModelCall.Outcome.REFUSED, "misread", str(trouble)
    except Refused as trouble:
        outcome, why, detail = ModelCall.Outcome.REFUSED, trouble.why, trouble.about
    finally:
        _places.release()
    took = int((time.monotonic() - before) * 1000)
    try:
        actions.settle(call, outcome, why=why, detail=detail, came=came, took_ms=took)
    except DatabaseError as trouble:  # what is not on record is not said
        log.warning("What the language model said was not used, for it could not be written down: %s", trouble)
        return None
    return _Consulted(call, found)


def _sources(parts: Sequence[Sequence[Quote]]) -> Iterator[tuple[int, Quote, Row]]:
    """The passages that are sent, each with the question that it is for and the quotation by which it is readable.

    First what is quoted, then what stands beside it in the same edition. A passage whose heading denies something is
    left out: its sentences mean the contrary without it.
    """
    letters = count = 0
    for part, quotes in enumerate(parts):
        quoted = {quote.passage.pk: (quote, quote.passage) for quote in quotes}
        rows = [(quote, row) for quote in quotes for row in quote.edition.passages.all() if row.position]
        beside = {row.pk: (quote, row) for quote, row in rows if row.pk not in quoted}
        for quote, row in list((quoted | beside).values())[:A_PART]:
            if denies(row.heading) or count == MOST or letters + len(row.text) > LONGEST:
                continue
            count, letters = count + 1, letters + len(row.text)
            yield part, quote, row
