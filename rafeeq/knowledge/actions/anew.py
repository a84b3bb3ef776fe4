"""What articles say of a value that has changed, written anew; each then waits for somebody to look at it."""

from rafeeq.knowledge.actions.articles import call_for_a_look
from rafeeq.knowledge.actions.passages import write_again
from rafeeq.knowledge.models import Article, Variable


def say_anew(variable: int) -> int:
    """Write a changed value into the passages of every article that says it; how many editions."""
    row = Variable.objects.filter(pk=variable).first()
    if row is None:
        return 0
    done = write_again([variable])
    saying = Article.objects.filter(editions__mentions__variable=variable, state=Article.State.VALIDATED).distinct()
    for one in saying.order_by("pk").iterator():
        call_for_a_look(one, Article.Again.VARIABLE, note=row.key)
    return done
