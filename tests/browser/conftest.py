"""A real browser, one for the session, a fresh context for each test."""

import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from rafeeq.staff.models import User
from rafeeq.ui.fonts import make_fonts
from tests import machine, shots
from tests.cast import signed_in

# No page of a test lives long enough to be worth what Chromium does to make its scripts quicker.
FLAGS = [*shots.FLAGS.split(), "--js-flags=--no-opt,--no-maglev"]
SHOTS = Path("var/shots")
NO_SHEETS = {"assets": ["media"]}  # what axe loads once more; it reads style sheets only for a rule that is not asked
PATIENCE = 120_000  # milliseconds: a busy machine is no fault of the page
AXE = Axe().axe_script
WIDE: ViewportSize = {"width": 1600, "height": 1000}
NARROW: ViewportSize = {"width": 360, "height": 5000}  # tall, or the bar at its foot would lie over something
# How pages are looked at: both languages, themes and widths, in two looks instead of eight. Each page is looked at in
# one of the two (`is_seen`), in both with RAFEEQ_TEST_LOOKS=all: what is wrong in one look only is nearly always
# wrong on many pages.
LOOKS = (("ar", "light", NARROW), ("en", "dark", WIDE))


def is_seen(page: str, language: str) -> bool:
    """Whether a page is looked at in this language's look; the numbers in its address do not matter."""
    if os.environ.get("RAFEEQ_TEST_LOOKS") == "all":
        return True
    return ("ar", "en")[zlib.crc32(re.sub(r"[0-9]+", "", page).encode()) % 2] == language


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers."""
    # Playwright keeps an event loop in this thread; the tests' own look-ups in the database are not in it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    make_fonts(Path(settings.CODE) / "ui" / "static" / "ui" / "fonts")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        yield driver
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    launched = playwright.chromium.launch(executable_path=machine.browser(), args=FLAGS)
    yield launched
    launched.close()


# On a phone the rail is a low bar at the foot; elsewhere the page begins at its side and ends with the window.
UNFILLED = """() => {
  const rail = document.querySelector(".workspace > .rail"), page = document.querySelector(".workspace > .stage");
  if (!rail || !page) return false;
  if (innerWidth < 768) return rail.offsetHeight > 80;
  const end = page.getBoundingClientRect();
  return document.dir === "rtl" ? end.left > 1 : document.documentElement.clientWidth - end.right > 1;
}"""


class Window:
    """A browser window on the running product that notices every outside request, script error and refused resource."""

    def __init__(self, context: BrowserContext, root: str) -> None:
        self.root = root
        self.context = context
        context.set_default_timeout(PATIENCE)
        self.page: Page = context.new_page()
        self.troubles: list[str] = []
        self.brings_axe = False
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("request", lambda request: self._watch(request.url))

    def _hear(self, kind: str, text: str) -> None:
        # A form that comes back with 422 is told by the browser as an error; to us it is an answer.
        # What htmx still asked when a page is left, it calls an error; of a server that fails the browser tells too.
        left = text.startswith(("htmx:afterRequest", "htmx:sendError", "htmx:sendAbort"))
        if kind == "error" and "status of 422" not in text and not left:
            self.troubles.append(f"console: {text}")

    def _watch(self, url: str) -> None:
        if not url.startswith((self.root, "data:", "blob:", "about:")):
            self.troubles.append(f"outside request: {url}")

    def open(self, path: str) -> Page:
        """Go to a page of the product."""
        self.page.goto(path if path.startswith("http") else self.root + path)
        return self.page

    def enter(self, user: User) -> Page:
        """Let this person be signed in. The door itself is gone through in test_trip.py and test_people.py."""
        key = signed_in(user, user.language).cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.root}])
        return self.page

    def wears(self, theme: str, size: ViewportSize) -> None:
        """The next pages are looked at in this theme and at this size."""
        self.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        self.page.set_viewport_size(size)

    def dressed(self, pages: dict[str, str], user: User) -> Iterator[tuple[str, str, str]]:
        """Each page's name and address and its language, in the look that it is looked at, as this person wants it."""
        for language, theme, size in LOOKS:
            User.objects.filter(pk=user.pk).update(language=language, theme=theme)
            self.wears(theme, size)
            self.enter(User.objects.get(pk=user.pk))
            yield from ((name, path, language) for name, path in pages.items() if is_seen(name, language))

    def shot(self, name: str) -> None:
        """Keep a picture for people to look at, when they ask for it by RAFEEQ_TEST_SHOTS=1."""
        if "RAFEEQ_TEST_SHOTS" not in os.environ:
            return
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.jpg", type="jpeg", quality=85, full_page=True)

    def barriers(self) -> list[str]:
        """What keeps somebody from using this page: axe's findings for WCAG 2.2 A and AA, and sideways scrolling."""
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        # Without `resultTypes` axe also describes everything that is well, which takes as long again.
        options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"], "preload": NO_SHEETS}
        if not self.brings_axe:  # it is large: whoever looks at one page looks at more, which then bring it themselves
            self.context.add_init_script(AXE)
            self.page.evaluate(AXE)
            self.brings_axe = True
        found = self.page.evaluate("(options) => axe.run(options)", options)["violations"]
        told = [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            told.append("scrolls sideways")
        if self.page.evaluate(UNFILLED):
            told.append("the page and its rail do not fill the window")
        return told


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Iterator[Window]:
    """A window that must see no trouble."""
    context = browser.new_context(viewport=WIDE, locale="ar")
    opened = Window(context, live_server.url)
    yield opened
    context.close()
    assert opened.troubles == []
