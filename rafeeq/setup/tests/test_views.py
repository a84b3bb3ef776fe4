"""Who may enter the settings, and what they find there."""

import pytest

from tests.cast import Cast, signed_in

ARRANGERS = {"salman", "aziz", "khaled"}  # the supervisor finds the ready replies there


def test_only_who_finds_a_room_there_enters(cast: Cast) -> None:
    for name, person in cast.staff().items():
        if name == "badr":
            continue
        status = signed_in(person).get("/settings/").status_code
        assert status == (200 if name in ARRANGERS else 403), name


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_first_screen_names_only_rooms_that_exist(cast: Cast, language: str) -> None:
    page = signed_in(cast.salman, language).get("/settings/").content.decode()
    assert 'href="/settings/"' in page
    assert 'href=""' not in page


def test_the_rail_offers_the_settings_to_whom_they_open(cast: Cast) -> None:
    assert 'href="/settings/"' in signed_in(cast.aziz).get("/inbox/").content.decode()
    assert 'href="/settings/"' not in signed_in(cast.noura).get("/inbox/").content.decode()
