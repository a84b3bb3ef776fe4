"""The list of customers and one record."""

from datetime import time, timedelta

from django.utils import timezone

from rafeeq.customers.actions import addresses, records
from rafeeq.customers.models import Address, Customer, Dealing, Document
from rafeeq.customers.queries import has_consent
from rafeeq.inbox.tests.pages import cost, returned, sent, shown
from tests import make
from tests.cast import Cast, signed_in

ID_CARD = "صورة الهوية"


def at(customer: Customer, part: str = "") -> str:
    return f"/inbox/customers/{customer.pk}/{part}"


def test_an_agent_sees_whom_she_serves_and_nobody_else(cast: Cast) -> None:
    make.ticket()
    assert "سارة المطيري" in shown(signed_in(cast.noura), "/inbox/customers/")
    assert "سارة المطيري" not in shown(signed_in(cast.fahd), "/inbox/customers/")
    assert signed_in(cast.noura).get(at(cast.sara)).status_code == 200
    assert signed_in(cast.fahd).get(at(cast.sara)).status_code == 404


def test_a_whole_address_finds_who_is_hidden_but_shows_nothing_of_them(cast: Cast) -> None:
    make.ticket()
    page = shown(signed_in(cast.fahd), "/inbox/customers/", q="SARA@example.com")
    assert "/inbox/new/?address=" in page
    assert "سارة" not in page
    assert "/inbox/new/?address=" not in shown(signed_in(cast.fahd), "/inbox/customers/", q="sara@")


def test_a_name_is_found_however_it_is_spelled_and_a_number_however_it_is_written(cast: Cast) -> None:
    addresses.add_address(cast.sara, kind="phone", value="٠٥٥ ١٢٣ ٤٥٦٧", by=None)
    make.ticket()
    noura = signed_in(cast.noura)
    for words in ("ساره", "المطيرى", "sara@", "0551234567", "+966 55 123 4567", "٠٥٥١٢٣٤٥٦٧", f"#{cast.sara.pk}"):
        assert at(cast.sara) in shown(noura, "/inbox/customers/", q=words), words
    assert at(cast.sara) not in shown(noura, "/inbox/customers/", q="هند")


def test_pages_of_the_list_follow_one_another_without_a_gap(cast: Cast) -> None:
    for number in range(60):
        Customer.objects.create(name=f"عميل {number}", folded=f"عميل {number}")
    aziz = signed_in(cast.aziz)
    first = shown(aziz, "/inbox/customers/")
    oldest = Customer.objects.order_by("-pk")[49].pk
    assert f"?before={oldest}" in first
    second = shown(aziz, "/inbox/customers/", before=str(oldest))
    assert at(cast.sara) in second
    assert at(Customer.objects.order_by("-pk")[50]) in second


def test_the_record_costs_the_same_however_much_it_holds(cast: Cast) -> None:
    noura = signed_in(cast.noura)
    make.ticket(files=(make.file(),))
    records.note_fact(cast.sara, text="لديها جهاز قديم", by=cast.noura, ticket=1)
    records.receive_document(records.ask_for(cast.sara, name=ID_CARD, by=cast.noura), by=cast.noura, attachment=1)
    order(cast, "A-1")
    shown(noura, at(cast.sara))  # what is read once for all pages is read now
    before = cost(noura, at(cast.sara)), cost(noura, "/inbox/customers/")
    for number in range(5):
        make.ticket(files=(make.file(),))
        records.note_fact(cast.sara, text=f"حقيقة {number}", by=cast.noura, ticket=number)
        records.ask_for(cast.sara, name=f"وثيقة {number}", by=cast.noura)
        order(cast, f"B-{number}")
        make.ticket(sender=f"other{number}@example.com", name="هند")
    assert (cost(noura, at(cast.sara)), cost(noura, "/inbox/customers/")) == before


def order(cast: Cast, number: str) -> Dealing:
    return Dealing.objects.create(
        customer=cast.sara,
        kind="order",
        external_id=number,
        at=timezone.now(),
        branch=cast.riyadh,
        amount="120.5",
        currency="SAR",
        what="شريحة بيانات",
    )


def test_all_channels_visits_and_orders_stand_in_one_line(cast: Cast) -> None:
    make.ticket(subject="انقطاع الخدمة")
    order(cast, "A-17")
    page = shown(signed_in(cast.noura), at(cast.sara))
    assert page.index("شريحة بيانات") < page.index("انقطاع الخدمة")
    assert "١٢٠٫٥" in page


def test_what_the_customer_wishes_is_written_in_place(cast: Cast) -> None:
    make.ticket()
    noura = signed_in(cast.noura)
    wishes = {"title": "الأستاذة", "called": "سارة", "never_call": "on", "wants_language": "en"}
    page = sent(noura, at(cast.sara, "preferences/"), **wishes)
    assert "أهلًا الأستاذة سارة" in page or "الأستاذة سارة" in page
    cast.sara.refresh_from_db()
    assert (cast.sara.form_of_address, cast.sara.never_call) == ("الأستاذة سارة", True)
    returned(noura, at(cast.sara, "preferences/"), quiet_from="22:00")
    sent(noura, at(cast.sara, "preferences/"), quiet_from="00:00", quiet_until="23:59")
    cast.sara.refresh_from_db()
    assert (cast.sara.quiet_from, cast.sara.title) == (time(0), "")


