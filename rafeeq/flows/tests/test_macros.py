"""A ready reply with steps does them at once, tells what it changed, and is undone as far as nobody came after it."""

from typing import Any

import pytest

from rafeeq.flows import macros
from rafeeq.knowledge.actions import UnknownPlaceholders, save_macro
from rafeeq.knowledge.models import Macro
from rafeeq.tickets.actions.tickets import set_priority, set_tags
from rafeeq.tickets.models import Event, Note, Ticket
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import Cast


def macro(cast: Cast, **steps: Any) -> Macro:
    return save_macro(None, by=cast.aziz, name="استرداد", text_ar="يعود المبلغ غدًا.", steps=steps)


def test_steps_are_done_told_and_undone(cast: Cast) -> None:
    ticket, named = make.ticket(), make.reason()
    set_tags(ticket, names=["قديم"], by=cast.noura)
    made = macro(cast, assign="me", priority="high", tags=["قديم", "بنك"], reason=named.pk,
                 note="راجعتُ {customer_name}", snooze=3)  # fmt: skip
    assert macros.apply(ticket, made, by=cast.noura, values={"customer_name": "سارة"}) == []
    now = make.fresh(ticket)
    assert (now.assignee, now.priority, now.reason, bool(now.snoozed_until)) == (cast.noura, "high", named, True)
    assert Note.objects.get(ticket=ticket).text == "راجعتُ سارة"
    event = Event.objects.get(ticket=ticket, kind="macro.applied")
    assert event.actor_id == cast.noura.pk
    assert macros.undo(now, event.seq, by=cast.noura) == ["note"]
    now = make.fresh(ticket)
    assert (now.assignee, now.priority, now.reason, now.snoozed_until) == (None, "normal", None, None)
    assert list(now.tags.values_list("name", flat=True)) == ["قديم"], "what it wore before stays"
    with pytest.raises(macros.NothingToUndo):
        macros.undo(now, event.seq, by=cast.noura)
    assert not verify_ledger()


def test_what_somebody_changed_since_stays_and_what_cannot_be_done_is_said(cast: Cast) -> None:
    ticket = make.ticket()
    made = macro(cast, assign=cast.fahd.pk, priority="high", reason=987654, tags=["بنك"])
    assert macros.apply(ticket, made, by=cast.noura, values={}) == ["assign", "reason"]
    set_priority(make.fresh(ticket), priority="urgent", by=cast.khaled)
    seq = Event.objects.get(ticket=ticket, kind="macro.applied").seq
    assert macros.undo(make.fresh(ticket), seq, by=cast.noura) == ["priority"]
    assert Ticket.objects.get(pk=ticket.pk).priority == "urgent"
    assert macros.apply(make.fresh(ticket), macro(cast, priority="urgent"), by=cast.noura, values={}) == []
    assert Event.objects.filter(ticket=ticket, kind="macro.applied").count() == 1, "what changed nothing is not told"
    with pytest.raises(UnknownPlaceholders):
        macro(cast, note="{password}")
