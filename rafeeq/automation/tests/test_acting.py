"""Rules act: once for each event and period, in their order, and never in circles."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rafeeq.automation import registry
from rafeeq.automation.actions import acting, following
from rafeeq.automation.actions.arranging import move_rule, remove_rule, save_rule
from rafeeq.automation.models import Acted, AutomationRule, Waiting
from rafeeq.automation.rules import facts, guard
from rafeeq.flows.reply import reply
from rafeeq.knowledge.models import Macro
from rafeeq.routing import snapshot as routes
from rafeeq.routing.rules.matching import fold
from rafeeq.sla.queries import clocks
from rafeeq.staff.actions.people import close
from rafeeq.system import snapshot
from rafeeq.system.models import AuditEntry
from rafeeq.tickets.actions.snoozes import snooze, wake
from rafeeq.tickets.actions.tickets import set_priority
from rafeeq.tickets.models import Delivery, Event, HandOver, Note, Ticket
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import Cast

AT_WORK = datetime(2026, 11, 29, 9, tzinfo=UTC)  # a Sunday at noon in Riyadh


def rule(
    cast: Cast, when: str, does: dict[str, Any], fits: dict[str, Any] | None = None, **more: Any
) -> AutomationRule:
    return save_rule(None, by=cast.aziz, name=f"قاعدة {when}", when=when, fits=fits or {}, does=does, **more)


def work(now: datetime | None = None) -> int:
    """One round of the worker; how often rules have acted in it."""
    before = Acted.objects.count()
    following.follow()
    acting.act_due(now)
    return Acted.objects.count() - before


def kinds(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket=ticket).order_by("seq").values_list("kind", flat=True))


def test_a_rule_does_all_its_deeds_once_and_in_order(cast: Cast) -> None:
    reply = Macro.objects.create(name="وصلنا", text_ar="طلبك رقم {ticket_number} عند {team_name}.")
    named = make.reason()
    does = {
        "assign": cast.noura.pk, "priority": "urgent", "tags": ["بنك", "خصم"], "reason": named.pk,
        "note": "راجعوا بوابة الدفع.", "reply": reply.pk, "notify": ["supervisors", str(cast.huda.pk)], "snooze": 2,
    }  # fmt: skip
    made = rule(cast, "opened", does, {"words": ["خصم"], "owner": "no"})
    rule(cast, "opened", {"note": "بعدها"}, {"priorities": ["urgent"], "tags": ["بنك"]})  # true only by the first one
    rule(cast, "opened", {"note": "لا"}, {"kinds": ["praise"]})
    ticket = make.ticket()
    make.received("رد آلي: أنا في إجازة", is_automatic=True, sender="robot@example.com")
    assert work() == 2
    assert work() == 0
    ticket = make.fresh(ticket)
    assert (ticket.assignee, ticket.priority, ticket.reason) == (cast.noura, "urgent", named)
    assert set(ticket.tags.values_list("name", flat=True)) == {"بنك", "خصم"}
    assert ticket.snoozed_until is not None
    assert list(Note.objects.filter(ticket=ticket, user=None).values_list("text", flat=True)) == [
        "راجعوا بوابة الدفع.", "بعدها"]  # fmt: skip
    acted = Acted.objects.get(rule=made)
    assert [how for _deed, how in acted.did] == ["done"] * 8
    told = Event.objects.filter(ticket=ticket, kind="automation.acted").first()
    assert told is not None
    assert told.data["to"] == [cast.khaled.pk, cast.huda.pk]
    sent = Delivery.objects.get(ticket=ticket)
    assert sent.purpose == "automatic"
    assert f"طلبك رقم {ticket.number} عند" in sent.text
    assert ticket.first_reply_at is None
    assert "message.sent" not in kinds(ticket), "it is no human word: no clock hears it"
    assert not verify_ledger()


def test_an_automatic_reply_keeps_to_its_budget(cast: Cast) -> None:
    reply = Macro.objects.create(name="وصلنا", text_ar="وصلنا.")
    named = Macro.objects.create(name="باسمه", text_ar="أهلًا {customer_name}.")
    rule(cast, "wrote", {"reply": reply.pk})
    rule(cast, "wrote", {"reply": named.pk})
    ticket = make.ticket()
    make.customer_says(ticket)
    work()
    found = [how for did in Acted.objects.order_by("pk").values_list("did", flat=True) for _deed, how in did]
    assert found == ["done", "unfilled", "enough", "unfilled"]
    assert Delivery.objects.count() == 1


def test_the_team_is_led_first_and_offered_a_hand_over_afterwards(cast: Cast) -> None:
    rule(cast, "opened", {"team": cast.billing.pk}, {"words": ["فاتورة"]})
    rule(cast, "priority", {"team": cast.jeddah_desk.pk})
    led = make.ticket("سؤال عن الفاتورة")
    work()
    assert make.fresh(led).team == cast.billing
    answered = make.ticket("متى تفتحون؟", sender="omar@example.com", subject="سؤال")
    make.replied(answered, cast.noura)
    set_priority(make.fresh(answered), priority="high", by=cast.noura)
    work()
    assert make.fresh(answered).team == cast.desk, "whoever has it keeps it until it is taken"
    offered = HandOver.objects.get(ticket=answered)
    assert (offered.to_team, offered.by, offered.settled_at) == (cast.jeddah_desk, cast.aziz, None)


def test_who_is_above_is_asked_of_the_branch_that_it_was_led_to(cast: Cast) -> None:
    made = rule(cast, "opened", {"team": cast.jeddah_desk.pk, "escalate": True})
    ticket = make.ticket()
    work()
    assert Acted.objects.get(rule=made).did == [["team", "done"], ["escalate", "done"]]
    told = Event.objects.get(ticket=ticket, kind="automation.acted").data
    assert told["to"] == [cast.aziz.pk], "Jeddah has no supervisor; the one of Riyadh does not see it any more"


def test_what_is_woken_before_its_day_is_due_by_its_own_time_again(cast: Cast) -> None:
    with time_machine.travel(AT_WORK, tick=False):
        rule(cast, "unanswered", {"escalate": True}, amount=2, unit="working_hours")
        ticket = make.ticket()
        work()
        due_at = Waiting.objects.get().due_at
        snooze(ticket, until=AT_WORK + timedelta(days=9), by=cast.noura)
        Waiting.objects.all().delete()
        set_priority(make.fresh(ticket), priority="low", by=cast.noura)
        work()
        assert Waiting.objects.get().due_at == AT_WORK + timedelta(days=9)
        wake(make.fresh(ticket), by=cast.noura)
        work()
        assert Waiting.objects.get().due_at == due_at


def test_time_acts_once_for_each_period_and_counts_the_hours_of_the_team(cast: Cast) -> None:
    with time_machine.travel(AT_WORK + timedelta(hours=4), tick=False):  # Sunday, four in the afternoon
        made = rule(cast, "unanswered", {"escalate": True}, amount=2, unit="working_hours")
        ticket, other = make.ticket(), make.ticket(sender="omar@example.com")
        assert work() == 0
        make.replied(other, cast.noura)
        assert work() == 0
    waits = Waiting.objects.get()
    assert waits.due_at > AT_WORK + timedelta(hours=6), "the evening does not count"
    with time_machine.travel(waits.due_at, tick=False):
        assert work() == 1
        assert work() == 0
        told = Event.objects.get(ticket=ticket, kind="automation.acted").data
        assert (told["to"], told["rule"]) == ([cast.khaled.pk], made.pk)
        make.replied(ticket, cast.noura)
        make.customer_says(ticket)
        assert work() == 0
    with time_machine.travel(waits.due_at + timedelta(days=3), tick=False):
        assert work() == 1
        last = Event.objects.filter(ticket=ticket, kind="automation.acted").latest("seq")
        assert last.data["to"] == [cast.aziz.pk], "the second time it goes further up"


def test_each_kind_of_waiting_begins_and_ends_with_what_happens(cast: Cast) -> None:
    with time_machine.travel(AT_WORK, tick=False) as clock:
        made = {
            when: rule(cast, when, {"tags": [when]}, amount=3, unit="calendar_days")
            for when in ("unanswered", "silent", "question", "unowned", "open")
        }
        ticket = make.ticket()
        work()

        def waits() -> set[str]:
            """What time passes for now, by the name of the rule's beginning."""
            work()
            kept = dict(Waiting.objects.filter(ticket=ticket).values_list("rule", "since"))
            return {when for when, one in made.items() if one.pk in kept}

        assert waits() == {"unanswered", "unowned", "open"}
        clock.shift(timedelta(hours=1))
        asks = "راجعنا العملية. هل وصلك إشعار البنك؟"
        reply(make.fresh(ticket), by=cast.noura, text=asks, waits_for=["هل وصلك إشعار البنك؟"])
        assert waits() == {"silent", "question", "open"}
        assert Waiting.objects.get(rule=made["question"]).since == timezone.now()
        clock.shift(timedelta(hours=1))
        make.customer_says(ticket)
        assert waits() == {"unanswered", "open"}
        clock.shift(timedelta(hours=1))
        make.assigned(ticket, None, cast.noura)
        assert waits() == {"unanswered", "unowned", "open"}
        assert Waiting.objects.get(rule=made["unowned"]).since == timezone.now()
        snooze(make.fresh(ticket), until=timezone.now() + timedelta(days=9), by=cast.noura)
        work()
        clock.shift(timedelta(days=4))
        assert work() == 0, "what is put off is left alone until its day"
        clock.shift(timedelta(days=6))
        assert work() == 3
        make.claimed(ticket, cast.noura)
        make.judged(ticket, "yes")
        assert waits() == set()


