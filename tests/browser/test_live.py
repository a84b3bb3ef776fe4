"""Two people at one ticket: each sees what the other does, and a killed server loses nothing and doubles nothing."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from rafeeq.config.tests.installation import Hand, Installation, Served, until
from tests.browser.conftest import PATIENCE

pytestmark = pytest.mark.browser
SETTING = """
import json
from django.conf import settings
from django.test import Client
from tests import cast, make
people = cast.build()
make.ticket()
keys = {}
for name in ("noura", "khaled", "fahd"):
    client = Client()
    client.force_login(getattr(people, name))
    keys[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
print(json.dumps(keys))
"""
SAYS = """
from tests import make
from rafeeq.tickets.models import Ticket
ticket = Ticket.objects.get(number=1)
for words in {words!r}:
    make.customer_says(ticket, words)
"""
Opens = Callable[[str, str], Page]


@pytest.fixture
def hand(installation: Installation) -> Iterator[Hand]:
    with installation.hand() as hand:
        yield hand


@pytest.fixture
def served(installation: Installation) -> Iterator[Served]:
    with installation.serving() as served:
        yield served


@pytest.fixture
def opens(browser: Browser, hand: Hand, served: Served) -> Iterator[Opens]:
    """Opens a page of the running product for one of the cast, each in a browser of their own."""
    keys: dict[str, str] = json.loads(hand.does(SETTING))
    contexts = {name: browser.new_context(locale="ar", viewport={"width": 1400, "height": 900}) for name in keys}
    root = f"http://127.0.0.1:{served.port}"
    for name, context in contexts.items():
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "rafeeq_session", "value": keys[name], "url": root}])

    def open_for(name: str, path: str) -> Page:
        page = contexts[name].new_page()
        page.goto(root + path)
        return page

    yield open_for
    for context in contexts.values():
        context.close()


def says(hand: Hand, *words: str) -> None:
    """The customer writes so many messages."""
    hand.does(SAYS.format(words=words))


def test_two_browsers_and_a_killed_server(hand: Hand, served: Served, opens: Opens) -> None:
    ticket, again = opens("noura", "/inbox/1/"), opens("noura", "/inbox/1/")  # two tabs share one stream
    listed, hers = opens("khaled", "/inbox/"), opens("khaled", "/inbox/1/")
    hidden = opens("fahd", "/inbox/")
    expect(ticket.locator(".presence")).to_contain_text("خالد الحربي")

    hers.locator("form.reply textarea").fill("أكتب ردًا")
    hers.locator("form.reply textarea").press("!")
    expect(ticket.locator(".presence .writing")).to_contain_text("خالد الحربي")

    says(hand, "الرسالة الثانية")
    for page in (ticket, again, hers):
        expect(page.locator("#talk-scroll")).to_contain_text("الرسالة الثانية")
    expect(listed.locator("[data-entries]")).to_contain_text("الرسالة الثانية")
    expect(hers.locator("[data-live-news]")).to_be_visible()  # shown to who writes, before she sends
    expect(hers.locator("form.reply textarea")).to_have_value("أكتب ردًا!")

    web = until(lambda: served.child("web"))
    web.kill()
    says(hand, "بعد الانقطاع أولًا", "بعد الانقطاع ثانيًا")
    for page in (ticket, again, hers):
        for words in ("بعد الانقطاع أولًا", "بعد الانقطاع ثانيًا"):
            expect(page.locator("#talk-scroll article", has_text=words)).to_have_count(1)
        expect(page.locator("#talk-scroll article")).to_have_count(4)

    ticket.close()  # it led; the other tab takes over
    says(hand, "بعد إغلاق التبويب")
    for page in (again, hers):
        expect(page.locator("#talk-scroll article", has_text="بعد إغلاق التبويب")).to_have_count(1)
    assert "سارة" not in hidden.locator("body").inner_text()
