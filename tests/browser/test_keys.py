"""The keys of the help work in both directions and on an Arabic keyboard; what was just done moves nothing."""

import re

import pytest
from playwright.sync_api import Page, expect

from rafeeq.tickets.models import Note
from tests import make
from tests.browser.conftest import Window
from tests.browser.test_trip import sign_in
from tests.cast import Cast, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What the same fingers type on an Arabic keyboard.
ARABIC = {"j": "ت", "k": "ن", "x": "ء", "r": "ق", "n": "ى", "c": "ؤ", "s": "س", "g": "ل", "i": "ه", "/": "ظ", "?": "؟"}


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, where other connections see it."""
    return build()


def press(page: Page, keys: str, *, arabic: bool) -> None:
    for key in keys.split():
        typed = ARABIC[key] if arabic else key
        code = "Slash" if key in "/?" else f"Key{key.upper()}"
        said = {"key": typed, "code": code, "shiftKey": key == "?", "bubbles": True, "cancelable": True}
        page.evaluate("said => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', said))", said)


@pytest.mark.parametrize(("language", "arabic"), [("ar", True), ("en", False)])
def test_every_key_of_the_help_does_what_it_says(window: Window, cast: Cast, language: str, arabic: bool) -> None:
    older, newer = make.ticket(), make.ticket(sender="omar@example.com")
    sign_in(window, "noura")
    page = window.open(f"/inbox/?lang={language}")
    press(page, "j", arabic=arabic)
    focused = page.locator("a.item:focus")
    expect(focused).to_have_attribute("href", f"/inbox/{newer.number}/")
    press(page, "j", arabic=arabic)
    expect(focused).to_have_attribute("href", f"/inbox/{older.number}/")
    press(page, "k", arabic=arabic)
    expect(focused).to_have_attribute("href", f"/inbox/{newer.number}/")
    press(page, "x", arabic=arabic)
    expect(page.locator(".pick input:checked")).to_have_count(1)
    press(page, "/", arabic=arabic)
    expect(page.locator("[data-search]:focus")).to_have_count(1)
    page.keyboard.press("Tab")
    press(page, "?", arabic=arabic)
    expect(page.locator("#keys[open] kbd", has_text=re.compile("^s$"))).to_be_visible()
    page.keyboard.press("Escape")
    page = window.open(f"/inbox/{newer.number}/?lang={language}")
    press(page, "s", arabic=arabic)
    expect(page.locator("dialog#door[open] textarea[name=what_was_done]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#door[open]")).to_have_count(0)
    press(page, "n", arabic=arabic)
    expect(page.locator("form.note textarea:focus")).to_have_count(1)
    page.locator("#content").focus()
    press(page, "r", arabic=arabic)
    expect(page.locator("form.reply textarea:focus")).to_have_count(1)
    page.locator("#content").focus()
    press(page, "g i", arabic=arabic)
    expect(page).to_have_url(re.compile("/inbox/$"))
    press(page, "c", arabic=arabic)
    expect(page).to_have_url(re.compile("/inbox/new/$"))


def test_what_was_just_done_floats_over_nothing_that_is_written(window: Window, cast: Cast) -> None:
    ticket = make.ticket()
    sign_in(window, "noura")
    page = window.open(f"/inbox/{ticket.number}/")
    before = page.locator(".pane-talk").bounding_box()
    page.locator("label:has([name=tab][value=note])").click()
    page.locator("form.note textarea").fill("اتصلت بها.")
    page.locator("form.note footer .sends button").click()
    said = page.locator("#flashes .flash")
    expect(said).to_be_visible()
    assert Note.objects.count() == 1
    assert page.locator(".pane-talk").bounding_box() == before, "nothing has moved"
    page.keyboard.press("Shift")  # whoever uses the keyboard has time
    for width in (1600, 1100, 390):
        page.set_viewport_size({"width": width, "height": 900})
        toast, composer = said.bounding_box(), page.locator(".composer").bounding_box()
        assert toast
        assert composer
        beside = toast["x"] >= composer["x"] + composer["width"] or toast["x"] + toast["width"] <= composer["x"]
        apart = toast["y"] + toast["height"] <= composer["y"] or toast["y"] >= composer["y"] + composer["height"]
        assert beside or apart, f"the composer stays free at {width}"
        window.shot(f"toast-{width}")
    said.locator("[data-dismiss]").click()
    expect(said).to_have_count(0)