def test_only_who_is_still_here_is_told(cast: Cast) -> None:
    made = rule(cast, "opened", {"notify": [str(cast.huda.pk)]})
    close(cast.huda, by=cast.salman)
    make.ticket()
    work()
    assert Acted.objects.get(rule=made).did == [["notify", "nobody"]]


def test_rules_never_turn_in_circles(cast: Cast) -> None:
    rule(cast, "priority", {"priority": "high"}, {"priorities": ["low"]})
    rule(cast, "priority", {"priority": "low"}, {"priorities": ["high"]})
    ticket = make.ticket()
    set_priority(ticket, priority="low", by=cast.noura)
    for _round in range(6):
        work()
    assert [len(chain) for chain in Acted.objects.order_by("pk").values_list("chain", flat=True)] == [0, 0, 1]
    assert make.fresh(ticket).priority == "high", "no rule answered its own act, or what came from it"


def test_a_rule_that_acts_too_often_is_switched_off_and_says_why(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "ON_ONE_TICKET", 2)
    heard = rule(cast, "wrote", {"tags": ["كتب"]})
    made = rule(cast, "priority", {"tags": ["كرر"]})
    ticket = make.ticket()
    for priority in ("low", "high", "urgent"):
        make.customer_says(ticket)
        set_priority(make.fresh(ticket), priority=priority, by=cast.noura)
    work()
    heard.refresh_from_db()
    made.refresh_from_db()
    assert heard.is_active, "who writes and writes switches no rule off"
    assert Acted.objects.filter(rule=heard).count() == 2
    assert (made.is_active, made.stopped_why, Acted.objects.filter(rule=made).count()) == (False, "circles", 2)
    assert kinds(ticket)[-1] == "automation.stopped"
    assert AuditEntry.objects.filter(what="automation.stopped").exists()
    assert not Waiting.objects.exists()
    save_rule(made, by=cast.aziz, name=made.name, when="priority", fits={}, does=made.deeds)
    made.refresh_from_db()
    assert (made.is_active, made.stopped_why) == (True, "")


