"""The customer reads by when we answer, and for which question our time stands still."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.db import transaction
from django.test import Client

from rafeeq.flows.links import secret_for
from rafeeq.sla.actions.founding import found_rule
from rafeeq.tickets.actions.timeline import append, locked, save, staff
from rafeeq.tickets.models import Question
from tests import make
from tests.cast import Cast

SUNDAY = datetime(2026, 1, 11, 7, tzinfo=UTC)


def test_by_when_late_and_waiting_for_the_customer(cast: Cast) -> None:
    with time_machine.travel(SUNDAY, tick=False) as now:
        found_rule()
        ticket = make.ticket()
        address = f"/t/{secret_for(ticket, cast.sara_email.pk)}/"

        def page() -> str:
            answer = Client().get(address)
            assert answer.status_code == 200
            return answer.content.decode()

        assert "يصلك رد من أحد موظفينا قبل" in page()
        assert "نعمل على أن يصلك الحل قبل" in page()
        now.move_to(SUNDAY + timedelta(hours=6))
        assert "كان موعد ردنا" in page()
        message = make.replied(ticket, cast.noura)
        asked = Question.objects.create(ticket=ticket, message=message, text="أين الإيصال؟", asked_by=cast.noura)
        with transaction.atomic():
            held = locked(make.fresh(ticket))
            append(held, "question.asked", by=staff(cast.noura), data={"question": asked.pk, "message": message.pk})
            save(held)
        waiting = page()
        assert "كان موعد ردنا" not in waiting
        assert "إلى أن يصلنا جوابك" in waiting
        assert "أين الإيصال؟" in waiting
