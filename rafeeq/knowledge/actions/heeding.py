"""What signals call for: faults that come together, and answers that did not help."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet

from rafeeq.knowledge.actions.articles import call_for_a_look
from rafeeq.knowledge.models import Article, ArticleUse
from rafeeq.knowledge.rules.articles import FAULTS, NOT_SOLVED
from rafeeq.tickets.models import Outcome


def heed(row: Article) -> bool:
    """Call for a look where signals have come together since it was validated; whether it was called."""
    rows = _speaking().filter(pk=row.pk)
    return any(call_for_a_look(one, _why(one.open_faults)) for one in rows)


def heed_all() -> int:
    """Call for a look at every article that signals speak of; how many were called."""
    return sum(call_for_a_look(one, _why(one.open_faults)) for one in _speaking()[:500])


def _speaking() -> QuerySet[Any]:
    """Validated articles with enough open faults, or enough uses since their validation that did not solve it."""
    since = Q(uses__at__gte=F("editions__validated_at"))
    not_solved = Q(uses__verdict=ArticleUse.Verdict.NOT_SOLVED) | Q(uses__ticket__outcome=Outcome.DISPUTED)
    return (
        Article.objects.filter(state=Article.State.VALIDATED, again_at=None)
        .annotate(
            open_faults=Count("faults", filter=Q(faults__settled_at=None), distinct=True),
            unsolved=Count("uses", filter=since & not_solved, distinct=True),
        )
        .filter(Q(open_faults__gte=FAULTS) | Q(unsolved__gte=NOT_SOLVED))
        .order_by("pk")
    )


def _why(open_faults: int) -> str:
    return Article.Again.FAULTS if open_faults >= FAULTS else Article.Again.NOT_SOLVED
