"""The likely contact reason beside a request: by its own request, one key to take, gone once a reason stands."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from rafeeq.inbox.tests.pages import cost, shown
from rafeeq.knowledge.actions.reasons import due
from rafeeq.lib.classes.beside import work
from tests import make
from tests.cast import Cast, signed_in


@pytest.fixture
def learned(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.RAFEEQ_DATA, settings.RAFEEQ_VECTORS = tmp_path, "none"
    for name in ("خصم مكرر من الحساب", "وصول البطاقة"):
        make.reason(name)
    task = due(timezone.now())
    assert task is not None
    work(task)


def test_it_is_taken_with_one_key_and_gone(cast: Cast, learned: None) -> None:
    ticket, client = make.ticket("تكرر الخصم من الحساب", subject="خصم مكرر"), signed_in(cast.noura)
    page, hint = f"/inbox/{ticket.number}/", f"/inbox/{ticket.number}/reason/hint/"
    assert hint in shown(client, page)
    assert "خصم مكرر من" not in shown(client, page), "the page waits for nothing"
    beside, claim = shown(client, hint), shown(client, hint, **{"for": "cause"})
    assert 'data-shortcut="y"' in beside
    assert "خصم مكرر من الحساب" in beside
    assert 'data-fills="cause"' in claim
    reason = make.reason("خصم مكرر من الحساب")
    client.post(f"/inbox/{ticket.number}/reason/", {"reason": reason.pk, "version": ticket.event_count})
    assert make.fresh(ticket).reason == reason
    assert hint not in shown(client, page)
    assert "button" not in shown(client, hint)
    assert cost(client, hint) <= 5
