"""The customers' pages in a real browser: nobody is kept out, nothing needs a script, nothing typed is lost."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from rafeeq.customers.models import Address
from rafeeq.flows.answer import ask
from rafeeq.flows.conduct import complain
from rafeeq.flows.links import secret_for
from rafeeq.flows.proof import Proof, read_proof, secret_of
from rafeeq.knowledge.actions.variables import save_topic
from rafeeq.knowledge.models import Offer
from rafeeq.knowledge.queries.finding import forget
from rafeeq.knowledge.queries.talks import turns_before
from rafeeq.lib.tests.xss_payloads import ALL as PAYLOADS
from rafeeq.portal.actions import begin_visit
from rafeeq.portal.views.ask import token_of
from rafeeq.system.actions import change_preferences
from rafeeq.tickets.models import Ticket
from tests import make
from tests.browser.conftest import Window, is_seen
from tests.browser.test_attacks import heard
from tests.cast import Cast, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE: ViewportSize = {"width": 1200, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 740}
# Language, theme and size: each page is looked at in all four.
BILL = """تصدر الفاتورة كل شهر.

## المهلة

آخر يوم هو الخامس عشر.

## الخطوات

1. افتح «فواتيري».
2. اختر الفاتورة.

## الرسوم

| الرسم | المبلغ |
| --- | --- |
| التأخر | 20 ريالًا |

## الورق

بمبلغ 10 ريالات.
"""
LOOKS = [("ar", "light", NARROW), ("en", "dark", WIDE)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, where other connections see it."""
    cache.clear()
    forget()
    return build()


@pytest.fixture
def plain(browser: Browser, live_server: LiveServer) -> Iterator[Window]:
    """A window in a browser whose scripts are turned off."""
    context = browser.new_context(viewport=NARROW, locale="ar", java_script_enabled=False)
    opened = Window(context, live_server.url)
    yield opened
    context.close()
    assert opened.troubles == []


def own_page(ticket: Ticket) -> str:
    """The path of the customer's own page."""
    return f"/t/{secret_for(ticket, Address.objects.get(value='sara@example.com').pk)}/"


def let_in(window: Window, cast: Cast) -> None:
    """This browser has proved Sara's address."""
    proof = read_proof(secret_of(cast.sara_email))
    assert isinstance(proof, Proof)
    window.context.add_cookies(
        [{"name": "rafeeq_visit", "value": begin_visit(proof), "domain": "localhost", "path": "/help/"}]
    )


def world(cast: Cast) -> dict[str, str]:
    """Requests in every state, and the path of each page of the portal by its name."""
    talk = make.ticket(files=(make.file(),))
    make.assigned(talk, cast.noura, cast.khaled)
    make.replied(talk, cast.noura)
    asked = make.ticket("الشبكة تنقطع كل مساء منذ أسبوع.", subject="انقطاع الشبكة مساءً")
    make.assigned(asked, cast.noura, cast.khaled)
    make.claimed(asked, cast.noura, "بدّلنا الموجّه، وراقبنا الخط ثلاثة أيام من دون انقطاع.")
    ended = make.ticket_with_outcome(
        "confirmed", agent=cast.noura, supervisor=cast.khaled, subject="تغيير موعد التركيب"
    )
    declined = make.ticket_with_outcome(
        "declined", agent=cast.noura, supervisor=cast.khaled, subject="استرجاع بعد المدة"
    )
    conduct = complain(make.fresh(talk), text="كلّمني بأسلوب جارح.", about=cast.noura, address=cast.sara_email)
    shelf = save_topic(None, by=cast.khaled, name="الفواتير والدفع", name_en="Bills and payment")
    make.article(cast.khaled, "في فاتورتي مبلغ لا أعرفه", "كيف تعترض عليه.", topic=shelf)
    bill = make.article(cast.khaled, "الفاتورة ومواعيدها", BILL, topic=shelf, summary="متى تصدر ومتى تُدفع")
    return {
        "help": "/help/",
        "topic": f"/help/topics/{shelf.pk}-x/",
        "article": f"/help/articles/{bill.pk}/",
        "ask": talk_about("كم رسم تأخر الفاتورة ومتى آخر يوم؟"),
        "ask-person": talk_about("أريد موظفًا") + "person/",
        "search": "/help/search/?q=متى الفاتوره",
        "search-empty": "/help/search/?q=قططرز",
        "request": "/help/request/?q=الفاتوره طلعت مرتين",
        "sent": "/help/request/sent/",
        "requests": "/help/requests/",
        "link-sent": "/help/requests/link/sent/",
        "enter": f"/help/requests/enter/{secret_of(cast.sara_email)}/",
        "accessibility": "/help/accessibility/",
        "talk": own_page(talk),
        "asked": own_page(asked),
        "ended": own_page(ended),
        "declined": own_page(declined),
        "conduct": own_page(talk) + "conduct/",
        "conduct-ticket": own_page(conduct),
        "dead": "/t/nothing/",
    }


