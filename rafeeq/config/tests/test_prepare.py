"""What lies between a fresh checkout and a page comes in the right order."""

import argparse
import re

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.db import connection
from django_htmx.jinja import htmx_script

from rafeeq.config.commands import prepare
from rafeeq.customers.models import Customer


def test_texts_are_ready_before_anything_is_named_in_them(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    for step in ("texts", "start_django", "fonts", "tables", "static_files"):
        monkeypatch.setattr(prepare, step, lambda *_given, done=step: order.append(done))
    monkeypatch.setattr("rafeeq.staff.actions.found", lambda: order.append("first team"))
    monkeypatch.setattr("rafeeq.sla.actions.founding.found_rule", lambda: order.append("first time rule"))
    monkeypatch.setattr("rafeeq.sla.actions.founding.found_data_rights_rule", lambda: None)
    monkeypatch.setattr("rafeeq.routing.actions.found_last_route", lambda: order.append("last route"))
    assert prepare.run(argparse.Namespace()) == 0
    assert order == [
        "texts",
        "start_django",
        "fonts",
        "tables",
        "static_files",
        "first team",
        "first time rule",
        "last route",
    ]


@pytest.mark.django_db
def test_after_a_migration_the_database_knows_its_sizes() -> None:
    Customer.objects.create(name="سارة القحطاني")
    prepare.know_sizes()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'customers_customer'")
            assert cursor.fetchone()[0] > 0


def test_of_a_package_only_what_pages_ask_for_is_collected() -> None:
    collected = {path for finder in get_finders() for path, _place in finder.list(prepare.UNUSED)}
    asked = set(re.findall(r'src="/static/([^"]+)"', htmx_script()))
    assert {path for path in collected if path.startswith("django_htmx/")} == asked | {"django_htmx/django-htmx.js"}
