"""What readers say of articles: whether it solved their matter, and what is wrong."""

from rafeeq.knowledge.actions.uses import judge, say_wrong, use
from rafeeq.knowledge.models import ArticleUse, Edition

VERDICTS = tuple(value for value in ArticleUse.Verdict.values if value)


def judge_article(edition: Edition, verdict: str, *, earlier: int = 0) -> int:
    """Keep what a reader says of an article; `earlier`: what they said before in this browser, which they now change.

    The number of the use that holds it. Raises ValueError for a verdict that is none.
    """
    if verdict not in VERDICTS or edition.current is None:
        raise ValueError(verdict)
    row = ArticleUse.objects.filter(pk=earlier, article=edition.article_id, ticket=None).first() if earlier else None
    row = row or use(edition.current, way=ArticleUse.Way.ANSWERED)
    judge(row, verdict)
    return row.pk


def say_article_wrong(edition: Edition, words: str) -> None:
    """A reader says that something in an article is wrong; it waits for whoever owns the article."""
    if edition.current is not None:
        say_wrong(edition.current, said=words, by=None)