def talk_about(question: str) -> str:
    """The path of a talk that begins with this question."""
    told = ask(question, language="ar", channel="web")
    return f"/help/ask/{token_of(told.asked_id)}/"


def look(window: Window, path: str, language: str, theme: str) -> Page:
    window.context.add_cookies(
        [
            {"name": "rafeeq_language", "value": language, "url": window.root},
            {"name": "rafeeq_theme", "value": theme, "url": window.root},
        ]
    )
    return window.open(path)


ENLARGED = {"talk", "asked", "conduct", "help-proven", "request-proven", "requests-proven"}


def test_nobody_is_kept_out(window: Window, cast: Cast) -> None:
    """Axe and sideways scrolling, on every page in one of both languages and themes, wide or at 360 pixels."""
    pages = world(cast)
    found: dict[str, list[str]] = {}
    ways: dict[str, set[tuple[str, ...]]] = {"ar": set(), "en": set()}
    for name, path in pages.items():
        look_closely(window, name, path, found, ways)
    let_in(window, cast)
    for name in ("help", "request", "requests"):
        look_closely(window, f"{name}-proven", pages[name], found, ways)
    window.troubles = [one for one in window.troubles if "status of 404" not in one]
    assert found == {}
    assert all(len(orders) == 1 and all(orders) for orders in ways.values())


def look_closely(
    window: Window, name: str, path: str, found: dict[str, list[str]], ways: dict[str, set[tuple[str, ...]]]
) -> None:
    """Look at a page in the look that is its own: `found` takes what is wrong, `ways` the ways to help at its end."""
    for language, theme, size in LOOKS:
        if not is_seen(name.removesuffix("-proven"), language):
            continue
        window.page.set_viewport_size(size)
        page = look(window, path, language, theme)
        assert page.locator("html").get_attribute("lang") == language
        here = f"portal-{name}-{language}-{theme}-{size['width']}"
        window.shot(here)
        # WCAG 3.2.6: the ways to help, in one order, at the end of every page.
        ways[language].add(
            tuple(page.locator("main ~ footer.foot nav a, .middle ~ footer.foot nav a").all_inner_texts())
        )
        if barriers := window.barriers():
            found[here] = barriers
        if name in ENLARGED and (cut := sideways_when_enlarged(window, name)):
            found[f"{here}-enlarged"] = cut


def sideways_when_enlarged(window: Window, name: str) -> list[str]:
    """Zoom of 200 % on a page of 1280: half the points; and the text alone at twice its size on a phone."""
    told: list[str] = []
    window.page.set_viewport_size({"width": 640, "height": 512})
    if sideways(window.page):
        told.append("zoomed: scrolls sideways")
    window.page.set_viewport_size({"width": 720, "height": 900})
    window.page.evaluate("document.documentElement.style.fontSize = '200%'")
    if sideways(window.page):
        told.append("large text: scrolls sideways")
    window.shot(f"portal-{name}-large")
    return told


def test_a_form_that_comes_back_keeps_nobody_out(window: Window, cast: Cast) -> None:
    """The summary of what is wrong leads to the fields, and what arrived stands there still."""
    window.page.set_viewport_size(NARROW)
    page = look(window, "/help/request/", "ar", "light")
    page.locator("input[type=file]").set_input_files({"name": "إيصال.png", "mimeType": "image/png", "buffer": make.PNG})
    page.locator("main form button.primary").click()
    expect(page.locator("input[name=kept]")).to_be_checked()
    window.shot("portal-returned")
    assert window.barriers() == []
    page.locator("[role=alert] a").first.click()
    expect(page.locator("#id_text")).to_be_focused()
    look(window, own_page(make.ticket()) + "conduct/", "en", "dark")
    page.locator("main form button.primary").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    assert window.barriers() == []
    look(window, "/help/requests/", "ar", "light")
    page.locator("main form button.primary").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    assert window.barriers() == []


