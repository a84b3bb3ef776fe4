"""Ready replies: what is filled in, what stays, and what may not be said."""

import pytest

from rafeeq.knowledge.rules import fill, matches, may_write, says_solved, unfilled, unknown

VALUES = {"customer_name": "سارة المطيري", "ticket_number": "17", "agent_name": ""}


def test_only_known_names_with_a_value_are_filled_in() -> None:
    text = "أهلًا {customer_name}، رقم طلبك {ticket_number}. {agent_name} {refund} {0} {customer_name.__class__} {{x}}"
    assert fill(text, VALUES) == (
        "أهلًا سارة المطيري، رقم طلبك 17. {agent_name} {refund} {0} {customer_name.__class__} {{x}}"
    )


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    assert fill("{customer_name}", {"customer_name": "{ticket_number}", "ticket_number": "17"}) == "{ticket_number}"


def test_what_is_left_is_named_once() -> None:
    assert unfilled("{a_b} {customer_name} {a_b}") == ["{a_b}", "{customer_name}"]
    assert unknown("{a_b} {customer_name}") == ["{a_b}"]


@pytest.mark.parametrize(
    "text",
    ["تمّ حلُّ المشكلةِ", "أهلًا\nتم  حل المشكلة.", "تم إغلاق الطلب", "Your issue has been resolved."],  # never confirmed
)
def test_nobody_says_solved_before_the_customer(text: str) -> None:
    assert says_solved(text)


@pytest.mark.parametrize("text", ["هل تم حل المشكلة؟", "أعدنا المبلغ إلى حسابك.", "نعمل على حل المشكلة."])
def test_what_was_done_may_be_told_and_the_customer_asked(text: str) -> None:
    assert not says_solved(text)


def test_search_does_not_mind_the_spelling() -> None:
    assert matches("استرداد المبلغ", "إسترداد", "المبلغُ المكرر")
    assert matches("فاتوره", "الفاتورة")
    assert not matches("فاتوره شحن", "الفاتورة")


def test_who_may_write() -> None:
    assert may_write("admin", shared=True)
    assert may_write("supervisor", shared=False)
    assert not may_write("supervisor", shared=True)
    assert not may_write("agent", shared=False)
