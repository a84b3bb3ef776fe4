"""Which route a matter takes, from values alone."""

from typing import Any

import pytest

from rafeeq.routing.rules.matching import Facts, Route, fold, route_for, says, shadowed, unmet

LAST = Route(pk=99, name="ما سوى ذلك", fits={}, team=None, is_last=True)


def route(pk: int, **fits: Any) -> Route:
    return Route(pk=pk, name=f"قاعدة {pk}", fits=fits, team=pk)


def taken(facts: Facts, *routes: Route) -> int:
    found = route_for(facts, [*routes, LAST])
    assert found is not None, "the last route takes what no other claims"
    return found.pk


@pytest.mark.parametrize(
    ("fits", "facts", "others"),
    [
        ({"kinds": ["complaint"]}, {"kind": "complaint"}, {"kind": "praise"}),
        ({"channels": ["web", "phone"]}, {"channel": "phone"}, {"channel": "email"}),
        ({"accounts": ["المبيعات"]}, {"account": "المبيعات", "has_team": True}, {"account": "الدعم"}),
        ({"languages": ["en"]}, {"language": "en"}, {"language": "ar"}),
        ({"branches": [3]}, {"branch": 3}, {"branch": None}),
        ({"tiers": ["large"]}, {"tier": "large"}, {"tier": "small"}),
        ({"organisations": [7]}, {"organisation": 7}, {"organisation": 8}),
        ({"reasons": [5]}, {"reason": 5}, {"reason": None}),
        ({"time": "closed"}, {"is_open": False}, {"is_open": True}),
        ({"words": ["استرجاع"]}, {"text": "أريد اِستِرجاع المبلغ"}, {"text": "أريد التغيير"}),
        ({"kinds": ["complaint"], "tiers": ["small"]}, {"kind": "complaint", "tier": "small"}, {"kind": "complaint"}),
    ],
)
def test_each_condition_holds_for_what_it_names_alone(
    fits: dict[str, Any], facts: dict[str, Any], others: dict[str, Any]
) -> None:
    assert taken(Facts(**facts), route(1, **fits)) == 1
    assert taken(Facts(**others), route(1, **fits)) == LAST.pk
    assert unmet(route(1, **fits), Facts(**facts)) == []
    assert unmet(route(1, **fits), Facts(**others)) != []


def test_the_first_that_fits_decides_and_what_is_out_of_use_does_not() -> None:
    wide, narrow = route(1, channels=["email"]), route(2, kinds=["complaint"])
    complaint = Facts(channel="email", kind="complaint")
    assert (taken(complaint, wide, narrow), taken(complaint, narrow, wide)) == (1, 2)
    resting = Route(pk=3, name="", fits={}, team=3, is_active=False)
    assert taken(complaint, resting, narrow) == 2


def test_a_chosen_team_stands_unless_a_route_names_the_mailbox() -> None:
    facts = Facts(kind="complaint", account="المبيعات", has_team=True)
    assert route_for(facts, [route(1, kinds=["complaint"]), LAST]) is None
    assert unmet(route(1, kinds=["complaint"]), facts) == ["team"]
    assert taken(facts, route(1, kinds=["complaint"], accounts=["المبيعات"])) == 1


@pytest.mark.parametrize(
    ("word", "text", "is_there"),
    [
        ("فاتورة", "وصلتني فاتورةٌ غريبة", True),
        ("فاتورة", "والفاتورتين معًا", True),
        ("فاتورة", "لفاتورتي رقم", True),
        ("فاتوره", "الفـــاتورة", True),
        ("الإنترنت", "الانترنت مقطوع", True),
        ("رد", "لم يرد أحد", False),
        ("رد", "أنتظر ردكم", True),
        ("خصم مكرر", "عندي خصمٌ  مكرّر", True),
        ("refund", "REFUNDS please", True),
        ("fund", "refund", False),
        ("٢٠٢٦", "عقد 2026", True),
        ("a+b (c", "نص a+b (c هنا", True),
    ],
)
def test_words_are_found_however_they_are_written(word: str, text: str, is_there: bool) -> None:
    assert says(word, fold(text)) is is_there


def test_a_route_that_nothing_reaches_is_found_with_the_one_in_its_way() -> None:
    wide, narrow = route(1, channels=["email", "web"]), route(2, channels=["email"], kinds=["complaint"])
    assert {pk: one.pk for pk, one in shadowed([wide, narrow, LAST]).items()} == {2: 1}
    assert shadowed([narrow, wide, LAST]) == {}
    assert shadowed([wide, route(2, channels=["email", "phone"])]) == {}
    assert {*shadowed([route(1, words=["فاتورة"]), route(2, words=["فاتورة مكررة"])])} == {2}
    assert shadowed([route(1, words=["فاتورة مكررة"]), route(2, words=["فاتورة"])]) == {}
    # It takes from a mailbox with a team of its own what the earlier one leaves there.
    assert shadowed([wide, route(2, channels=["email"], accounts=["المبيعات"])]) == {}