def test_an_address_of_somebody_else_is_not_taken_over(cast: Cast) -> None:
    make.ticket()
    make.ticket(sender="hind@example.com", name="هند")
    noura = signed_in(cast.noura)
    returned(noura, at(cast.sara, "addresses/"), kind="email", value="Hind@Example.com")
    returned(noura, at(cast.sara, "addresses/"), kind="phone", value="أ")
    sent(noura, at(cast.sara, "addresses/"), kind="phone", value="0551234567")
    phone = Address.objects.get(kind="phone")
    assert (phone.value, phone.customer) == ("+966551234567", cast.sara)
    sent(noura, at(cast.sara, f"addresses/{phone.pk}/proof/"), how="phone")
    sent(noura, at(cast.sara, f"addresses/{phone.pk}/primary/"))
    phone.refresh_from_db()
    assert (phone.verified_how, phone.verified_by, phone.is_primary) == ("phone", cast.noura, True)
    sent(noura, at(cast.sara, f"addresses/{phone.pk}/removal/"))
    others = Address.objects.get(value="hind@example.com")
    assert noura.post(at(cast.sara, f"addresses/{others.pk}/removal/")).status_code == 404


def test_what_was_given_once_is_not_asked_again_without_a_reason(cast: Cast) -> None:
    make.ticket(files=(make.file(),))
    noura = signed_in(cast.noura)
    sent(noura, at(cast.sara, "documents/"), document=ID_CARD)
    asked = Document.objects.get()
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent(noura, at(cast.sara, f"documents/{asked.pk}/receipt/"), valid_until=tomorrow.isoformat())
    returned(noura, at(cast.sara, "documents/"), document="صوره الهويه")
    assert Document.objects.count() == 1
    sent(noura, at(cast.sara, "documents/"), document="صوره الهويه", why_again="الصورة غير واضحة")
    again = Document.objects.latest("pk")
    assert (again.again, again.why_again) == (asked, "الصورة غير واضحة")


def test_a_consent_that_was_taken_back_holds_no_more_and_both_words_stay(cast: Cast) -> None:
    make.ticket()
    noura = signed_in(cast.noura)
    sent(noura, at(cast.sara, "consents/"), kind="news", is_given="yes", source="phone")
    sent(noura, at(cast.sara, "consents/"), kind="news", is_given="no", source="message")
    assert list(cast.sara.consents.order_by("pk").values_list("is_given", "source")) == [
        (True, "phone"),
        (False, "message"),
    ]
    assert not has_consent(cast.sara, "news")


def test_a_fact_leads_to_its_message_and_can_be_deleted(cast: Cast) -> None:
    said = make.received("أسكن في الدور الرابع بلا مصعد.")
    noura = signed_in(cast.noura)
    page = sent(noura, at(cast.sara, "facts/"), text="لا مصعد في المبنى", message=str(said.message.pk))
    where = f"/inbox/{said.ticket.number}/messages/{said.message.pk}/text/"
    assert where in page
    assert signed_in(cast.noura).get(where).status_code == 200
    fact = cast.sara.facts.get()
    assert fact.said_at == said.message.at
    sent(noura, at(cast.sara, f"facts/{fact.pk}/removal/"))
    assert not cast.sara.facts.exists()


def test_the_record_says_what_changed_but_not_what_it_said(cast: Cast) -> None:
    from rafeeq.system.models import AuditEntry

    make.ticket()
    entered = {"called_name": "سارة العتيبي", "tier": "large", "organisation": "شركة نور"}
    sent(signed_in(cast.noura), at(cast.sara, "details/"), **entered)
    entry = AuditEntry.objects.get(what="customer.changed")
    assert entry.after == {"fields": ["name", "organisation", "tier"]}


def test_a_new_request_begins_with_the_customer_one_came_from(cast: Cast) -> None:
    make.ticket()
    page = shown(signed_in(cast.noura), "/inbox/new/", customer=str(cast.sara.pk))
    assert 'value="سارة المطيري"' in page
    assert 'value="sara@example.com"' in page
    hidden = shown(signed_in(cast.fahd), "/inbox/new/", customer=str(cast.sara.pk))
    assert "سارة" not in hidden
    assert 'value="sara@example.com"' in shown(signed_in(cast.fahd), "/inbox/new/", address="sara@example.com")


def test_what_is_known_stands_beside_the_ticket(cast: Cast) -> None:
    ticket = make.ticket()
    records.note_fact(cast.sara, text="لا مصعد في المبنى", by=cast.noura)
    records.change(cast.sara, by=cast.noura, values={"accessibility": "ضعف في السمع"})
    noura = signed_in(cast.noura)
    assert "ضعف في السمع" in shown(noura, f"/inbox/{ticket.number}/")
    assert "لا مصعد في المبنى" in shown(noura, f"/inbox/{ticket.number}/customer/")


def test_nothing_more_is_written_about_who_was_erased(cast: Cast) -> None:
    make.ticket(subject="رقم جوازي ٤٤٧١")
    khaled = signed_in(cast.khaled)
    returned(khaled, at(cast.sara, "erasure/"), typed="هند")
    page = sent(khaled, at(cast.sara, "erasure/"), typed="ساره المطيرى")
    assert "٤٤٧١" not in page
    assert "facts/" not in page
    assert khaled.post(at(cast.sara, "facts/"), {"text": "سارة"}).status_code == 404
    assert khaled.post(at(cast.sara, "export/")).status_code == 404
