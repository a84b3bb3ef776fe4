from datetime import timedelta

from rafeeq.system.rules import LONGEST_DELAY, back_off, fingerprint, to_change


def test_each_failure_doubles_the_wait_up_to_an_hour() -> None:
    waits = [back_off(attempt, 0).total_seconds() for attempt in range(1, 13)]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]


def test_chance_spreads_the_waits_over_the_upper_half() -> None:
    assert back_off(3, 1) == timedelta(seconds=10)
    assert back_off(3, 0.5) == timedelta(seconds=15)


def test_a_ceiling_holds_and_large_counts_do_no_harm() -> None:
    assert back_off(9, 0, ceiling=timedelta(minutes=1)) == timedelta(minutes=1)
    assert back_off(32_000, 0) == LONGEST_DELAY


def test_a_form_changes_what_its_person_changed_and_nothing_else() -> None:
    seen = {key: fingerprint("أ") for key in ("mine", "theirs", "both", "same")}
    changes, contested = to_change(
        {"mine": "ب", "theirs": "أ", "both": "ب", "same": "ب"},
        {"mine": "أ", "theirs": "ج", "both": "ج", "same": "ب"},
        seen,
    )
    assert (changes, contested) == ({"mine": "ب"}, ["both"])


def test_without_knowing_what_was_seen_the_last_word_counts() -> None:
    assert to_change({"a": 1}, {"a": 2}, {}) == ({"a": 1}, [])
