"""Contact reasons are suggested by what people said of other tickets; corrections count, and nobody is measured."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rafeeq.knowledge.actions import reasons as learning
from rafeeq.knowledge.models import ReasonLabel
from rafeeq.knowledge.queries.reasons import model_path, suggested, suggested_for, words_of
from rafeeq.lib.classes.beside import work
from rafeeq.tickets.actions.tickets import set_reason
from rafeeq.tickets.actions.timeline import SYSTEM
from rafeeq.tickets.models import Reason, Ticket
from tests import make
from tests.cast import Cast

CARD = ["لم تصل بطاقتي الجديدة", "أين بطاقتي؟ أنتظرها منذ أسبوع", "متى تصل البطاقة إلى بيتي"]
MONEY = ["خُصم المبلغ مرتين من حسابي", "حسم مكرر في كشف الحساب", "سُحب المبلغ مرتين اليوم"]


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> None:
    settings.RAFEEQ_DATA = tmp_path
    settings.RAFEEQ_VECTORS = "none"


def learned() -> None:
    while learning.follow():
        pass
    task = learning.due(timezone.now())
    assert task is not None
    work(task)
    assert learning.due(timezone.now()) is None, "all of it is learned"


def labels() -> dict[int, int]:
    while learning.follow():
        pass
    return dict(ReasonLabel.objects.values_list("ticket", "reason"))


def test_useful_on_the_first_day_better_every_day_silent_when_unsure(cast: Cast) -> None:
    assert learning.due(timezone.now()) is None, "where there are no reasons there is nothing to learn"
    assert suggested("بطاقتي") == []
    card, money = make.reason("وصول البطاقة"), make.reason("خصم مكرر")
    Reason.objects.filter(pk=card.pk).update(description="العميل ينتظر بطاقته ولم تصل")
    learned()
    assert [one.reason for one in suggested("لم تصل البطاقة إلى العميل")][:1] == [card]
    assert suggested("صباح الخير") == []
    for text, reason in [*((text, card) for text in CARD), *((text, money) for text in MONEY)]:
        set_reason(make.ticket(text, subject=""), reason=reason, by=cast.noura)
    learned()
    asked = make.ticket("سحبتم المبلغ مرتين من حسابي", subject="")
    found = suggested_for(asked)
    assert found[0].reason == money
    assert 0.45 < found[0].probability <= 1
    Reason.objects.filter(pk=money.pk).update(is_active=False)
    assert suggested_for(asked) == [], "what is out of use is not suggested, and the next one does not move up"
    learned()
    assert money not in [one.reason for one in suggested_for(asked)]


def test_what_people_said_last_counts_and_what_rules_did_does_not(cast: Cast) -> None:
    card, money = make.reason("وصول البطاقة"), make.reason("خصم مكرر")
    ticket, other = make.ticket(CARD[0]), make.ticket(MONEY[0], sender="omar@example.com")
    set_reason(ticket, reason=card, by=SYSTEM)
    assert labels() == {}
    set_reason(ticket, reason=money, by=cast.noura)
    assert labels() == {ticket.pk: money.pk}
    set_reason(ticket, reason=card, by=cast.khaled)
    make.claimed(other, cast.noura, cause=money)
    assert labels() == {ticket.pk: card.pk}, "a claim is no truth yet"
    make.judged(other, "yes")
    assert labels() == {ticket.pk: card.pk, other.pk: money.pk}
    set_reason(ticket, reason=None, by=cast.noura)
    assert labels() == {other.pk: money.pk}
    assert {field.name for field in ReasonLabel._meta.get_fields()} == {"ticket", "reason", "event"}


def test_what_is_confidential_or_erased_teaches_nothing(cast: Cast) -> None:
    seen, conduct = make.ticket(CARD[0]), make.ticket(CARD[1], sender="omar@example.com")
    Ticket.objects.filter(pk=conduct.pk).update(is_conduct=True)
    assert list(words_of([seen.pk, conduct.pk])) == [seen.pk]
    assert CARD[0] in words_of([seen.pk])[seen.pk]
    seen.customer.erased_at = timezone.now()
    seen.customer.save()
    assert words_of([seen.pk]) == {}


def test_a_correction_is_learned_at_once_and_the_work_does_not_grow(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, money = make.reason("وصول البطاقة"), make.reason("خصم مكرر")
    for text in CARD + MONEY:
        set_reason(make.ticket(text, subject=""), reason=card if text in CARD else money, by=cast.noura)
    learned()
    monkeypatch.setattr(learning, "FEW", 0)
    monkeypatch.setattr(learning, "GROWN", 9)
    corrected = make.ticket("أريد إرجاع جهاز معطل", subject="")
    set_reason(corrected, reason=card, by=cast.noura)
    while learning.follow():
        pass
    with CaptureQueriesContext(connection) as asked:
        task = learning.due(timezone.now())
    assert task is not None
    assert (task.anew, task.labels) == (False, [str(card.pk)])
    assert len(asked) <= 4
    before = model_path().stat().st_mtime_ns
    work(task)
    assert model_path().stat().st_mtime_ns != before
    assert suggested("أريد إرجاع جهاز معطل")[0].reason == card
    monkeypatch.setattr(learning, "GROWN", 1)
    set_reason(corrected, reason=money, by=cast.noura)
    while learning.follow():
        pass
    task = learning.due(timezone.now())
    assert task is not None
    assert task.anew, "what has grown is learned anew"
