"""What is asked about the values that texts name."""

from collections.abc import Mapping

from django.db.models import Count, QuerySet

from rafeeq.knowledge.models import Edition, Variable
from rafeeq.knowledge.rules.variables import filled, mentioned


def variables() -> QuerySet[Variable]:
    """Every value, by its key, with the number of editions that say it."""
    return Variable.objects.select_related("calendar", "changed_by").annotate(said_in=Count("mentions")).order_by("key")


def variable(pk: int) -> Variable | None:
    """One value."""
    return Variable.objects.filter(pk=pk).select_related("calendar").first()


def values(language: str) -> Mapping[str, str]:
    """Every key with its value in this language."""
    return {one.key: one.said(language) for one in Variable.objects.all()}


def unknown_in(*texts: str) -> list[str]:
    """The keys in these texts that no variable stands for."""
    said = mentioned(*texts)
    known = set(Variable.objects.filter(key__in=said).values_list("key", flat=True)) if said else set()
    return [key for key in said if key not in known]


def filled_in(text: str, language: str, *, markdown: bool = False) -> str:
    """A text with its values filled in; costs a query only where it names one."""
    said = mentioned(text)
    if not said:
        return text
    rows = Variable.objects.filter(key__in=said)
    return filled(text, {one.key: one.said(language) for one in rows}, markdown=markdown)


def saying(row: Variable) -> QuerySet[Edition]:
    """The editions whose current version says this value."""
    return Edition.objects.filter(mentions__variable=row).select_related("current").order_by("article", "language")
