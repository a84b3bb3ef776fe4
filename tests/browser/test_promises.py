"""Promises as an agent meets them: offered while writing, recorded with one tap, and shown to both sides."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rafeeq.flows.links import secret_for
from rafeeq.sla.actions import promises
from rafeeq.sla.models import Promise
from rafeeq.tickets.models import Ticket
from tests import make
from tests.browser.conftest import Window
from tests.cast import Cast, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, where other connections see it."""
    return build()


def with_promises(cast: Cast) -> Ticket:
    """A request with a broken promise, one to come, one that was moved and one that was kept."""
    ticket = make.ticket()
    now = timezone.now()
    broken = promises.make(ticket, by=cast.noura, text="نرسل كشف الحساب", due=now + timedelta(hours=1))
    Promise.objects.filter(pk=broken.pk).update(due_at=now - timedelta(hours=5), state="broken", next_at=None)
    kept = promises.make(ticket, by=cast.noura, text="نتصل بك", due=now + timedelta(days=1))
    promises.keep(kept, by=cast.noura, result="اتصلنا: الرسوم من اشتراك أُلغي، وعاد المبلغ.")
    moved = promises.make(ticket, by=cast.khaled, text="نراجع القيد مع البنك الآخر", due=now + timedelta(days=2))
    promises.move(moved, by=cast.khaled, due=now + timedelta(days=4), reason="تأخر ردّ البنك الآخر")
    return ticket


def test_a_dated_word_is_recorded_with_one_tap(window: Window, cast: Cast) -> None:
    ticket = make.ticket()
    window.enter(cast.noura)
    page = window.open(f"/inbox/{ticket.number}/")
    area = page.locator("form.reply textarea")
    area.press_sequentially("نراجع العملية ونرد عليك خلال يومين")
    offer = page.locator(".promise-offer")
    expect(offer).to_have_count(1)
    offer.get_by_role("checkbox").check()
    area.press_sequentially(" بإذن الله، ونعتذر منك")
    expect(offer).to_contain_text("ونعتذر منك")
    expect(offer.get_by_role("checkbox")).to_be_checked()
    window.shot("promise-offer")
    page.locator("form.reply button[value=work]").click()
    expect(page.locator("#promises .promise")).to_contain_text("نراجع العملية ونرد عليك خلال يومين")
    assert Promise.objects.get().message_id
    page.locator(".undo button").click()
    expect(page.locator("#promises .promise")).to_have_count(0)
    assert not Promise.objects.exists()


def test_they_can_be_used_in_both_languages(window: Window, cast: Cast) -> None:
    ticket = with_promises(cast)
    owed = Promise.objects.get(state="open")
    pages = {
        "mine": "/inbox/promises/",
        "request": f"/inbox/{ticket.number}/",
        "move": f"/inbox/{ticket.number}/?door=promise_move&promise={owed.pk}",
        "customer": f"/t/{secret_for(ticket, cast.sara_email.pk)}/",
    }
    for name, address, language in window.dressed(pages, cast.noura):
        page = window.open(address)
        if name == "request" and language == "ar":
            page.locator('input[name=pane][value="side"]').check(force=True)
        assert window.barriers() == [], name
        if name == "customer":
            expect(page.locator("#promises")).to_contain_text("نرسل كشف الحساب")
        window.shot(f"promises-{name}-{language}")