def test_killed_in_the_middle_it_did_nothing_and_one_broken_deed_stops_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(cast, "opened", {"priority": "high", "tags": ["بنك"]})
    ticket = make.ticket()
    following.follow()

    class Killed(BaseException):
        pass

    def die(case: Any, wanted: Any) -> str:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(registry.deeds()["tags"], "do", die)
        with pytest.raises(Killed):
            acting.act_due()
    assert make.fresh(ticket).priority == "normal"
    assert not Acted.objects.exists()

    def fail(case: Any, *rest: Any) -> str:
        Note.objects.create(ticket=case.ticket, text="نصف عمل")
        raise ValueError

    with monkeypatch.context() as patch:
        patch.setattr(acting, "_act", fail)
        assert work() == 0
    Waiting.objects.update(due_at=timezone.now())

    def deadlock(case: Any, wanted: Any) -> str:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(registry.deeds()["tags"], "do", deadlock)
        assert work() == 0, "the database was in the way: all of it is done later"
    late = Waiting.objects.get()
    assert late.due_at > timezone.now(), "what breaks is tried again later, and holds up no other"
    Waiting.objects.update(due_at=late.since)
    monkeypatch.setattr(registry.deeds()["tags"], "do", fail)
    assert work() == 1
    assert make.fresh(ticket).priority == "high"
    assert Acted.objects.get().did == [["priority", "done"], ["tags", "failed"]]
    assert not Note.objects.exists()


def test_what_was_written_is_read_once_however_many_rules_look_for_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for word in ("خصم", "فاتورة", "بنك", "تأخير"):
        rule(cast, "wrote", {"note": word}, {"words": [word]})
    make.ticket()
    reads = Mock(side_effect=fold)
    monkeypatch.setattr(facts, "fold", reads)
    following.follow()
    assert reads.call_count == 1


def test_order_removal_and_the_number_of_statements(cast: Cast) -> None:
    first, second = rule(cast, "opened", {"note": "أولى"}), rule(cast, "opened", {"note": "ثانية"})
    move_rule(second, up=True, by=cast.aziz)
    ticket = make.ticket()
    work()
    assert list(Note.objects.filter(ticket=ticket).values_list("text", flat=True)) == ["ثانية", "أولى"]
    remove_rule(first, by=cast.aziz)
    AutomationRule.objects.filter(pk=second.pk).update(fits={"kinds": ["praise"], "channels": ["web"]})
    rule(cast, "unanswered", {"note": "ثالثة"}, {"channels": ["web"]}, amount=1, unit="calendar_hours")
    counts = []
    for many in (1, 6):
        for place in range(many):
            make.ticket(sender=f"c{many}{place}@example.com")
        # What a process holds for seconds may run out between the two: both begin with it just held, or just forgotten.
        snapshot.hold({})
        routes.hold(routes.Known())
        clocks.forget()
        with CaptureQueriesContext(connection) as queries:
            following.follow()
        counts.append(len(queries))
    assert counts[0] == counts[1], "reading on costs the same for one ticket and for many"
