"""Numbers that somebody wrote into an address or a form by hand break no page."""

import pytest

from rafeeq.lib.text import whole_number
from tests import make
from tests.cast import Cast, signed_in

HUGE = "9" * 5000  # more digits than Python reads


def test_what_is_a_number() -> None:
    assert [whole_number(text) for text in ("12", "١٢", "", "-1", "1.5", "²", "x", "9" * 18)] == [
        *(12, 12, None, None, None, None, None),
        10**18 - 1,
    ]
    assert whole_number("9" * 19) is None
    assert whole_number(HUGE) is None


@pytest.mark.parametrize("path", ["?merged={}", "?after={}", "thread/?after={}", "?before={}:{}"])
def test_pages_of_a_request(cast: Cast, path: str) -> None:
    page = f"/inbox/{make.ticket().number}/" + path.format(HUGE, HUGE)
    assert signed_in(cast.noura).get(page).status_code == 200


@pytest.mark.parametrize(
    ("path", "entered", "status"),
    [
        ("drafts/reply/", {"text": "x", "version": HUGE}, 422),
        ("uploads/", {"kind": "reply", "name": "x", "size": HUGE}, 422),
        ("kind/", {"kind": "request", "version": HUGE}, 302),
        ("replies/", {"text": "أهلًا", "seen": HUGE}, 302),
        ("merge/undo/", {"ticket": HUGE}, 302),
    ],
)
def test_forms_of_a_request(cast: Cast, path: str, entered: dict[str, str], status: int) -> None:
    answer = signed_in(cast.noura).post(f"/inbox/{make.ticket().number}/{path}", entered)
    assert answer.status_code == status


def test_other_pages(cast: Cast) -> None:
    manager = signed_in(cast.salman)
    for path in (f"/inbox/?team={HUGE}", f"/inbox/customers/?before={HUGE}", f"/settings/reasons/new/?parent={HUGE}"):
        assert manager.get(path).status_code == 200
    assert manager.get("/inbox/live/", headers={"X-Rafeeq-Loop": "é"}).status_code == 204
