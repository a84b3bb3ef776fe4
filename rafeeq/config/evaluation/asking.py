"""The set at work: its articles are written into an installation, its questions asked, and what came of each kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rafeeq.config.evaluation.labelled import Labelled, Page

if TYPE_CHECKING:
    from rafeeq.customers.models import Customer
    from rafeeq.knowledge.models import Edition

MOST = 10  # articles of a ranking that are looked at
CANARY = "CANARY"
CHANNEL = "evaluation"


@dataclass(frozen=True, slots=True)
class Came:
    """What became of a question. `first` and `sure`: the best article and its confidence, answered with or not."""

    asked: Labelled
    kind: str
    why: str
    cited: Sequence[str]
    quotes: Sequence[str]
    ranking: Sequence[str]
    first: str
    sure: float
    unsupported: int  # quotations that do not stand in what this customer may read
    leaked: bool
    drawn: int = 0  # quotations out of the best article, answered with or not
    loose: int = 0  # of them, those that do not stand in what this customer may read
    offered: Sequence[str] = ()  # to choose from or to read, where nothing was certain


def fill(rows: Iterable[Page]) -> dict[int, str]:
    """Write the articles down as their heads say; the set's name of each by its number."""
    from rafeeq.knowledge.actions import articles as actions
    from rafeeq.knowledge.actions.index import is_due, write_index
    from rafeeq.knowledge.actions.variables import save_topic
    from rafeeq.knowledge.models import Article, Edition, Topic
    from rafeeq.staff.actions import create_user

    by = create_user(email="evaluation@example.com", name="التقييم", role="admin")
    names, topics = {}, dict[str, Topic]()
    for row in rows:
        if row.topic and row.topic not in topics:
            topics[row.topic] = save_topic(None, by=by, name=row.topic)
        words = actions.Words(row.title, row.summary, row.body, "\n".join(row.phrasings))
        made = actions.begin(by=by, words=words, topic=topics.get(row.topic), audience=row.audience)
        actions.validate(Edition.objects.get(article=made), by=by)
        Article.objects.filter(pk=made.pk).update(state=row.state, review_on=row.review_on)
        names[made.pk] = row.id
    if is_due():
        write_index()
    return names


def asked(row: Labelled, names: dict[int, str]) -> Came:
    """Ask one question as a customer who has proved their address."""
    from rafeeq.flows.answer import ask
    from rafeeq.knowledge.queries.answers import readable, reply
    from rafeeq.knowledge.queries.finding import ranked

    customer = _customer()
    told = ask(row.question, language="ar", customer=customer, channel=CHANNEL)
    said = reply(row.question, language="ar", customer=customer)
    found = ranked(row.question, readable("ar", customer), audience="ar True ", most=60)
    articles = dict(readable("ar", customer).values_list("pk", "article"))
    ranking = list(dict.fromkeys(names[articles[hit.edition]] for hit in found.hits))[:MOST]
    first = said.judged[0] if said.judged else None
    drawn = () if told.why or first is None else _drawn(row, customer, first.edition)
    everything = "\n".join([told.text, *(one.quote + one.title for one in [*told.citations, *told.choices])])
    return Came(
        asked=row,
        kind=told.kind,
        why=told.why,
        cited=[names[one.article] for one in told.citations],
        quotes=[one.quote for one in told.citations],
        ranking=ranking,
        first=names[first.edition.article_id] if first else "",
        sure=0.0 if told.why else said.sure,
        unsupported=sum(not _stands(one.article, one.quote) for one in told.citations),
        leaked=CANARY in everything or any(not _is_for_customers(one.article) for one in told.citations),
        drawn=len(drawn),
        loose=sum(not (_stands(*one) and _is_for_customers(one[0])) for one in drawn),
        offered=[names[one.article] for one in told.choices],
    )


def _drawn(row: Labelled, customer: "Customer", edition: "Edition") -> list[tuple[int, str]]:
    """What would be quoted of this article, however unsure it is that it answers: article, words."""
    from rafeeq.knowledge.queries.answers import reply

    told = reply(row.question, language="ar", customer=customer, only=edition)
    return [(one.edition.article_id, one.text) for one in told.quotes]


def _customer() -> "Customer":
    from rafeeq.customers.models import Customer
    from rafeeq.knowledge.models import Asked

    Asked.objects.filter(channel=CHANNEL).delete()  # the day's limit of one customer is not what is measured
    return Customer.objects.get_or_create(name="عميل التقييم")[0]


def _stands(article: int, quote: str) -> bool:
    from rafeeq.knowledge.models import Passage

    texts = Passage.objects.filter(edition__article=article).values_list("text", flat=True)
    return any(quote in text for text in texts)


def _is_for_customers(article: int) -> bool:
    from rafeeq.knowledge.models import Article

    return Article.objects.filter(pk=article, state="validated").exclude(audience="staff").exists()
