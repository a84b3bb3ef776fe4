"""Pictures of the demo company for the READMEs and the guide: `make shots` renews them.

Starts the product on a month of the demo, signs in as the people who use each page, and keeps what Chromium shows.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import machine

PICTURES = Path("docs/pictures")
MARK = Path("rafeeq/ui/static/ui/mark.svg")
ICONS = (180, 192, 512)  # for an iPhone, and for the manifest
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
DESK, PHONE = {"width": 1600, "height": 1000}, {"width": 390, "height": 844}
TICKETS = 300


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, whose page it is (nobody: a customer's), the address, and how it is looked at.

    `then`: what is pressed before the picture is taken, as a CSS selector.
    """

    name: str
    who: str
    path: str
    language: str = "ar"
    theme: str = "light"
    phone: bool = False
    then: str = ""


SHOTS = (
    Shot("inbox", "khaled", "/inbox/"),
    Shot("inbox-en", "khaled", "/inbox/", language="en"),
    Shot("inbox-phone", "khaled", "/inbox/", phone=True),
    Shot("ticket", "khaled", "first ticket"),
    Shot("ticket-en", "khaled", "first ticket", language="en"),
    Shot("ticket-dark", "khaled", "first ticket", theme="dark"),
    Shot("ticket-phone", "khaled", "first ticket", phone=True),
    Shot("customers", "huda", "/inbox/customers/"),
    Shot("settings", "salman", "/settings/"),
    Shot("mailboxes", "salman", "/settings/mailboxes/"),
    Shot("people", "salman", "/settings/people/"),
    Shot("roles", "salman", "/settings/roles/"),
    Shot("audit", "salman", "/settings/audit/"),
    Shot("settings-en", "salman", "/settings/", language="en"),
    Shot("people-en", "salman", "/settings/people/", language="en"),
    *(
        Shot(name + ending, who, path, language, then=then)
        for language, ending in (("ar", ""), ("en", "-en"))
        for name, who, path, then in (
            ("hours", "abdulaziz", "/settings/hours/", "main .rows a"),
            ("time-rules", "abdulaziz", "/settings/time-rules/", ""),
            ("authority", "abdulaziz", "/settings/authority/", ""),
            ("board", "abdulaziz", "/insights/", ""),
            ("complaints", "abdulaziz", "/inbox/complaints/", ""),
            ("complaint", "abdulaziz", "/inbox/reviews/", "main .rows a"),
        )
    ),
    Shot("account", "noura", "/account/"),
    Shot("help", "", "/help/"),
    Shot("help-en", "", "/help/", language="en"),
    Shot("help-phone", "", "/help/", phone=True),
    Shot("request", "", "/help/request/"),
    Shot("my-ticket", "", "a customer's link"),
    Shot("my-ticket-phone", "", "a customer's link", phone=True),
)


def main(wanted: list[str]) -> int:
    """Take all pictures, or those whose names begin with one of the words; returns how many could not be taken."""
    chosen = [shot for shot in SHOTS if not wanted or any(shot.name.startswith(word) for word in wanted)]
    PICTURES.mkdir(parents=True, exist_ok=True)
    if wanted == ["icons"]:
        return _icons()
    with _demo() as (root, link), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.browser(), args=FLAGS.split())
        failed = [shot.name for shot in chosen if not _take(browser, root, link, shot)]
        browser.close()
    print(
        f"{len(chosen) - len(failed)} pictures in {PICTURES}" + (f"; not taken: {', '.join(failed)}" if failed else "")
    )
    return len(failed)


def _icons() -> int:
    """The mark as pictures without its round corners, which every device cuts in its own way."""
    drawn = MARK.read_text("utf-8").replace(' rx="8"', "")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.browser(), args=FLAGS.split())
        for size in ICONS:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{drawn}")
            page.screenshot(path=MARK.with_name(f"icon-{size}.png"))
        browser.close()
    return 0


def _take(browser: Browser, root: str, link: str, shot: Shot) -> bool:
    context = browser.new_context(
        viewport=PHONE if shot.phone else DESK,  # type: ignore[arg-type]
        color_scheme="dark" if shot.theme == "dark" else "light",
        locale=shot.language,
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        if shot.who:
            _sign_in(page, root, shot.who)
        _speak(context, root, shot.language)
        answer = page.goto(root + _address(page, root, link, shot.path))
        if shot.then:
            page.click(shot.then)
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready")
        expect(page.locator(".htmx-request")).to_have_count(0)  # what the page fetches by itself
        page.screenshot(path=PICTURES / f"{shot.name}.png")
        return answer is not None and answer.status == 200
    finally:
        context.close()


def _sign_in(page: Page, root: str, who: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rafeeq.config.settings")
    django.setup()
    from rafeeq.config.demo.company import DOMAIN, PASSWORD

    page.goto(f"{root}/sign-in/")
    page.fill("input[name=login]", f"{who}@{DOMAIN}")
    page.fill("input[name=password]", PASSWORD)
    page.click("form button[type=submit], form button.primary")
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def _speak(context: BrowserContext, root: str, language: str) -> None:
    context.add_cookies([{"name": "rafeeq_language", "value": language, "url": root}])


def _address(page: Page, root: str, link: str, path: str) -> str:
    if path == "a customer's link":
        return link
    if path != "first ticket":
        return path
    page.goto(f"{root}/inbox/")
    numbers = re.findall(r'href="(/inbox/\d+/)', page.content())
    return numbers[0] if numbers else "/inbox/"


@contextmanager
def _demo() -> Iterator[tuple[str, str]]:
    """The running demo: its address, and a link that a customer of it has."""
    folder = tempfile.mkdtemp(prefix="rafeeq-shots-")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = f"http://127.0.0.1:{port}"
    usual = {name: value for name, value in os.environ.items() if not name.startswith(("RAFEEQ_", "DATABASE_"))}
    told = usual | {"RAFEEQ_DATA": folder, "RAFEEQ_PORT": str(port), "RAFEEQ_URL": root}
    rafeeq = [sys.executable, "-m", "rafeeq.config.command"]
    try:
        subprocess.run([*rafeeq, "demo", "load", "--tickets", str(TICKETS)], env=told, check=True)
        server = subprocess.Popen([*rafeeq, "serve"], env=told, stdout=subprocess.PIPE, text=True)
        try:
            _wait_until_it_serves(server)
            yield root, _customers_link(told)
        finally:
            server.terminate()
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_serves(server: "subprocess.Popen[str]") -> None:
    assert server.stdout is not None
    for line in server.stdout:
        if "Ctrl-C" in line:  # the last line of what it says once it takes requests
            return
    raise RuntimeError("the demo ended before it could be seen")


def _customers_link(environment: dict[str, str]) -> str:
    """A link of a customer who is asked whether it is solved."""
    code = (
        "import django; django.setup()\n"
        "from rafeeq.tickets.models import Delivery\n"
        "asked = Delivery.objects.filter(purpose='question', ticket__outcome='claimed').latest('pk')\n"
        "print(asked.text)"
    )
    environment = environment | {"DJANGO_SETTINGS_MODULE": "rafeeq.config.settings"}
    text = subprocess.run([sys.executable, "-c", code], env=environment, check=True, text=True, stdout=subprocess.PIPE)
    found = re.search(r"/t/\w+/", text.stdout)
    return found.group() if found else "/help/"


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
