"""Thursday, half past four, before Eid: the moon is announced for a day later, and whatever is still open follows."""

import re
from datetime import UTC, date, datetime, timedelta

import time_machine
from django.test import Client

from rafeeq.flows.promises import follow
from rafeeq.inbox.actions.notices import make_notices
from rafeeq.inbox.models import Notice
from rafeeq.lib.working_time import Holiday
from rafeeq.sla.actions.escalating import look_after_clocks
from rafeeq.sla.actions.following import follow_timelines
from rafeeq.sla.actions.founding import found_rule
from rafeeq.sla.actions.recomputing import recompute_clocks
from rafeeq.sla.models import Clock, Promise, TimeRule
from rafeeq.staff.actions.hours import found_calendar, keep_holidays
from rafeeq.tickets.models import Delivery, Ticket
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import Cast, signed_in


def riyadh(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026; 1 Shawwal 1447 is planned for Friday the 20th."""
    return datetime(2026, 3, day, hour - 3, minute, tzinfo=UTC)


def work(now: datetime) -> None:
    """What the worker does in a round."""
    while recompute_clocks() or follow_timelines():
        pass
    look_after_clocks(now)
    follow(now)
    make_notices()


def sees(ticket: Ticket) -> str:
    """What the customer reads at the address of the first mail."""
    mail = Delivery.objects.filter(ticket=ticket, purpose="acknowledgement").latest("pk")
    found = re.search(r"/t/\S+/", mail.text)
    assert found
    return Client().get(found.group()).content.decode()


def customers_clock(page: str) -> str:
    return page.partition("customers-clock")[2].partition("</section>")[0]


def first_reply(ticket: Ticket) -> Clock:
    return Clock.objects.get(ticket=ticket, kind="first_reply")


def test_thursday_half_past_four_before_eid_with_an_announced_change(cast: Cast) -> None:
    with time_machine.travel(riyadh(9, 10), tick=False) as now:
        found_rule()
        TimeRule.objects.update(warn_at_percent=75)
        eid = Holiday("عيد الفطر", "hijri", 10, 1, days=3)
        calendar = found_calendar()
        keep_holidays(calendar, added=[eid], since=date(2026, 3, 10), by=cast.salman)
        agent, manager = signed_in(cast.noura), signed_in(cast.aziz)

        now.move_to(riyadh(19, 10))
        settled = make.ticket(sender="omar@example.com")
        make.replied(settled, cast.noura)
        make.claimed(settled, cast.noura)
        make.judged(settled, "yes")

        now.move_to(riyadh(19, 16, 30))
        ticket = make.ticket(sender="sara@example.com", subject="خصم مكرر", may_acknowledge=True)
        make.assigned(ticket, cast.noura, cast.khaled)
        work(riyadh(19, 16, 30))
        closed_history = list(Clock.objects.filter(ticket=settled).order_by("pk").values())
        assert first_reply(ticket).due_at == riyadh(23, 12, 30), "half an hour on Thursday, the rest after Eid"
        warning = first_reply(ticket).next_at
        assert warning == riyadh(23, 11, 30), "an hour of work before"
        assert "الاثنين" in sees(ticket)
        assert "٢٣ مارس" in sees(ticket)
        promised = {"text": "نتصل بك بنتيجة المراجعة", "due": "2026-03-23T17:00"}
        assert agent.post(f"/inbox/{ticket.number}/promises/", promised).status_code == 302
        promise = Promise.objects.get()
        assert promise.next_at == riyadh(23, 15), "two hours of work before it is due"
        offer = {"text": "نرد عليك خلال يومين."}
        offers = agent.post(f"/inbox/{ticket.number}/promises/offers/", offer).content.decode()
        assert 'value="2026-03-24T17:00"' in offers

        now.move_to(riyadh(19, 20))  # the moon was not seen
        before = customers_clock(agent.get(f"/inbox/{ticket.number}/").content.decode())
        page = f"/settings/hours/{calendar.pk}/announcement/"
        said = {"what": "month", "month": "1447-10", "first": "2026-03-21"}
        assert "عيد الفطر" in manager.get(page, said).content.decode()
        calendar.refresh_from_db()
        assert manager.post(page, said | {"seen": str(calendar.version)}).status_code == 302
        work(riyadh(19, 20))

        assert first_reply(ticket).due_at == riyadh(24, 12, 30), "Monday is a holiday now"
        assert first_reply(ticket).next_at == riyadh(24, 11, 30), "the warning goes along"
        assert "الثلاثاء" in sees(ticket)
        assert "٢٤ مارس" in sees(ticket)
        after = customers_clock(agent.get(f"/inbox/{ticket.number}/").content.decode())
        assert before == after != "", "the customer waits as before: their clock knows no holiday"
        assert list(Clock.objects.filter(ticket=settled).order_by("pk").values()) == closed_history
        offers = agent.post(f"/inbox/{ticket.number}/promises/offers/", offer).content.decode()
        assert 'value="2026-03-25T17:00"' in offers, "what is promised from now on is counted by the new days"

        promise.refresh_from_db()
        assert promise.due_at == riyadh(23, 17), "a date that was told is moved by nobody silently"
        told = Notice.objects.filter(user=cast.noura, kind="promise").values_list("detail", flat=True)
        assert list(told) == ["promise.warned"], "its owner hears at once that nobody works then"
        moved = {"due": "2026-03-24T17:00", "reason": "أُعلن العيد متأخرًا يومًا"}
        assert agent.post(f"/inbox/{ticket.number}/promises/{promise.pk}/move/", moved).status_code == 302
        assert Delivery.objects.filter(ticket=ticket, purpose="promise_moved").exists()

        now.move_to(riyadh(23, 17, 1))
        work(riyadh(23, 17, 1))
        assert first_reply(ticket).warned_at is None, "nobody is warned on a holiday"
        assert not Promise.objects.filter(state="broken").exists()
        now.move_to(riyadh(24, 11, 31))
        work(riyadh(24, 11, 31))
        assert first_reply(ticket).warned_at is not None
        assert verify_ledger() == []
        assert timedelta(days=4) < riyadh(24, 11, 31) - Ticket.objects.get(pk=ticket.pk).created_at
