"""Merging, splitting and linking by their forms; what a reader of the joined ticket sees, and who sees nothing."""

from datetime import timedelta

from django.utils import timezone

from rafeeq.inbox.tests.pages import returned, sent, shown
from rafeeq.sla.actions import promises
from rafeeq.sla.models import Promise
from rafeeq.tickets.actions import merges
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import Cast, signed_in


def at(ticket: Ticket, door: str = "") -> str:
    return f"/inbox/{ticket.number}/{door}"


def test_merged_shown_together_and_taken_apart(cast: Cast) -> None:
    ticket, into = make.ticket("وصلت مرة"), make.ticket("ووصلت مرتين")
    make.noted(ticket, cast.noura, "بيننا")
    client = signed_in(cast.noura, "en")
    assert f'value="{into.number}"' in shown(client, at(ticket), door="merge")
    page = sent(client, at(ticket, "merge/"), into=into.number)
    for words in ("وصلت مرة", "ووصلت مرتين", "بيننا", "merged request"):
        assert words in page
    assert client.get(at(ticket))["Location"] == f"{at(into)}?merged={ticket.number}"
    alone = shown(client, at(ticket), alone="1")
    assert "composer" not in alone.partition('class="pane-talk"')[2].partition("</section>")[0]
    page = sent(client, at(into, "merge/undo/"), ticket=ticket.number)
    assert "وصلت مرة" not in page.partition('class="timeline"')[2].partition('class="composer"')[0]
    assert make.fresh(ticket).merged_into_id is None


def test_a_reply_sent_to_the_merged_one_arrives_in_the_other(cast: Cast) -> None:
    ticket, into = make.ticket(), make.ticket()
    merges.merge(ticket, into=into, by=cast.noura)
    sent(signed_in(cast.noura), at(ticket, "replies/"), text="أهلًا بك")
    assert into.messages.filter(direction="out").count() == 1


def test_what_lies_elsewhere_is_not_shown_to_who_may_not_see_it(cast: Cast) -> None:
    ticket, into = make.ticket(), make.ticket(team=cast.jeddah_desk)
    merges.merge(ticket, into=into, by=cast.salman)
    client = signed_in(cast.noura)
    assert "alone" in shown(client, at(ticket))  # one's own stays readable
    assert client.get(at(into)).status_code == 404
    assert client.post(at(ticket, "notes/"), {"text": "بيننا"}).status_code == 404
    returned(client, at(make.ticket(), "merge/"), number=into.number)


class TestTwoCustomers:
    def test_an_agent_is_told_who_may(self, cast: Cast) -> None:
        ticket, into = make.ticket(), make.ticket(sender="saad@example.com", name="سعد المطيري")
        page = returned(signed_in(cast.noura, "en"), at(ticket, "merge/"), number=into.number, sure="on")
        assert "A supervisor can decide" in page

    def test_a_supervisor_is_asked_first(self, cast: Cast) -> None:
        ticket, into = make.ticket(), make.ticket(sender="saad@example.com", name="سعد المطيري")
        client = signed_in(cast.khaled, "en")
        page = returned(client, at(ticket, "merge/"), number=into.number)
        assert "These are two customers" in page
        assert "سعد المطيري" in page
        sent(client, at(ticket, "merge/"), number=into.number, sure="on")
        assert make.fresh(ticket).merged_into_id == into.number


def test_split_and_put_back(cast: Cast) -> None:
    ticket = make.ticket("الأمر الأول")
    message = make.customer_says(ticket, "وأمر آخر")
    client = signed_in(cast.noura, "en")
    page = sent(client, at(ticket, "split/"), messages=[message.pk], subject="أمر آخر")
    assert "وأمر آخر" in page
    made = Ticket.objects.order_by("-number")[0]
    assert made.subject == "أمر آخر"
    page = sent(client, at(made, "split/undo/"))
    assert "وأمر آخر" in page
    assert make.fresh(made).merged_into_id == ticket.number


def test_promises_stay_unless_they_are_asked_along_and_come_back(cast: Cast) -> None:
    ticket = make.ticket("الأمر الأول")
    message = make.customer_says(ticket, "وأمر آخر")
    due = timezone.now() + timedelta(days=3)
    stays, goes = (promises.make(ticket, by=cast.noura, text=text, due=due) for text in ("نرد المبلغ", "نصلح العداد"))
    client = signed_in(cast.noura, "en")
    door = client.get(at(ticket, "doors/split/"), headers={"hx-request": "true"}).content.decode()
    assert "نرد المبلغ" in door
    assert "checked" not in door, "nothing goes along by itself"
    sent(client, at(ticket, "split/"), messages=[message.pk], subject="أمر آخر", promises=[goes.pk])
    made = Ticket.objects.order_by("-number")[0]

    def where() -> list[int]:
        return [Promise.objects.get(pk=one.pk).ticket_id for one in (stays, goes)]

    assert where() == [ticket.number, made.number]
    sent(client, at(made, "split/undo/"))
    assert where() == [ticket.number, ticket.number]
    assert verify_ledger() == []


def test_a_repeat_is_linked_and_unlinked(cast: Cast) -> None:
    earlier, later = make.ticket(), make.ticket()
    client = signed_in(cast.noura, "en")
    assert "came about this before" in sent(client, at(later, "repeat/"), of=earlier.number)
    assert "came about this before" not in sent(client, at(later, "repeat/undo/"))


def test_nothing_chosen_is_said(cast: Cast) -> None:
    client, ticket = signed_in(cast.noura), make.ticket()
    for door in ("merge/", "split/", "repeat/"):
        returned(client, at(ticket, door))


def test_a_long_thread_comes_in_parts(cast: Cast) -> None:
    ticket = make.ticket("الرسالة الأولى")
    for turn in range(60):
        make.customer_says(ticket, f"كلمة {turn}.")
    client = signed_in(cast.noura)
    page = shown(client, at(ticket))
    assert "كلمة 59." in page
    assert "كلمة 0." not in page
    seen = page
    while 'class="btn earlier-part"' in page:
        earlier = page.partition("?before=")[2].partition('"')[0]
        answer = client.get(at(ticket, "thread/"), {"before": earlier}, headers={"HX-Request": "true"})
        page = answer.content.decode()
        seen = page + seen
    assert all(seen.count(f"كلمة {turn}.") == 1 for turn in range(60))
    assert "الرسالة الأولى" in seen
