"""The line that tells what the lanes took."""

from tests.pace import line, taken


def test_the_lane_that_the_others_waited_for_stands_last() -> None:
    told = line([("postgresql", 80.4, 161.2), ("sqlite", 99.6, 170.0), ("waiting", 60.0, 150.0)])
    assert told == "CPU seconds in seconds: waiting 60 in 150, postgresql 80 in 161, sqlite 100 in 170"


def test_a_lane_has_taken_something() -> None:
    cpu, clock = taken()
    assert cpu > 0
    assert clock > 0
