"""Measures for programs: whole metric objects, for who may see them."""

import pytest
from django.test import Client

from rafeeq.api.actions import create_token
from rafeeq.insights.registry import measures
from rafeeq.insights.tests.matters import some_matters
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_who_leads_reads_measures_and_nobody_else(cast: Cast) -> None:
    for name, person in cast.staff().items():
        wanted = 401 if name == "badr" else 200 if name in {"khaled", "aziz", "salman"} else 403
        headers = {"Authorization": f"Bearer {create_token(person)}"}
        for address in ("/api/v1/measures", "/api/v1/measures/confirmed"):
            assert Client().get(address, headers=headers).status_code == wanted, (name, address)
    assert Client().get("/api/v1/measures").status_code == 401


def test_programs_get_whole_metric_objects(cast: Cast) -> None:
    some_matters(cast)
    client, headers = Client(), {"Authorization": f"Bearer {create_token(cast.aziz)}"}
    names = [one["name"] for one in client.get("/api/v1/measures", headers=headers).json()["items"]]
    assert names == list(measures())
    told = client.get("/api/v1/measures/confirmed", {"by": "team"}, headers=headers).json()
    assert (told["numerator"], told["denominator"], told["unknown"]) == (6, 12, 3)
    assert told["bounds"] == [0.5, 0.75]
    assert [part["name"] for part in told["split"]] == [cast.desk.name]
    contract = "value numerator denominator excluded unknown window as_of calendar interval method n_min_ok"
    assert set(contract.split()) <= told.keys()
    assert told["window"].keys() == {"from", "to", "follow_up_days"}
    for query in ({"from": "2026-02-01", "to": "2026-01-01"}, {"by": "person"}, {"from": "x"}, {"color": "red"}):
        assert client.get("/api/v1/measures/confirmed", query, headers=headers).status_code == 422, query
