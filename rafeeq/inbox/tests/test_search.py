"""What is offered while one types, and how it is shown."""

from django.urls import reverse

from rafeeq.inbox.queries.finding import suggested
from rafeeq.knowledge.models import Article
from tests.cast import Cast, signed_in
from tests.make import article, ticket


def shown(cast: Cast, typed: str) -> tuple[list[str], list[str]]:
    """The titles of articles and the names of customers, with what is marked in brackets."""
    found = suggested(cast.noura, typed)
    return tuple(  # type: ignore[return-value]
        ["".join(f"[{run}]" if marked else run for run, marked in one.pieces) for one in some]
        for some in (found.articles, found.customers)
    )


def test_articles_and_customers_are_offered_by_the_beginnings_of_their_words(cast: Cast) -> None:
    ticket("المبلغ ناقص", sender="mona@example.com", name="منى الحَرْبي")
    fee = article(cast.khaled, "رسوم التحويل الدَّولي", "عشرة ريالات.", audience="staff")
    article(cast.khaled, "مواعيد الفروع", "من الثامنة.")
    assert shown(cast, "التحو") == (["رسوم [التحويل] الدَّولي"], [])
    assert shown(cast, "دولي رس") == (["[رسوم] التحويل [الدَّولي]"], [])
    assert shown(cast, "فرو") == (["مواعيد [الفروع]"], [])
    assert shown(cast, "حرب") == ([], ["منى [الحَرْبي]"])
    for nothing in ("", "ر", "تحويل فروع", "😀", "غير محلول"):
        assert shown(cast, nothing) == ([], []), nothing
    Article.objects.filter(pk=fee.pk).update(state="archived")
    assert shown(cast, "التحو") == ([], []), "what may not be quoted is not offered"


def test_the_offered_article_stands_in_the_list(cast: Cast) -> None:
    row = article(cast.khaled, "رسوم التحويل", "عشرة ريالات.")
    body = signed_in(cast.noura).get("/inbox/suggestions/", {"q": "تحو"}).content.decode()
    assert "<mark>التحويل</mark>" in body
    assert reverse("knowledge:article", args=[row.pk]) in body
