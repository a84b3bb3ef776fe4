"""Search over the words of messages: found at once, only by who may see, and gone when erased."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from rafeeq.staff.rules import reach
from rafeeq.tickets.actions.withdrawals import take_back
from rafeeq.tickets.actions.words import begin_again, forget_words, take_down_words
from rafeeq.tickets.models import Message, Note, Ticket
from rafeeq.tickets.queries import search, searched
from rafeeq.tickets.queries.reading import few_visible_to, visible_to
from tests.cast import Cast
from tests.make import customer_says, handed_over, noted, replied, ticket


def found(cast: Cast, who: str, words: str) -> list[int]:
    return sorted(searched(cast.staff()[who], words).values_list("number", flat=True))


def all_taken_down() -> None:
    while take_down_words():
        pass


@pytest.mark.parametrize("taken", [False, True])
def test_words_of_any_message_are_found_before_and_after_they_are_taken_down(cast: Cast, taken: bool) -> None:
    one = ticket("طلبي رقم TX77 لم يصل", subject="تأخر")
    other = ticket("أشكركم على سرعة الرد", subject="شكر")
    customer_says(one, "أريد إلغاء الاشتراك")
    if taken:
        all_taken_down()
    assert found(cast, "noura", "الغاء") == [one.number]
    assert found(cast, "noura", "tx77 الإلغاء") == []  # two messages: each is looked at alone
    assert found(cast, "noura", "tx٧٧") == [one.number]
    assert found(cast, "noura", "والشكر") == [other.number]
    assert found(cast, "noura", "المطيرى") == sorted([one.number, other.number])
    assert found(cast, "noura", "sara@example.com") == sorted([one.number, other.number])
    assert found(cast, "noura", f"#{one.number}") == [one.number]


@pytest.mark.parametrize("taken", [False, True])
def test_notes_and_the_beginnings_of_names_are_found(cast: Cast, taken: bool) -> None:
    one = ticket("المبلغ ناقص")
    other = ticket("أين الطلب؟", sender="omar@example.com", name="عمر العتيبي")
    note = noted(one, cast.khaled, "أفاد مندوب السداد أن العملية عُلّقت")
    if taken:
        all_taken_down()
    assert found(cast, "noura", "عُلقت") == [one.number]
    assert found(cast, "fahd", "علقت") == [], "who may not see the ticket finds no note of it"
    for typed in ("المطي", "مطي", "سار", "سا المط", "سارة المطيري"):
        assert found(cast, "noura", typed) == [one.number], typed
    assert found(cast, "noura", "عتي") == [other.number]
    assert found(cast, "fahd", "عتي") == []
    for nobody in ("س", "طيري", "سار عتي", "sara@ex"):
        assert found(cast, "noura", nobody) == [], nobody
    Note.objects.filter(pk=note.pk).update(text="[erased]")
    forget_words(notes=[note.pk])
    assert found(cast, "noura", "علقت") == []


@pytest.mark.parametrize("taken", [False, True])
def test_nobody_finds_what_they_may_not_see(cast: Cast, taken: bool) -> None:
    ticket("سرّ الرياض", team=cast.desk)
    if taken:
        all_taken_down()
    assert found(cast, "fahd", "الرياض") == []
    assert found(cast, "fahd", "sara@example.com") == []
    assert len(found(cast, "noura", "الرياض")) == 1


@pytest.mark.parametrize("taken", [False, True])
def test_who_sees_few_finds_all_that_they_see(cast: Cast, monkeypatch: pytest.MonkeyPatch, taken: bool) -> None:
    monkeypatch.setattr(search, "LITTLE", -1)  # they are asked by what they see from the first message on
    ticket("سداد في الرياض", team=cast.desk)
    ticket("سداد في جدة", sender="omar@example.com", team=cast.jeddah_desk)
    offered = ticket("سداد آخر", team=cast.billing)
    handed_over(offered, cast.layla, team=cast.jeddah_desk, words="وصف السداد")
    confided = ticket("سداد وموظف", team=cast.desk)
    Ticket.objects.filter(pk=confided.pk).update(is_conduct=True)
    if taken:
        all_taken_down()
    for name, person in cast.staff().items():
        seen = set(visible_to(person).values_list("number", flat=True))
        assert few_visible_to(person, 10) == (None if reach(person.role) == "everything" else seen), name
        assert found(cast, name, "سداد") == sorted(seen), name
    assert few_visible_to(cast.noura, 0) is None
    assert offered.number in found(cast, "fahd", "سداد"), "what is being handed to them is theirs to see"


def test_words_taken_down_again_are_there_once_and_what_was_erased_is_gone(cast: Cast) -> None:
    one = ticket("كلمة فريدة هنا")
    all_taken_down()
    begin_again()
    assert found(cast, "noura", "فريده") == [one.number]  # read as it is, until it is taken down
    all_taken_down()
    assert found(cast, "noura", "فريده") == [one.number]
    Message.objects.filter(ticket=one).update(text="[erased]")
    forget_words(list(Message.objects.filter(ticket=one).values_list("pk", flat=True)))
    assert found(cast, "noura", "فريده") == []


@pytest.mark.parametrize(
    "words", ['"', "' OR 1=1 --", "NEAR(a b)", "a AND", "*", "(", ":", "\0", "٪", "😀", "ا" * 20_000]
)
def test_whatever_is_typed_is_an_answer_and_no_command(cast: Cast, words: str) -> None:
    ticket()
    all_taken_down()
    assert Ticket.objects.count() == 1
    found(cast, "noura", words)


def test_a_message_whose_number_was_given_earlier_and_that_came_late_is_found(cast: Cast) -> None:
    one = ticket("أول رسالة")
    last = Message.objects.latest("pk").pk

    def said(number: int, text: str) -> None:
        Message.objects.create(
            pk=number, ticket_id=one.number, direction="in", channel="email", text=text, at=timezone.now()
        )

    said(last + 3, "بطيخ")
    all_taken_down()
    said(last + 1, "خوخ")
    said(last + 4, "تين")
    all_taken_down()
    said(last + 2, "رمان")
    all_taken_down()
    assert take_down_words() == 0
    for word in ("بطيخ", "خوخ", "تين", "رمان"):
        assert found(cast, "noura", word) == [one.number], word


def test_a_reply_that_was_taken_back_leaves_no_word(cast: Cast) -> None:
    said = replied(ticket(), cast.noura, "zebra", held_for=timedelta(seconds=10))
    all_taken_down()
    take_back(said, by=cast.noura)
    with connection.cursor() as database:
        database.execute("SELECT count(*) FROM tickets_words")
        assert database.fetchone() == (Message.objects.count(),)
