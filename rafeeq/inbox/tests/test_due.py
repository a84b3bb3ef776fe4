"""What is due: on the rows of the lists, in a queue of its own, and beside one request."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from rafeeq.inbox.queries import queues
from rafeeq.inbox.queries.due import due_count
from rafeeq.inbox.rules import read_place
from rafeeq.inbox.tests.pages import cost, shown
from rafeeq.sla.actions.following import follow_timelines
from rafeeq.sla.actions.founding import found_rule
from rafeeq.tickets.actions.timeline import append, locked, save, staff
from rafeeq.tickets.models import Question, Ticket
from tests import make
from tests.cast import Cast, signed_in

SUNDAY = datetime(2026, 1, 11, 7, tzinfo=UTC)  # 10:00 in Riyadh
HOUR = timedelta(hours=1)


def numbers(who, **asked: object) -> list[int]:  # type: ignore[no-untyped-def]
    found = queues.listed(who, queues.scope_of(who), queues.Asked(queue="due", **asked))  # type: ignore[arg-type]
    return [row.number for row in found.rows]


def test_the_most_urgent_stands_first_and_everybody_sees_their_own(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(SUNDAY, tick=False) as now:
        found_rule()
        first = make.ticket(subject="الأول")
        now.move_to(SUNDAY + HOUR)
        second = make.ticket(subject="الثاني", sender="omar@example.com")
        answered = make.ticket(sender="ali@example.com")
        make.replied(answered, cast.noura)
        far = make.ticket(team=cast.jeddah_desk, sender="far@example.com")
        lent = make.ticket(team=cast.billing, sender="lent@example.com", kind="complaint")
        Ticket.objects.filter(number=lent.number).update(assignee=cast.noura)
        while follow_timelines():
            pass
        assert numbers(cast.noura) == [], "what has just come is not about to be late"
        now.move_to(SUNDAY + 3.5 * HOUR)
        assert numbers(cast.noura) == [first.number, second.number, lent.number]
        assert numbers(cast.fahd) == [far.number]
        assert numbers(cast.aziz) == [first.number, second.number, far.number, lent.number]
        assert numbers(cast.khaled) == [first.number, second.number, lent.number]
        assert numbers(cast.majed) == []
        assert numbers(cast.aziz, narrowed={"kind": "complaint"}) == [lent.number]
        assert due_count(queues.scope_of(cast.aziz)) == 4

        monkeypatch.setattr(queues, "PAGE", 3)
        page = queues.listed(cast.aziz, queues.scope_of(cast.aziz), queues.Asked(queue="due"))
        assert numbers(cast.aziz, before=read_place(page.older)) == [lent.number]

        make.claimed(first, cast.noura)
        make.handed_over(second, cast.noura, team=cast.billing)
        while follow_timelines():
            pass
        assert numbers(cast.noura) == [second.number, lent.number], "claimed: nothing is owed until the customer's word"


def test_a_row_and_the_page_tell_what_is_due_and_what_is_late_before_the_follower_came(cast: Cast) -> None:
    with time_machine.travel(SUNDAY, tick=False) as now:
        found_rule()
        ticket = make.ticket()
        client = signed_in(cast.noura, "en")
        assert "Due in 4 h" in shown(client, "/inbox/")
        page = shown(client, f"/inbox/{ticket.number}/")
        assert all(words in page for words in ("First reply", "Due in 4 h", "Solution", "This clock never stops"))
        now.move_to(SUNDAY + 6 * HOUR)
        assert "Late by 2 h" in shown(client, "/inbox/?queue=due") or not numbers(cast.noura)
        while follow_timelines():
            pass
        assert "Late by 2 h" in shown(client, "/inbox/?queue=due")
        assert "Late by 2 h" in shown(client, f"/inbox/{ticket.number}/")


def test_the_page_says_for_which_question_our_clock_waits(cast: Cast) -> None:
    with time_machine.travel(SUNDAY, tick=False):
        found_rule()
        ticket = make.ticket()
        message = make.replied(ticket, cast.noura)
        asked = Question.objects.create(ticket=ticket, message=message, text="أين الإيصال؟", asked_by=cast.noura)
        with transaction.atomic():
            held = locked(make.fresh(ticket))
            append(held, "question.asked", by=staff(cast.noura), data={"question": asked.pk, "message": message.pk})
            save(held)
        client = signed_in(cast.noura, "en")
        for _before_and_after in range(2):
            page = shown(client, f"/inbox/{ticket.number}/")
            assert "Stands still" in page
            assert '<q dir="auto">أين الإيصال؟</q>' in page
            while follow_timelines():
                pass
        make.customer_says(ticket)
        assert "Stands still" not in shown(client, f"/inbox/{ticket.number}/")


def test_rows_cost_as_many_queries_whatever_their_number(cast: Cast) -> None:
    found_rule()
    client = signed_in(cast.noura)
    make.ticket()
    shown(client, "/inbox/?queue=due")
    few = cost(client, "/inbox/?queue=due")
    for place in range(5):
        make.ticket(sender=f"c{place}@example.com")
    assert Ticket.objects.count() == 6
    assert cost(client, "/inbox/?queue=due") == few
