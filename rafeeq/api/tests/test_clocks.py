"""By when something is due, as the JSON tells it: exact at once."""

from datetime import UTC, datetime

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rafeeq.api.tests.bodies import NEW_TICKET
from rafeeq.api.tests.conftest import Caller
from rafeeq.sla.actions.following import follow_timelines
from rafeeq.sla.actions.founding import found_rule
from rafeeq.sla.models import Clock, TimeRule
from rafeeq.tickets.models import Ticket
from tests import make
from tests.cast import Cast

THURSDAY = datetime(2026, 1, 15, 12, tzinfo=UTC)  # 15:00 in Riyadh, two hours before the weekend


def test_a_new_desk_has_clocks_and_a_new_ticket_brings_them_along(cast: Cast) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        found_rule()
        found_rule()
        assert TimeRule.objects.get().name == "القاعدة العامة"
        caller = Caller(cast.noura)
        with CaptureQueriesContext(connection) as asked:
            made = caller.post("tickets", NEW_TICKET).json()
        assert not [one for one in asked if "sla_clock" in one["sql"] or "sla_following" in one["sql"]]
        owed = [
            {"kind": "resolution", "due": "2026-01-22T14:00:00Z", "state": "running", "paused": False},
            {"kind": "first_reply", "due": "2026-01-18T08:00:00Z", "state": "running", "paused": False},
        ]
        assert made["clocks"] == owed
        assert caller.get(f"tickets/{made['number']}").json()["clocks"] == owed
        assert caller.get("tickets").json()["items"][0]["clocks"] == owed
        while follow_timelines():
            pass
        assert Clock.objects.count() == 2
        assert caller.get("tickets").json()["items"][0]["clocks"] == owed


def test_a_clock_is_late_then_met_late_and_waits_while_the_customer_is_asked(cast: Cast) -> None:
    with time_machine.travel(THURSDAY, tick=False) as now:
        found_rule()
        ticket = make.ticket()
        now.move_to(datetime(2026, 1, 18, 9, tzinfo=UTC))
        caller = Caller(cast.noura)

        def told() -> dict[str, tuple[str, bool]]:
            clocks = caller.get(f"tickets/{ticket.number}").json()["clocks"]
            return {one["kind"]: (one["state"], one["paused"]) for one in clocks}

        assert told() == {"resolution": ("running", False), "first_reply": ("late", False)}
        make.claimed(Ticket.objects.get(), cast.noura)
        assert told() == {"resolution": ("running", True), "first_reply": ("met_late", False)}
        make.judged(ticket, "yes")
        assert told() == {"resolution": ("met", False), "first_reply": ("met_late", False)}
