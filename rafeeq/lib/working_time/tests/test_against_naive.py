from rafeeq.lib.working_time.tests import naive


def test_a_hundred_thousand_random_cases_agree_with_counting_every_minute() -> None:
    assert naive.compare(seed=20260118, calendars=80, cases=1_250) == 100_000