def test_nothing_that_somebody_wrote_runs(window: Window, cast: Cast) -> None:
    """Hostile subjects, names, files and searches on every page that shows them."""
    window.page.on("dialog", lambda dialog: heard(window, dialog))
    hostile = [payload for payload in PAYLOADS if payload.isprintable() and len(payload) < 200][:40]
    for number in range(0, len(hostile), 8):
        subject, *words = hostile[number : number + 8]
        ticket = make.ticket("\n\n".join(words[:2]), subject=subject, files=tuple(make.file(one) for one in words[2:5]))
        make.noted(ticket, cast.noura, words[5])
        make.claimed(ticket, cast.noura, words[6])
        window.open(own_page(ticket))
    window.open(own_page(ticket) + "conduct/")
    let_in(window, cast)
    asked = (" ".join(hostile[number : number + 4]) for number in range(0, 12, 4))
    for path in ("/help/", "/help/requests/", *(f"/help/request/?{urlencode({'q': one})}" for one in asked)):
        window.open(path)
        assert window.page.locator("main script, main iframe, main object, main img").count() == 0


def sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_everything_goes_without_a_script(plain: Window, cast: Cast) -> None:
    """From the first word to the verdict, a formal complaint, one about conduct, a withdrawal and its return."""
    page = plain.open("/help/")
    page.locator("input[type=search]").fill("خُصم المبلغ مرتين")
    page.locator("form.ask button").click()
    page.locator(".person a.btn").click()
    expect(page.locator("textarea[name=text]")).to_have_value("خُصم المبلغ مرتين")
    page.get_by_role("button", name="إرسال الطلب").click()
    expect(page.locator("[role=alert] a[href='#id_email']")).to_be_visible()
    expect(page.locator("textarea[name=text]")).to_have_value("خُصم المبلغ مرتين")
    page.locator("input[type=email]").fill("sara@example.com")
    page.locator("input[type=file]").set_input_files({"name": "إيصال.png", "mimeType": "image/png", "buffer": make.PNG})
    page.get_by_role("button", name="إرسال الطلب").click()
    expect(page).to_have_url(f"{plain.root}/help/request/sent/")
    ticket = Ticket.objects.get()
    assert ticket.messages.get().attachments.count() == 1

    make.replied(ticket, cast.noura)
    make.claimed(ticket, cast.noura)
    plain.open(own_page(ticket))
    page.locator("button[value=no]").click()
    page.locator("#id_text").fill("ما زال الخصم ظاهرًا 😟")
    page.get_by_role("button", name="إرسال", exact=True).click()
    expect(page.locator("article.message.in").last).to_contain_text("ما زال الخصم ظاهرًا 😟")
    press(page, "form[action$='/complaint/']")
    assert make.fresh(ticket).kind == "complaint"
    press(page, "form[action$='/withdrawal/']")
    assert make.fresh(ticket).outcome == "withdrawn"
    page.locator("#id_text").fill("غيّرت رأيي.")
    page.get_by_role("button", name="إرسال", exact=True).click()
    assert make.fresh(ticket).status == "open"

    page.locator("details:has(a[href$='/conduct/']) summary").click()
    page.locator("a[href$='/conduct/']").click()
    page.locator("#id_text").fill("كلّمني بأسلوب جارح.")
    page.locator(f"input[name=about][value='{cast.noura.pk}']").check()
    page.locator("main form button.primary").click()
    complaint = Ticket.objects.order_by("-number").first()
    assert complaint is not None
    assert (complaint.is_conduct, complaint.conduct.person) == (True, cast.noura)
    plain.open(own_page(ticket))
    press(page, "form[action$='/new-link/']")
    expect(page.locator("main")).to_contain_text("s…@example.com")
    assert Ticket.objects.filter(pk=ticket.pk, link_epoch=1).exists()


