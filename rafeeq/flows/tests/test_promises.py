"""Promises followed to their end: kept with a result, moved before they are due, broken with an apology, once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from rafeeq.flows import absence, hand_over, promises, resolve
from rafeeq.sla.actions import promises as acts
from rafeeq.sla.actions.promises import Refused
from rafeeq.sla.models import Promise
from rafeeq.staff.actions import absences
from rafeeq.staff.models import Absence
from rafeeq.system import snapshot
from rafeeq.tickets.models import Delivery, Event, Ticket
from tests import make
from tests.cast import Cast

THURSDAY = datetime(2026, 1, 15, 13, tzinfo=UTC)  # 16:00 in Riyadh
MONDAY = datetime(2026, 1, 19, 14, tzinfo=UTC)  # two working days later, 17:00
TEXT = "نراجع القيد ونتصل بك خلال يومين"


def promised(cast: Cast, due: datetime = MONDAY) -> Promise:
    with time_machine.travel(THURSDAY, tick=False):
        return acts.make(make.ticket(), by=cast.noura, text=TEXT, due=due)


def told(ticket: Ticket | int, prefix: str = "promise.") -> list[str]:
    events = Event.objects.filter(ticket=getattr(ticket, "number", ticket), kind__startswith=prefix).order_by("seq")
    return list(events.values_list("kind", flat=True))


def follow_at(moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return promises.follow()


def mails(purpose: str) -> list[Delivery]:
    return list(Delivery.objects.filter(purpose=purpose))


def test_it_is_kept_only_with_a_result_that_says_something(cast: Cast) -> None:
    promise = promised(cast)
    with time_machine.travel(THURSDAY + timedelta(days=1), tick=False):
        for result, why in (("  ", "result"), ("اتصلنا بالعميل ولا جديد", "empty")):
            with pytest.raises(Refused) as refused:
                acts.keep(promise, by=cast.noura, result=result)
            assert refused.value.why == why
        kept = acts.keep(promise, by=cast.noura, result="أُعيد المبلغ إلى الحساب")
        with pytest.raises(Refused):
            acts.keep(promise, by=cast.noura, result="أُعيد المبلغ مرة أخرى")
    assert (kept.state, kept.settled_by) == ("kept", cast.noura)
    assert follow_at(MONDAY + timedelta(days=1)) == 0
    assert told(promise.ticket_id) == ["promise.made", "promise.kept"]
    assert mails("apology") == []


def test_a_broken_one_apologises_once_and_climbs(cast: Cast) -> None:
    promise = promised(cast)
    assert follow_at(MONDAY - timedelta(hours=1)) == 1
    assert follow_at(MONDAY - timedelta(minutes=1)) == 0
    assert told(promise.ticket_id) == ["promise.made", "promise.warned"]
    assert follow_at(MONDAY) == 1
    assert follow_at(MONDAY + timedelta(hours=1)) == 0
    assert follow_at(MONDAY + timedelta(days=2)) == 1
    assert follow_at(MONDAY + timedelta(days=9)) == 0
    assert told(promise.ticket_id)[2:] == ["promise.broken", "promise.escalated", "promise.escalated"]
    climbed = Event.objects.filter(kind="promise.escalated").order_by("seq")
    assert [one.data["to"] for one in climbed] == [[cast.khaled.pk], [cast.aziz.pk]]
    [mail] = mails("apology")
    assert TEXT in mail.text
    assert "الاثنين" in mail.text
    assert "تم حل" not in mail.text
    with time_machine.travel(MONDAY + timedelta(days=9), tick=False):
        with pytest.raises(Refused) as refused:
            promises.move(promise, by=cast.noura, due=MONDAY + timedelta(days=20), reason="تأخر الفريق")
        assert refused.value.why == "due"
        late = acts.keep(promise, by=cast.noura, result="أُعيد المبلغ إلى الحساب")
    assert late.state == "late"


def test_after_a_long_downtime_it_is_noted_and_nobody_is_mailed(cast: Cast) -> None:
    promise = promised(cast)
    assert follow_at(MONDAY + timedelta(days=10)) == 1
    promise.refresh_from_db()
    assert (promise.state, promise.apologised_at) == ("broken", None)
    assert mails("apology") == []
    assert "promise.warned" not in told(promise.ticket_id)


def test_the_manager_owns_the_words_of_the_apology(cast: Cast) -> None:
    promised(cast)
    snapshot.hold({"mail.apology_ar": "نعتذر إليك باسم مصرف الواحة."})
    follow_at(MONDAY)
    assert "نعتذر إليك باسم مصرف الواحة." in mails("apology")[0].text


def test_it_is_moved_only_before_it_is_due_and_the_customer_is_told_why(cast: Cast) -> None:
    promise, later = promised(cast), MONDAY + timedelta(days=1)
    with time_machine.travel(THURSDAY, tick=False):
        for due, reason, why in (
            (later, " ", "reason"), (MONDAY, "تأخر", "same"), (THURSDAY, "تأخر", "past"),
            (THURSDAY + timedelta(days=900), "تأخر", "far"),
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                promises.move(promise, by=cast.noura, due=due, reason=reason)
            assert refused.value.why == why
        made = promises.move(promise, by=cast.noura, due=later, reason="ينتظر القسم ردّ البنك الآخر")
    assert (made.moved_from, made.owner, made.text) == (promise, cast.noura, TEXT)
    [mail] = mails("promise_moved")
    assert all(words in mail.text for words in (TEXT, "الاثنين", "الثلاثاء", "ينتظر القسم ردّ البنك الآخر"))
    assert follow_at(MONDAY) == 0, "the old one is over"
    assert follow_at(later - timedelta(hours=1)) == 1
    assert told(promise.ticket_id) == ["promise.made", "promise.moved", "promise.warned"]


def test_what_the_customer_confirmed_or_withdrew_is_not_broken_afterwards(cast: Cast) -> None:
    solved, withdrawn = promised(cast), promised(cast)
    with time_machine.travel(THURSDAY + timedelta(hours=2), tick=False):
        make.claimed(solved.ticket, cast.noura)
        make.judged(solved.ticket, "yes")
        resolve.withdraw(make.fresh(withdrawn.ticket))
    assert follow_at(MONDAY) == 2
    assert sorted(Promise.objects.values_list("state", "result")) == [("kept", make.DONE), ("released", "")]
    assert mails("apology") == []


def test_who_is_away_or_gone_owes_nothing(cast: Cast) -> None:
    promise = promised(cast)
    with time_machine.travel(THURSDAY, tick=False):
        absences.enter(
            cast.noura, starts_on=THURSDAY.date(), ends_on=MONDAY.date(), stand_in=cast.khaled, by=cast.khaled
        )
        promises.look_after()
        promise.refresh_from_db()
        assert promise.owner == cast.khaled
        absences.end(Absence.objects.get(), by=cast.noura)
        absences.ask_back(Absence.objects.get())
        absence.look_after()
        promise.refresh_from_db()
        assert promise.owner == cast.noura, "who is back owes it again"
        acts.pass_on(promise, to=cast.khaled, by=cast.noura)
    cast.khaled.is_active = False
    cast.khaled.save(update_fields=["is_active"])
    promises.look_after()
    promise.refresh_from_db()
    assert promise.owner == cast.aziz
    with pytest.raises(Refused) as refused:
        acts.pass_on(promise, to=cast.badr, by=cast.aziz)
    assert refused.value.why == "owner"


def test_who_takes_the_matter_over_owns_what_is_owed(cast: Cast) -> None:
    promise = promised(cast)
    make.handed_over(promise.ticket, cast.noura, team=cast.billing)
    promise.refresh_from_db()
    assert promise.owner == cast.noura
    hand_over.accept(make.fresh(promise.ticket), by=cast.layla)
    promise.refresh_from_db()
    assert promise.owner == cast.layla
    assert told(promise.ticket_id)[-1] == "promise.passed_on"


def test_what_went_back_with_its_reply_was_not_promised(cast: Cast) -> None:
    message = make.replied(make.ticket(), cast.noura, held_for=timedelta(seconds=10))
    acts.make(message.ticket, by=cast.noura, text=TEXT, due=message.at + timedelta(days=2), message=message)
    acts.take_back(message, by=cast.noura)
    assert not Promise.objects.exists()
    assert told(message.ticket) == ["promise.made", "promise.withdrawn"]
