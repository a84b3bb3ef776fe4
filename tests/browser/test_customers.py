"""The pages about customers in a real browser: nobody is kept out of them, and what is written there holds."""

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from rafeeq.customers.actions import addresses, importing, records
from rafeeq.customers.actions.dealings import put_dealing
from rafeeq.customers.models import ImportFault
from tests import make
from tests.browser.conftest import Window
from tests.cast import Cast, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, where other connections see it."""
    return build()


def record(cast: Cast) -> tuple[str, str]:
    """A full record, one that may be the same person's, and a file with a faulty row; the paths to merge and import."""
    said = make.received(files=(make.file(),))
    put_dealing(customer=cast.sara, kind="order", external_id="SO-1", at=said.message.at, amount=None, what="باقة")
    records.note_fact(cast.sara, text="لا مصعد", by=cast.noura, ticket=said.ticket.number, message=said.message.pk)
    records.ask_for(cast.sara, name="صورة الهوية", by=cast.noura)
    records.record_consent(cast.sara, kind="news", is_given=True, source="phone", by=cast.noura)
    records.change(cast.sara, by=cast.noura, values={"accessibility": "ضعف في السمع", "never_call": True})
    other = make.ticket(sender="sara+b@example.com", name="سارة").customer
    addresses.add_address(cast.sara, kind="phone", value="0551234567", by=None)
    text = "رقم الطلب;التاريخ;الجوال\nA-1;أمس;0551234567\n"
    file = importing.begin(kind="dealings", name="طلبات.csv", content=ContentFile(text.encode()), by=cast.aziz)
    ImportFault.objects.create(of=file, row=2, column="at", code="not_a_date", value="أمس")
    return f"merges/?other={other.pk}", f"/inbox/customers/imports/{file.pk}/"


def test_no_page_about_customers_keeps_anybody_out(window: Window, cast: Cast) -> None:
    merge, file = record(cast)
    at = f"/inbox/customers/{cast.sara.pk}/"
    pages = {
        "customers": "/inbox/customers/",
        "customer": at,
        "customer-merge": at + merge,
        "customer-erasure": f"{at}erasure/",
        "imports": "/inbox/customers/imports/",
        "import": file,
    }
    for name, path, language in window.dressed(pages, cast.aziz):
        window.open(path).evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        assert window.barriers() == [], name
        window.shot(f"{name}-{language}")


def test_what_the_customer_told_us_is_written_beside_and_found_again(window: Window, cast: Cast) -> None:
    ticket = make.ticket()
    page = window.enter(cast.noura)
    window.open(f"/inbox/customers/{cast.sara.pk}/")
    page.locator("#fact_text").fill("لا مصعد في المبنى")
    page.locator("#fact_text").press("Enter")
    expect(page.locator("#facts .told")).to_contain_text("لا مصعد في المبنى")
    window.open(f"/inbox/{ticket.number}/")
    expect(page.locator(".beside")).to_contain_text("لا مصعد في المبنى")
