"""Questions whose SQL is built once give what the query set itself gives."""

from typing import Any

from django.utils import timezone

from rafeeq.system.models import IdempotencyKey
from rafeeq.system.statements import asked, objects, padded


def _owned(*ids: int) -> Any:
    return IdempotencyKey.objects.filter(pk__in=ids).order_by("pk")


def _named(*ids: int) -> Any:
    return _owned(*ids).values_list("owner", "created_at")


def made(owner: str) -> IdempotencyKey:
    return IdempotencyKey.objects.create(owner=owner, key=owner, fingerprint="POST /", request_hash="", status=200)


def test_padding_adds_what_no_row_has() -> None:
    assert padded([3, 4], 4) == (3, 4, 0, 0)
    assert padded([1, 2, 3], 2) == (1, 2)


def test_the_same_statement_serves_other_numbers(db: None) -> None:
    one, two = made("one"), made("two")
    for wanted in ([one.pk], [two.pk], [one.pk, two.pk], []):
        ids = padded(wanted, 2)
        assert objects(_owned, *ids) == list(_owned(*ids))
        assert asked(_named, *ids) == list(_named(*ids))


def test_moments_come_back_as_moments(db: None) -> None:
    one = made("one")
    ((_owner, at),) = asked(_named, one.pk)
    assert at <= timezone.now()