def test_asking_goes_without_a_script_and_ends_with_a_person(plain: Window, cast: Cast) -> None:
    """From the search to an answer with its source, a word on it, another question, and a person who knows it all."""
    make.article(cast.khaled, "أجرة التوصيل", "أجرة التوصيل داخل جدة 19 ريالًا.", phrasings="بكم التوصيل داخل جدة")
    page = plain.open("/help/")
    page.locator("input[type=search]").fill("كم أجرة التوصيل داخل جدة")
    page.locator("form.ask button").click()
    expect(page.locator(".hits mark").first).to_be_visible()
    page.locator("form[action='/help/ask/'] button").click()
    expect(page.locator("blockquote")).to_contain_text("19 ريالًا")
    page.locator("button[value=not_solved]").click()
    expect(page.locator("button[value=not_solved]")).to_have_attribute("aria-pressed", "true")
    page.locator("#question").fill("متى يفتح فرعكم في تبوك؟")
    page.locator("#next button").click()
    page.locator("a[href$='/person/']").first.click()
    page.locator("input[type=email]").fill("sara@example.com")
    page.locator("main form button.primary").click()
    expect(page).to_have_url(f"{plain.root}/help/request/sent/")
    assert "تبوك" in turns_before(Ticket.objects.get())[-1].asked.question


def press(page: Page, form: str) -> None:
    """Open the fold that holds a form, and press its button."""
    page.locator(f"details:has({form}) > summary").click()
    page.locator(f"{form} button").click()


def test_language_and_theme_are_changed_on_ones_own_page(window: Window, cast: Cast) -> None:
    path = own_page(make.ticket())
    page = window.open(path)
    page.locator("header form button").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("footer button[value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page).to_have_url(window.root + path)


def test_by_keyboard_alone(window: Window, cast: Cast) -> None:
    """The verdict is reached and given without a pointer, and the focus is always seen."""
    ticket = make.ticket()
    make.claimed(ticket, cast.noura)
    page = window.open(own_page(ticket))
    for _step in range(30):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(() => { const one = document.activeElement, box = one.getBoundingClientRect();"
            " const seen = box.top >= 0 && box.bottom <= innerHeight;"
            " return [one.value || '', getComputedStyle(one).outlineStyle, seen] })()"
        )
        assert here[1:] == ["solid", True] or here[0] == "", here
        if here[0] == "yes":
            break
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]").first).to_contain_text(re.compile(r"\S"))
    assert make.fresh(ticket).outcome == "confirmed"


def test_files_are_chosen_in_our_own_words(window: Window, cast: Cast) -> None:
    page = window.open("/help/request/")
    with page.expect_file_chooser() as chosen:
        page.locator(".field.files button:not(.quiet)").click()
    chosen.value.set_files({"name": "إيصال الدفع.png", "mimeType": "image/png", "buffer": make.PNG})
    expect(page.locator(".field.files .chip")).to_have_text("إيصال الدفع.png")
    page.locator(".field.files button.quiet").click()
    expect(page.locator(".field.files .chip")).to_have_count(0)


def test_likely_answers_stand_beside_the_request_while_it_is_written_and_lose_nothing(
    window: Window, cast: Cast
) -> None:
    change_preferences({"help.held_back": 0}, by=cast.salman, role="admin")
    make.article(cast.khaled, "الفاتورة طلعت مرتين", "اطلب رد الفاتورة المكررة من «فواتيري».")
    page = window.open("/help/request/")
    with page.expect_response("**/help/request/answers/") as answer:
        page.locator("#id_text").fill("الفاتورة طلعت مرتين")
    assert answer.value.status == 200
    assert "attachments" not in (answer.value.request.post_data or "")
    expect(page.locator("#answers .likely mark").first).to_be_visible()
    assert window.barriers() == []
    expect(page.locator("#id_text")).to_have_value("الفاتورة طلعت مرتين")
    expect(page.locator("#id_text")).to_be_focused()
    page.locator("#answers .likely button").click()
    expect(page.locator("[role=status]").first).to_contain_text("لم يُرسل شيء")
    assert Offer.objects.get().end == "spared"
    assert not Ticket.objects.exists()
