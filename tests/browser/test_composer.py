"""The composer as an agent uses it: nothing typed is lost, a reply can be undone, files arrive in pieces."""

import base64
import re

import pytest
from playwright.sync_api import Page, expect

from rafeeq.inbox.actions import uploads
from rafeeq.inbox.models import Draft, Upload
from rafeeq.knowledge.actions import save_macro
from rafeeq.staff.models import User
from rafeeq.tickets.models import Attachment, Message, Note, Ticket
from tests import make
from tests.browser.conftest import Window
from tests.cast import Cast, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, where other connections see it."""
    return build()


def opened(window: Window, ticket: Ticket) -> Page:
    window.enter(User.objects.get(email="noura@rafeeq.example"))
    return window.open(f"/inbox/{ticket.number}/")


def words(page: Page, kind: str = "reply"):  # type: ignore[no-untyped-def]
    return page.locator(f"form.{kind} textarea")


def test_a_draft_outlives_the_page_and_the_server(window: Window, cast: Cast) -> None:
    ticket = make.ticket()
    page = opened(window, ticket)
    words(page).press_sequentially("أهلًا أستاذة سارة")
    expect(page.locator("form.reply[data-kept=yes]")).to_be_visible()
    page.reload()
    expect(words(page)).to_have_value("أهلًا أستاذة سارة")

    page.route("**/drafts/**", lambda route: route.abort())
    words(page).press_sequentially("، نراجع العملية")
    page.reload()
    expect(words(page)).to_have_value("أهلًا أستاذة سارة، نراجع العملية")
    expect(page.locator("form.reply [data-restored] p")).to_be_visible()
    page.unroute("**/drafts/**")
    words(page).press_sequentially(".")
    expect(page.locator("form.reply[data-kept=yes]")).to_be_visible()
    assert Draft.objects.get().text == "أهلًا أستاذة سارة، نراجع العملية."
    # What was sent while the page was being left may have arrived after all.
    window.troubles[:] = [one for one in window.troubles if "ERR_FAILED" not in one and "status of 409" not in one]


def test_nothing_is_sent_to_a_server_that_does_not_answer(window: Window, cast: Cast) -> None:
    page = opened(window, make.ticket())
    address = page.url
    page.route("**/healthz", lambda route: route.abort())
    page.evaluate("document.dispatchEvent(new CustomEvent('live:state', { detail: { lost: true } }))")
    words(page).fill("نراجع العملية الآن.")
    with page.expect_event("requestfailed"):
        words(page).press("Control+Enter")
    assert (page.url, words(page).input_value()) == (address, "نراجع العملية الآن.")
    page.unroute("**/healthz")
    words(page).press("Control+Enter")
    expect(page.locator("article.message.out")).to_contain_text("نراجع العملية")
    window.troubles[:] = [one for one in window.troubles if "ERR_FAILED" not in one and "status of 404" not in one]


def test_two_windows_show_each_others_words(window: Window, cast: Cast) -> None:
    ticket = make.ticket()
    page = opened(window, ticket)
    other = window.context.new_page()
    other.goto(page.url)
    words(page).press_sequentially("من الأولى")
    expect(page.locator("form.reply[data-kept=yes]")).to_be_visible()
    words(other).press_sequentially("من الثانية")
    expect(other.locator("form.reply [data-other]")).to_have_text("من الأولى")
    # By key: hints that come in below move the button, and a click that begins on it may end beside it.
    other.locator("form.reply [data-take=there]").press("Enter")
    expect(words(other)).to_have_value("من الأولى")
    window.troubles[:] = [one for one in window.troubles if "status of 409" not in one]


def test_a_reply_is_undone_and_sent_again(window: Window, cast: Cast) -> None:
    save_macro(None, by=cast.aziz, name="موعد الاسترداد", text_ar="أهلًا {customer_name}، يظهر المبلغ غدًا.")
    page = opened(window, make.ticket())
    words(page).press_sequentially("#استرد")
    page.locator("[role=option]").first.wait_for()
    words(page).press("Enter")
    expect(words(page)).to_have_value("أهلًا سارة المطيري، يظهر المبلغ غدًا.")
    words(page).press("Control+Enter")
    bar = page.locator("[data-undo]")
    expect(bar).to_be_visible()
    window.shot("composer-undo")
    assert Message.objects.filter(direction="out").count() == 1
    bar.get_by_role("button").click()
    expect(words(page)).to_have_value("أهلًا سارة المطيري، يظهر المبلغ غدًا.")
    assert not Message.objects.filter(direction="out").exists()
    words(page).press("Control+Enter")
    expect(page.locator("article.message.out")).to_contain_text("يظهر المبلغ غدًا")
    expect(words(page)).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('rafeeq:draft')).length") == 0


def test_a_note_looks_like_nothing_else_and_names_a_colleague(window: Window, cast: Cast) -> None:
    page = opened(window, make.ticket())
    page.locator(".composer .tabs label").nth(1).click()
    expect(page.locator("form.note .to strong")).to_be_visible()
    words(page, "note").press_sequentially("@خالد")
    page.locator("[role=option]").first.wait_for()
    window.shot("composer-note")
    assert window.barriers() == []
    words(page, "note").press("Enter")
    words(page, "note").press("Control+Enter")
    expect(page.locator("article.message.note")).to_contain_text("@خالد الحربي")
    assert Note.objects.count() == 1


def test_a_file_goes_on_after_the_connection_broke(window: Window, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "CHUNK", 100_000)
    ticket = make.ticket()
    page = opened(window, ticket)
    broken: list[str] = []

    def once_broken(route) -> None:  # type: ignore[no-untyped-def]
        if route.request.method == "PUT" and route.request.headers.get("upload-offset") != "0" and not broken:
            broken.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("/uploads/"), once_broken)
    content = bytes(range(256)) * 1_000  # three pieces
    file = {"name": "عقد.bin", "mimeType": "application/octet-stream", "buffer": content}
    page.locator("form.reply input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    expect(page.locator("form.reply .upload input")).to_have_value(re.compile(".+"))
    assert broken
    words(page).fill("المرفق")
    words(page).press("Control+Enter")
    expect(page.locator("article.message.out")).to_contain_text("عقد.bin")
    assert Attachment.objects.get().size == len(content)
    window.troubles[:] = [one for one in window.troubles if "ERR_FAILED" not in one]


def test_a_pasted_picture_stands_between_the_words(window: Window, cast: Cast) -> None:
    page = opened(window, make.ticket())
    words(page).fill("هنا: ")
    page.evaluate(
        """(picture) => {
          const bytes = Uint8Array.from(atob(picture), (one) => one.charCodeAt(0));
          const carried = new DataTransfer();
          carried.items.add(new File([bytes], "image.png", { type: "image/png" }));
          const area = document.querySelector("form.reply textarea");
          area.focus();
          area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
        }""",
        base64.b64encode(make.PNG).decode(),
    )
    expect(words(page)).to_have_value(re.compile(r"\[.+-1\.png\]"))
    assert Upload.objects.get().is_picture
    words(page).press("Control+Enter")
    expect(page.locator("article.message.out")).to_contain_text("-1.png")
    assert "cid:" in Message.objects.get(direction="out").html
