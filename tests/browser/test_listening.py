"""Listening and complaints in a real browser: the hint while writing, and the pages of the register, in both looks."""

from typing import Any

import pytest
from playwright.sync_api import expect

from rafeeq.flows import complaints, listening, resolve, reviews
from rafeeq.flows.links import secret_for
from rafeeq.knowledge.actions import gaps
from rafeeq.knowledge.models import Gap
from rafeeq.tickets.models import Question, Review, Ticket
from tests import make
from tests.browser.conftest import Window
from tests.cast import Cast, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, where other connections see it."""
    return build()


def decided(cast: Cast) -> Ticket:
    """A formal complaint with a decision against the customer, who asked for a review; our words wait for a yes."""
    ticket = make.ticket(
        "متى يرجع المبلغ؟ وهل في تعويض عن التأخير؟", files=(make.file("كشف.pdf", b"%PDF-1.4", "application/pdf"),)
    )
    resolve.complain(ticket)
    complaints.keep_register()
    listening.restate(ticket, by=cast.noura, text="خُصم المبلغ مرتين وتريد استرداده.")
    listening.record_expectation(
        ticket, text="أن يعود المبلغ مع اعتذار", by_when="قبل العيد", source="phone", by=cast.noura
    )
    steps: dict[str, dict[str, Any]] = {
        "acknowledged": {},
        "assessed": {"severity": 2, "assessment": "خصم مكرر."},
        "investigated": {"investigation": "حجز مؤقت من البنك."},
        "responded": {"answer": "الحجز يزول خلال خمسة أيام."},
        "decided": {"finding": "rejected", "recourse": "البنك المركزي، sama.gov.sa"},
    }
    for to, given in steps.items():
        complaints.take_step(make.fresh(ticket), to=to, by=cast.khaled, **given)
    reviews.ask(make.fresh(ticket), objection="كشف الحساب يقول غير ذلك.")
    gaps.sight("missing", "أن الحجز المؤقت يزول خلال خمسة أيام", key="claim 1", ticket=ticket)
    gaps.gather()
    return ticket


def test_what_is_not_answered_is_marked_while_writing_and_our_clock_waits_for_a_question(
    window: Window, cast: Cast
) -> None:
    ticket = make.ticket("متى يرجع المبلغ؟ وهل في تعويض عن التأخير؟")
    window.enter(cast.noura)
    page = window.open(f"/inbox/{ticket.number}/")
    pane = page.locator(".listens")
    expect(pane.locator("li")).to_have_count(2)
    area = page.locator("form.reply textarea")
    area.press_sequentially("أستاذة سارة، يعود المبلغ غدًا. هل تستطيعين إرسال صورة الإيصال؟")
    expect(pane.locator("li.answered")).to_have_count(1)
    expect(pane.locator("li.waits")).to_have_count(1)
    waits = pane.get_by_role("checkbox")
    waits.check()
    area.press_sequentially(" شكرًا")
    expect(pane.locator("li.waits")).to_have_count(1)
    expect(waits).to_be_checked()
    area.press_sequentially("، وهذا ليس من اختصاصنا.")
    hints = page.locator(".courtesy li")
    expect(hints).to_have_count(1)
    window.shot("listening-composer")
    hints.locator("[data-select]").click()
    assert page.evaluate("getSelection().toString()") == "ليس من اختصاصنا"
    area.press("Escape")
    expect(hints).to_have_count(0)
    page.locator("form.reply button[value=wait]").click()
    expect(page.locator(".undo")).to_be_visible()
    assert Question.objects.get().text == "هل تستطيعين إرسال صورة الإيصال"


def test_the_pages_of_complaints_in_both_looks(window: Window, cast: Cast) -> None:
    ticket = decided(cast)
    article = make.article(cast.khaled, "استرداد المبلغ", "يعود المبلغ خلال أسبوع.", summary="المبلغ المخصوم")
    pages = {
        "register": "/inbox/complaints/",
        "reviews": "/inbox/reviews/",
        "review": f"/inbox/reviews/{Review.objects.get().pk}/",
        "conduct": "/inbox/courtesy/",
        "gap": f"/knowledge/gaps/{Gap.objects.get().pk}/",
        "found": "/inbox/?q=سارة المبلغ",
        "nothing": "/inbox/?q=زمردية",
        "articles": "/knowledge/",
        "article": f"/knowledge/{article.pk}/",
        "article-text": f"/knowledge/{article.pk}/ar/text/",
        "request": f"/inbox/{ticket.number}/",
        "step": f"/inbox/{ticket.number}/?door=complaint",
        "customer": f"/t/{secret_for(make.fresh(ticket), cast.sara_email.pk)}/",
    }
    for name, address, language in window.dressed(pages, cast.huda):
        page = window.open(address)
        if name == "request" and language == "ar":
            page.locator('input[name=pane][value="side"]').check(force=True)
        if name == "found":
            expect(page.locator("#found-articles")).to_be_visible()
        if name == "article-text":
            expect(page.locator(".choosing .btn")).to_have_text("اختر ملفًا" if language == "ar" else "Choose a file")
        window.shot(f"complaints-{name}-{language}")
        assert window.barriers() == [], name
