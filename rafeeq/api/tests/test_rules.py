"""How a token is written."""

import pytest

from rafeeq.api.rules import hash_of, is_token, prefix_of, spelled

TOKEN = spelled("a1b2c3", "se_cr-et")


def test_a_token_is_found_by_its_prefix_even_when_its_secret_holds_underscores() -> None:
    assert prefix_of(TOKEN) == "a1b2c3"


@pytest.mark.parametrize(
    "odd", ["", "rafeeq", "rafeeq_", "rafeeq_a1", "rafeeq_a1_", "other_a1_x", "rafeeq_ب_x", "_" * 9]
)
def test_what_is_no_token_of_ours_is_not_looked_up(odd: str) -> None:
    assert prefix_of(odd) == ""


def test_only_the_whole_token_fits_what_was_kept() -> None:
    kept = hash_of(TOKEN)
    assert is_token(TOKEN, kept)
    assert not is_token(TOKEN[:-1], kept)
    assert TOKEN not in kept
