"""Who is at a ticket, and whose words are shown before a reply leaves."""

import pytest

from rafeeq.inbox.live import process
from rafeeq.inbox.live.presence import GONE, HOLDS, READING, WRITING, Presence, Word, read_word
from tests import make
from tests.cast import Cast, signed_in


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def word(state: str, *, user: int = 1, name: str = "نورة", page: str = "a") -> Word:
    return Word(7, user, name, page, state)


def test_a_person_stands_there_once_and_writes_if_any_page_says_so() -> None:
    presence = Presence()
    assert presence.take(word(READING))
    assert not presence.take(word(READING, page="b"))
    assert presence.take(word(WRITING, page="b"))
    assert [(one.name, one.state) for one in presence.at(7)] == [("نورة", WRITING)]
    assert presence.take(word(GONE, page="b"))
    assert [one.state for one in presence.at(7)] == [READING]
    assert presence.at(7, but=1) == []
    assert presence.users(7) == {1}


def test_tickets_that_nobody_looks_at_any_more_take_no_room() -> None:
    clock = Clock()
    presence = Presence(clock)
    for ticket in range(50):
        presence.take(Word(ticket, 1, "نورة", "a", READING))
        clock.now += HOLDS / 10
    assert len(presence._words) <= 20


def test_who_says_nothing_any_more_is_gone() -> None:
    clock = Clock()
    presence = Presence(clock)
    presence.take(word(READING))
    clock.now += HOLDS - 1
    assert presence.users(7) == {1}
    clock.now += 1
    assert presence.users(7) == set()


def test_a_word_comes_through_another_process_as_it_was() -> None:
    assert read_word(str(word(WRITING))) == word(WRITING)


@pytest.mark.django_db
def test_two_at_one_ticket_see_each_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "presence", Presence())
    where = f"/inbox/{make.ticket().number}/presence/"
    noura, khaled = signed_in(cast.noura), signed_in(cast.khaled)
    assert noura.post(where, {"state": "writing", "page": "a"}).content.strip() == b""
    told = khaled.post(where, {"state": "reading", "page": "b"}).content.decode()
    assert cast.noura.name in told
    assert cast.khaled.name not in told
    assert cast.khaled.name in noura.post(where, {"state": "reading", "page": "a"}).content.decode()
    noura.post(where, {"state": "gone", "page": "a"})
    assert cast.noura.name not in khaled.post(where, {"state": "reading", "page": "b"}).content.decode()
    assert noura.post(where, {"state": "<b>", "page": "a"}).status_code == 422


@pytest.mark.django_db
def test_a_colleagues_reply_is_shown_before_ours_leaves(cast: Cast) -> None:
    ticket = make.ticket()
    noura, where = signed_in(cast.noura, "en"), f"/inbox/{ticket.number}/replies/"
    seen = make.fresh(ticket).event_count
    make.replied(ticket, cast.khaled, "رد خالد أولًا")
    sent = {"text": "رد نورة", "seen": str(seen), "once": "m1"}
    answer = noura.post(where, sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "رد خالد أولًا" in shown
    assert f"{cast.khaled.name} has written here meanwhile" in shown
    assert "رد نورة" in shown  # nothing typed is lost
    again = make.fresh(ticket).event_count
    assert f'name="seen" value="{again}"' in shown
    assert noura.post(where, sent | {"seen": str(again)}).status_code == 302
    assert make.fresh(ticket).message_count == ticket.message_count + 2


@pytest.mark.django_db
@pytest.mark.parametrize("seen", ["", "x", "-1", "٣", "9" * 40])
def test_a_form_that_does_not_say_what_it_has_seen_is_taken(cast: Cast, seen: str) -> None:
    ticket = make.ticket()
    make.customer_says(ticket)
    answer = signed_in(cast.noura).post(f"/inbox/{ticket.number}/replies/", {"text": "أهلًا", "seen": seen, "once": "m"})
    assert answer.status_code == 302


@pytest.mark.django_db
def test_what_one_has_said_oneself_holds_nothing_up(cast: Cast) -> None:
    ticket = make.ticket()
    seen = make.fresh(ticket).event_count
    make.replied(ticket, cast.noura)
    answer = signed_in(cast.noura).post(
        f"/inbox/{ticket.number}/replies/", {"text": "وأيضًا", "seen": str(seen), "once": "m"}
    )
    assert answer.status_code == 302
