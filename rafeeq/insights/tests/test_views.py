"""The board and its measures: who sees them, what stands on them, and that no row shows what is hidden."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rafeeq.insights.actions import counting
from rafeeq.insights.registry import measures
from rafeeq.insights.tests.matters import some_matters
from rafeeq.insights.views.measure import WEEKS
from tests import make
from tests.cast import Cast, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.pages]
SEE_MEASURES = {"khaled", "aziz", "salman"}


def test_who_leads_enters_and_nobody_else(cast: Cast) -> None:
    for name, person in cast.staff().items():
        if name == "badr":
            continue
        client, wanted = signed_in(person), 200 if name in SEE_MEASURES else 403
        for address in ("/insights/", "/insights/measures/confirmed/", "/insights/measures/confirmed/rows/"):
            assert client.get(address).status_code == wanted, (name, address)
        assert ('href="/insights/"' in client.get("/inbox/new/").content.decode()) == (wanted == 200), name
    assert Client().get("/insights/").status_code == 302
    assert signed_in(cast.aziz).get("/insights/measures/none_such/").status_code == 404


def test_the_board_shows_numbers_with_what_they_rest_on(cast: Cast) -> None:
    page = signed_in(cast.aziz).get("/insights/").content.decode()
    assert "لا شيء بعد" in page, "an empty desk is told so, and shows no number"
    some_matters(cast)
    page = signed_in(cast.aziz).get("/insights/").content.decode()
    assert "من ١٢" in page
    assert "من إلى" not in page
    assert "None" not in page
    english = signed_in(cast.aziz, "en").get("/insights/").content.decode()
    assert "6 of 12" in english
    assert "3 unknown" in english
    assert not set("٠١٢٣٤٥٦٧٨٩") & set(english.partition('id="measures"')[2].partition("</section>")[0])


def test_every_measure_opens_with_its_splits_and_rows(cast: Cast) -> None:
    some_matters(cast)
    manager = signed_in(cast.aziz)
    for name in measures():
        for by in ("", "team", "branch", "tier", "channel", "reason"):
            answer = manager.get(f"/insights/measures/{name}/", {"by": by})
            assert answer.status_code == 200, (name, by)
        assert manager.get(f"/insights/measures/{name}/rows/").status_code == 200, name
    assert "سرّ" in manager.get("/insights/measures/confirmed/rows/", {"cell": "yes"}).content.decode()
    weeks = manager.get("/insights/measures/first_reply/").content.decode().count('<tr><th scope="row"><time')
    assert 0 < weeks < WEEKS, "the weeks begin with the first in which there was anything"
    faulty = manager.get("/insights/measures/confirmed/", {"start": "2026-05-01", "end": "2026-04-01"})
    assert "نهاية الفترة قبل بدايتها" in faulty.content.decode()
    assert manager.get("/insights/measures/confirmed/rows/", {"after": "no place"}).status_code == 404


def test_a_supervisor_sees_the_own_branch_alone(cast: Cast) -> None:
    some_matters(cast)
    khaled = signed_in(cast.khaled)
    rows = khaled.get("/insights/measures/first_reply/rows/").content.decode()
    assert "سرّ الرياض" in rows
    assert "سرّ جدة" not in rows
    assert "سرّ جدة" not in khaled.get("/insights/").content.decode()
    by_branch = khaled.get("/insights/measures/first_reply/", {"by": "branch"}).content.decode()
    assert cast.jeddah.name not in by_branch
    both = signed_in(cast.aziz).get("/insights/measures/first_reply/", {"by": "branch"}).content.decode()
    assert cast.jeddah.name in both


def test_more_matters_ask_no_more_questions(cast: Cast, django_assert_max_num_queries: Any) -> None:
    manager = signed_in(cast.aziz)
    some_matters(cast, 8)
    manager.get("/insights/")
    with django_assert_max_num_queries(28) as few:
        manager.get("/insights/")
    some_matters(cast, 24)
    with django_assert_max_num_queries(len(few)):
        manager.get("/insights/")


def test_an_unchanged_board_is_not_sent_again(cast: Cast) -> None:
    manager = signed_in(cast.aziz)
    with time_machine.travel(timezone.now(), tick=False):
        manager.get("/insights/")  # the first visit is given its mark against forgery
        first = manager.get("/insights/")
        again = manager.get("/insights/", headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        make.ticket()
        counting.count_on()
        assert manager.get("/insights/", headers={"If-None-Match": first["ETag"]}).status_code == 200
