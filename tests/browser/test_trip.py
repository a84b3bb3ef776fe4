"""A matter travels through the real pages, as its people see it: from the request form to the customer's yes."""

import pytest
from playwright.sync_api import Page, expect

from rafeeq.flows.links import link_for
from rafeeq.knowledge.models import Asked
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.browser.conftest import LOOKS, Window
from tests.cast import PASSWORD, Cast, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "السلام عليكم، خُصم المبلغ مرتين في فاتورة أكتوبر. متى يرجع؟"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, where other connections see it."""
    return build()


def sign_in(window: Window, who: str) -> Page:
    page = window.open("/")
    page.get_by_label("البريد الإلكتروني").fill(f"{who}@rafeeq.example")
    page.get_by_label("كلمة المرور").fill(PASSWORD)
    page.locator("form button.primary").click()
    expect(page).to_have_url(f"{window.root}/inbox/")
    return page


def own_page(window: Window, ticket: Ticket) -> str:
    """The path of the customer's own page."""
    address = ticket.customer.addresses.get()
    return "/t/" + link_for(ticket, address.pk).rpartition("/t/")[2]


def test_from_the_form_to_the_customers_yes(window: Window, cast: Cast) -> None:
    page = window.open("/help/request/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    window.shot("request-form")
    page.locator("textarea[name=text]").fill(WORDS)
    page.locator("input[type=email]").fill("sara@example.com")
    page.locator("main form button.primary").click()
    expect(page).to_have_url(f"{window.root}/help/request/sent/")
    ticket = Ticket.objects.get()

    sign_in(window, "noura")
    window.shot("inbox")
    page.get_by_role("link", name="خُصم المبلغ مرتين").first.click()
    expect(page.locator("article.message.in").first).to_contain_text("متى يرجع؟")
    page.locator("#reply textarea, textarea[name=text]").first.fill("أهلًا أستاذة سارة، نراجع العملية الآن.")
    page.locator("form[action$='/replies/'] button.primary").first.click()
    expect(page.locator("article.message.out").first).to_contain_text("نراجع العملية")
    window.shot("ticket")
    claim(page, "أُعيد المبلغ المكرر.")

    window.open(own_page(window, ticket))
    window.shot("own-request")
    page.get_by_role("button", name="لا، لم تُحلّ").click()
    ticket.refresh_from_db()
    assert (ticket.outcome, ticket.status) == ("disputed", "open")
    first = ticket.created_at

    window.open(f"/inbox/{ticket.number}/")
    window.shot("ticket-disputed")
    claim(page, "أُعيد المبلغ، ورقم الاسترداد RF-5521.")
    window.open(own_page(window, ticket))
    page.get_by_role("button", name="نعم، حُلّت").click()
    window.shot("own-request-confirmed")
    ticket.refresh_from_db()
    assert (ticket.outcome, ticket.status, ticket.created_at) == ("confirmed", "closed", first)
    assert verify_ledger() == []


def claim(page: Page, what_was_done: str) -> None:
    """Propose a solution on the ticket's page."""
    form = page.locator("form[action$='/resolution/']")
    if not form.locator("textarea").is_visible():
        page.get_by_text("اقتراح الحل", exact=False).first.click()
    form.locator("textarea").fill(what_was_done)
    page.keyboard.press("Escape")  # a slip does not lose what is written
    form.locator("button.primary").click()
    expect(page.get_by_text(what_was_done).first).to_be_visible()


def test_nobody_is_kept_out(window: Window, cast: Cast) -> None:
    """Axe on the pages that every agent uses, each in both looks; the customer's are looked at in test_portal.py."""
    ticket = make.ticket()
    make.replied(ticket, cast.noura)
    make.noted(ticket, cast.noura)
    make.claimed(ticket, cast.noura)
    shown = [{"article": 1, "title": "ساعات العمل", "quote": ""}]
    Asked.objects.create(question="أريد موظفًا", kind="escalated", why="person", ticket=ticket, shown=shown)
    page = window.enter(cast.noura)
    found: dict[str, list[str]] = {}
    for language, theme, size in LOOKS:
        window.wears(theme, size)
        for path in ("/sign-out/", "/inbox/", f"/inbox/{ticket.number}/", "/inbox/new/"):
            window.open(f"{path}?lang={language}")
            assert page.locator("html").get_attribute("lang") == language
            if str(ticket.number) in path:
                expect(page.locator(".talk-before")).to_be_visible()
                window.shot(f"ticket-asked-before-{language}")
            if barriers := window.barriers():
                found[f"{path} {language}"] = barriers
    assert found == {}
