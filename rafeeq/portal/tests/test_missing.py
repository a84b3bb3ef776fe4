"""A search without result becomes known, once a day and place, and only by the browser of a person."""

from django.core.cache import cache
from django.test import Client

from rafeeq.knowledge.models import Sighting
from tests import make
from tests.cast import Cast


def test_a_search_that_found_nothing_is_told_once_and_without_people(cast: Cast) -> None:
    cache.clear()
    make.article(cast.khaled, "الفاتورة ومواعيدها", "تصدر الفاتورة كل شهر.")
    page = Client().get("/help/search/", {"q": "تقسيط الجوال"})
    assert 'data-missing="/help/search/missing/"' in page.content.decode()
    assert Sighting.objects.count() == 0, "a crawler reads the page, and tells nothing"
    for words in ("تقسيط الجوال 0551234567", "تقسيط الجوّال 0551234567", "الفاتورة", "", "؟؟"):
        assert Client().post("/help/search/missing/", {"q": words}).status_code == 204
    told = Sighting.objects.get()
    assert (told.source, told.text, told.ticket) == ("search", "تقسيط الجوال …", None)
    assert "127.0.0.1" not in told.key
