"""Articles as customers find them: only theirs, by search engines too; their word is kept, a person is always near."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html as lxml_html

from rafeeq.knowledge.actions import articles as writing
from rafeeq.knowledge.actions.variables import save_topic
from rafeeq.knowledge.models import Article, ArticleFault, ArticleUse, Offer
from rafeeq.knowledge.queries.finding import forget
from rafeeq.knowledge.rules.offers import deflection
from rafeeq.portal.queries.finding import found
from rafeeq.portal.rules.excerpts import pieces
from rafeeq.system.actions import change_preferences
from rafeeq.tickets.models import Ticket
from tests import make
from tests.cast import Cast, signed_in

BODY = "تصدر الفاتورة كل شهر.\n\n## المهلة\n\nآخر يوم هو الخامس عشر.\n\n## الورق\n\nبمبلغ 10 ريالات."


@pytest.fixture(autouse=True)
def no_earlier_visits() -> None:
    cache.clear()
    forget()


@pytest.fixture
def bill(cast: Cast) -> Article:
    shelf = save_topic(None, by=cast.khaled, name="الفواتير", name_en="Bills")
    make.article(cast.khaled, "دليل الموظف في الفواتير", "الحد 777 ريال للفاتورة.", audience="staff", topic=shelf)
    make.article(cast.khaled, "تقسيط الفاتورة للعملاء", "على 3 أشهر.", audience="customers", topic=shelf)
    writing.begin(by=cast.noura, words=writing.Words("مسودة الفاتورة", "", "لم تُعتمد"), topic=shelf)
    return make.article(cast.khaled, "الفاتورة ومواعيدها", BODY, topic=shelf, phrasings="متى تنزل الفاتوره")


def text_of(path: str, **asked: str) -> str:
    answer = Client().get(path, asked, follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_stranger_finds_what_is_public_and_validated_and_nothing_else(bill: Article) -> None:
    topic = bill.topic
    assert topic is not None
    shelf = f"/help/topics/{topic.pk}-x/"
    pages = [text_of(path) for path in ("/help/", shelf, f"/help/articles/{bill.pk}/", "/sitemap.xml")]
    pages.append(text_of("/help/search/", q="الفاتوره"))
    for page in pages:
        assert "ومواعيدها" in page or "%D9%88%D9%85%D9%88%D8%A7%D8%B9%D9%8A%D8%AF%D9%87%D8%A7" in page
        for hidden in ("دليل الموظف", "777 ريال", "تقسيط", "مسودة"):
            assert hidden not in page
    for other in Article.objects.exclude(pk=bill.pk):
        for path in (f"/help/articles/{other.pk}/", f"/help/articles/{other.pk}-x/", "/help/topics/999-x/"):
            assert Client().get(path).status_code == 404
        assert Client().post(f"/help/articles/{other.pk}/verdict/", {"verdict": "solved"}).status_code == 404
        assert Client().post(f"/help/articles/{other.pk}/wrong/", {"said": "س"}).status_code == 404
        assert Client().get(f"/help/request/?about={other.pk}").content.decode().count("دليل الموظف") == 0


def test_a_link_to_another_article_leads_whoever_may_read_it(bill: Article, cast: Cast) -> None:
    secret = Article.objects.exclude(pk=bill.pk).order_by("pk")[0]
    links = f"[الفاتورة](article:{bill.pk}#h-x) و[الدليل](article:{secret.pk}) و[لا شيء](article:987654)"
    body = f"انظر {links} و[غيره](article:x)."
    row = make.article(cast.khaled, "أين أبحث", body)
    page = lxml_html.fromstring(text_of(f"/help/articles/{row.pk}/"))
    (words,) = page.xpath("//p[contains(., 'انظر')]")
    assert words.text_content() == "انظر الفاتورة والدليل ولا شيء وغيره."
    (link,) = [one for one in words.xpath(".//a") if one.get("href")]
    assert (link.text, link.get("href").startswith(f"/help/articles/{bill.pk}-")) == ("الفاتورة", True)
    assert link.get("href").endswith("#h-x")
    typed = str(bill.pk).translate({ord("0") + digit: chr(0x660 + digit) for digit in range(10)})
    arabic = make.article(cast.khaled, "بأرقام عربية", f"انظر [الفاتورة](article:{typed}#h-x).")
    assert f'href="{link.get("href")}"' in text_of(f"/help/articles/{arabic.pk}/")
    Article.objects.filter(pk=bill.pk).update(state="archived")
    assert "انظر الفاتورة والدليل" in lxml_html.fromstring(text_of(f"/help/articles/{row.pk}/")).text_content()
    assert f"/help/articles/{bill.pk}-" not in text_of(f"/help/articles/{row.pk}/")
    ours = signed_in(cast.khaled).get(f"/knowledge/{row.pk}/").content.decode()
    assert f'href="/knowledge/{secret.pk}/"' in ours


def test_search_engines_are_told_the_one_address_of_each_language(bill: Article, cast: Cast) -> None:
    english = writing.add_edition(bill, "en", by=cast.khaled)
    writing.write(english, by=cast.khaled, words=writing.Words("Bills and dates", "", "Every month."), seen=0)
    writing.validate(type(english).objects.select_related("newest").get(pk=english.pk), by=cast.khaled)
    answer = Client().get(f"/help/articles/{bill.pk}/", follow=True)
    page = lxml_html.fromstring(answer.content)
    (canonical,) = page.xpath("//link[@rel='canonical']/@href")
    assert canonical.startswith("http")
    assert "X-Robots-Tag" not in answer
    assert {link.get("hreflang") for link in page.xpath("//link[@rel='alternate']")} == {"ar", "en", "x-default"}
    for address in page.xpath("//link[@rel='alternate']/@href"):
        assert Client().get(address.split("testserver")[-1]).status_code == 200, "no address leads to another one"
    other = Client().get(f"/help/articles/{bill.pk}/", {"lang": "en"}, follow=True)
    in_english = lxml_html.fromstring(other.content)
    assert in_english.xpath("//main//h1")[0].text_content() == "Bills and dates"
    (its_own,) = in_english.xpath("//link[@rel='canonical']/@href")
    assert its_own.endswith("?lang=en")
    assert its_own in text_of("/sitemap.xml")
    assert "sitemap.xml" in text_of("/robots.txt")
    assert Client().get("/help/search/", {"q": "x"})["X-Robots-Tag"] == "noindex"


def test_what_a_reader_says_of_an_article_is_kept_once_and_a_person_is_one_of_the_answers(bill: Article) -> None:
    page = lxml_html.fromstring(text_of(f"/help/articles/{bill.pk}/"))
    (version,) = page.xpath("//section[@id='solved']/form/input[@name='version']/@value")
    assert page.xpath("//section[@id='solved']//button/@value") == ["solved", "partly", "not_solved", "person"]
    path, visitor = f"/help/articles/{bill.pk}/verdict/", Client(enforce_csrf_checks=True)
    for said in ("solved", "not_solved"):
        assert visitor.post(path, {"version": version, "verdict": said}).status_code == 302
    assert ArticleUse.objects.get().verdict == "not_solved", "the second word takes the place of the first"
    assert visitor.post(path, {"verdict": "nonsense"}).status_code == 302
    to_a_person = visitor.post(path, {"verdict": "person"})["Location"]
    assert "الفاتورة ومواعيدها" in text_of(to_a_person)
    visitor.post(f"/help/articles/{bill.pk}/wrong/", {"version": version, "said": "المهلة صارت عشرة أيام"})
    fault = ArticleFault.objects.get()
    assert (fault.by, fault.said) == (None, "المهلة صارت عشرة أيام")
    for _again in range(12):
        visitor.post(f"/help/articles/{bill.pk}/wrong/", {"said": "س"})
    assert ArticleFault.objects.count() == 10


@pytest.mark.usefixtures("bill")
def test_words_are_found_and_marked_in_the_spelling_of_the_article() -> None:
    (hit,) = found("آخر يوم", None, "ar")
    assert (hit.heading, hit.anchor != "") == ("المهلة", True)
    assert ("يوم", True) in hit.pieces
    far = "كلمة " * 100 + "الرسم هنا " + "كلمة " * 100
    (mark,) = [(far.index("الرسم"), far.index("الرسم") + 5)]
    shown = pieces(far, [mark])
    assert ("الرسم", True) in shown
    assert sum(len(run) for run, _ in shown) <= 245


def test_likely_answers_come_before_sending_once_and_never_block(bill: Article, cast: Cast) -> None:
    change_preferences({"help.held_back": 0}, by=cast.salman, role="admin")
    entered = {"email": "omar@example.com", "text": "متى آخر يوم الفاتورة"}
    visitor = Client()
    first = visitor.post("/help/request/", entered)
    page = lxml_html.fromstring(first.content)
    assert (first.status_code, Ticket.objects.count()) == (200, 0)
    assert page.xpath("//textarea[@name='text']")[0].text.strip() == entered["text"]
    (mark,) = page.xpath("//input[@name='offer']/@value")
    assert visitor.post("/help/request/", entered | {"offer": mark}).status_code == 302
    offer = Offer.objects.get()
    assert (offer.end, offer.ticket) == ("sent", Ticket.objects.get())
    visitor.post("/help/request/spared/", {"offer": mark})
    assert Offer.objects.get().end == "sent", "what was sent was not spared"

    change_preferences({"help.held_back": 50}, by=cast.salman, role="admin")
    drawn = [visitor.post("/help/request/answers/", {"text": entered["text"]}).content for _ in range(40)]
    held = Offer.objects.filter(held_back=True).count()
    assert 0 < held < 40
    assert sum(b"likely" not in one for one in drawn) == held, "who is held back sees nothing"
    assert visitor.post("/help/request/answers/", {"text": "قططرز ضظغ"}).content.strip() == b""


def test_what_answers_spare_is_known_by_lot_or_by_word_or_not_at_all() -> None:
    assert deflection(shown=500, shown_sent=1, spared=0, held=5, held_sent=5).known_by == "not_measured"
    said = deflection(shown=100, shown_sent=60, spared=20, held=0, held_sent=0)
    assert (said.known_by, said.share) == ("word", 0.2)
    drawn = deflection(shown=100, shown_sent=60, spared=20, held=100, held_sent=80)
    assert drawn.known_by == "lot"
    assert drawn.low is not None
    assert drawn.high is not None
    assert 0 < drawn.low < 0.2 < drawn.high


def test_a_page_asks_the_same_whatever_it_holds(bill: Article, cast: Cast) -> None:
    def asked(path: str) -> int:
        forget()
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(path, follow=True).status_code == 200
        return len(queries)

    paths = ["/help/", f"/help/articles/{bill.pk}/", "/help/search/?q=الفاتورة", "/sitemap.xml"]
    make.article(cast.khaled, "الفاتورة رقم صفر", BODY, topic=bill.topic)
    before = [asked(path) for path in paths]
    for number in range(6):
        make.article(cast.khaled, f"الفاتورة رقم {number}", BODY, topic=bill.topic)
    assert [asked(path) for path in paths] == before
