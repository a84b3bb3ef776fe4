"""Two records of one person: made one, and two again, exactly as they were."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rafeeq.customers.actions import addresses, recognise, records
from rafeeq.customers.models import Address, Customer, Dealing, Merge
from rafeeq.customers.queries import likely_same
from rafeeq.flows import merge_customers as flow
from rafeeq.tickets.models import Event, Message
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import Cast


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row that names a customer, but for what remembers the merge itself."""
    models = {model for _name, model, _field in flow._relations()} | {Customer}
    return {
        model._meta.label: sorted(model._base_manager.values(), key=lambda row: str(row.get("id", row.get("number"))))
        for model in models
    }


def two(cast: Cast) -> tuple[Customer, Customer]:
    """Sara, and a second record of hers that has one of everything."""
    make.replied(make.ticket(), cast.noura)
    addresses.prefer(cast.sara_email, by=cast.noura)
    second = make.ticket("طلب ثان", sender="s.mutairi@example.com", name="سارة م", files=(make.file(),)).customer
    addresses.add_address(second, kind="phone", value="0551234567", by=cast.noura)
    addresses.prefer(Address.objects.get(value="s.mutairi@example.com"), by=cast.noura)
    records.change(
        second, by=cast.noura, values={"title": "الدكتورة", "external_id": "C-9", "organisation": "شركة نور"}
    )
    records.note_fact(second, text="لا مصعد", by=cast.noura)
    records.record_consent(second, kind="news", is_given=True, source="form")
    records.ask_for(second, name="صورة الهوية", by=cast.noura)
    Dealing.objects.create(customer=second, kind="visit", external_id="V-1", at=timezone.now())
    return cast.sara, Customer.objects.get(pk=second.pk)


def test_everything_moves_to_the_record_that_stays(cast: Cast) -> None:
    kept, gone = two(cast)
    facts = list(Event.objects.order_by("pk").values())
    flow.merge(kept, gone, by=cast.khaled)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert gone.merged_into == kept
    assert kept.tickets.count() == 2
    assert kept.addresses.count() == 3
    assert kept.addresses.filter(is_primary=True, kind="email").get() == cast.sara_email
    assert (kept.facts.count(), kept.consents.count(), kept.documents.count(), kept.dealings.count()) == (1, 1, 1, 1)
    assert (kept.name, kept.title, kept.external_id) == ("سارة المطيري", "الدكتورة", "C-9")
    assert list(Event.objects.order_by("pk").values()) == facts, "what happened stays as it was written"
    assert verify_ledger() == []


def test_a_restriction_that_still_runs_is_kept_whichever_record_stays(cast: Cast) -> None:
    kept, gone = two(cast)
    now = timezone.now()
    for customer, days, why in ((kept, -1, "قديم"), (gone, 7, "تكرار الإساءة")):
        records.restrict(customer, until=now + timedelta(days=days), why=why, by=cast.khaled)
    kept, gone = Customer.objects.get(pk=kept.pk), Customer.objects.get(pk=gone.pk)
    before = everything()
    merge = flow.merge(kept, gone=gone, by=cast.khaled)
    one = Customer.objects.get(pk=kept.pk)
    assert (one.restricted_why, one.restricted_by, one.is_restricted(now)) == ("تكرار الإساءة", cast.khaled, True)
    flow.undo(merge, by=cast.khaled)
    assert everything() == before


def test_whoever_writes_from_either_address_is_the_same_person(cast: Cast) -> None:
    kept, gone = two(cast)
    flow.merge(kept, gone, by=cast.khaled)
    assert recognise(kind="email", value="s.mutairi@example.com")[0] == kept
    assert make.ticket(sender="s.mutairi@example.com").customer_id == kept.pk


def test_undoing_restores_every_row_exactly(cast: Cast) -> None:
    kept, gone = two(cast)
    before = everything()
    merge = flow.merge(kept, gone, by=cast.khaled)
    assert everything() != before
    flow.undo(merge, by=cast.khaled)
    assert everything() == before
    with pytest.raises(flow.LaterMergeStands):
        flow.undo(merge, by=cast.khaled)


def test_undoing_leaves_what_has_come_since(cast: Cast) -> None:
    kept, gone = two(cast)
    merge = flow.merge(kept, gone, by=cast.khaled)
    since = make.ticket("بعد الدمج")
    records.change(Customer.objects.get(pk=kept.pk), by=cast.noura, values={"title": "الأستاذة"})
    flow.undo(merge, by=cast.khaled)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert make.fresh(since).customer == kept
    assert (kept.title, gone.title) == ("الأستاذة", "الدكتورة")


def test_merges_are_undone_from_the_last_one_back(cast: Cast) -> None:
    kept, gone = two(cast)
    before = everything()
    third = make.ticket(sender="third@example.com", name="س").customer
    whole = everything()
    first = flow.merge(gone, third, by=cast.khaled)
    second = flow.merge(kept, Customer.objects.get(pk=gone.pk), by=cast.khaled)
    with pytest.raises(flow.LaterMergeStands):
        flow.undo(first, by=cast.khaled)
    flow.undo(second, by=cast.khaled)
    flow.undo(first, by=cast.khaled)
    assert everything() == whole != before


def test_an_agent_does_not_decide_it_and_one_is_not_two(cast: Cast) -> None:
    kept, gone = two(cast)
    with pytest.raises(flow.NotAllowed):
        flow.merge(kept, gone, by=cast.noura)
    with pytest.raises(flow.NotOnePerson):
        flow.merge(kept, kept, by=cast.khaled)
    flow.merge(kept, gone, by=cast.khaled)
    with pytest.raises(flow.NotOnePerson):
        flow.merge(cast.sara, gone, by=cast.khaled)


@pytest.mark.parametrize(
    ("sender", "name", "what"),
    [
        ("sara+offers@example.com", "س", "email"),
        ("elsewhere@example.com", "ساره المطيرى", "name"),
        ("elsewhere@example.com", "هند الدوسري", ""),
    ],
)
def test_the_same_person_is_proposed_and_never_joined_by_itself(cast: Cast, sender: str, name: str, what: str) -> None:
    make.ticket(sender=sender, name=name)
    found = likely_same(cast.sara, Customer.objects.all())
    assert [why for _other, why in found] == ([what] if what else [])
    assert not Merge.objects.exists()


def test_a_number_written_with_another_country_code_is_proposed(cast: Cast) -> None:
    addresses.add_address(cast.sara, kind="phone", value="+966551234567", by=None)
    recognise(kind="phone", value="+971551234567")
    assert [why for _other, why in likely_same(cast.sara, Customer.objects.all())] == ["phone"]


def test_every_table_that_names_a_customer_is_moved(cast: Cast) -> None:
    kept, gone = two(cast)
    flow.merge(kept, gone, by=cast.khaled)
    for name, model, field in flow._relations():
        assert not model._base_manager.filter(**{field: gone.pk}).exists(), name
    assert kept.pk in Message.objects.filter(text="طلب ثان").values_list("customer", flat=True)
