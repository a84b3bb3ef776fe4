"""The record of changes as people read it, and as a file."""

import csv
import io

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rafeeq.setup.views.record import harmless
from rafeeq.system.actions import audit
from rafeeq.system.models import AuditEntry
from tests.cast import Cast, signed_in


def shown(client: Client, **query: str) -> str:
    answer = client.get("/settings/audit/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_change_is_told_in_words_and_the_readers_digits(cast: Cast) -> None:
    signed_in(cast.salman).post("/settings/retention/", {"raw_months": "12", "files_months": "0"})
    page = shown(signed_in(cast.aziz))
    assert "سلمان العنزي" in page
    assert "١٢" in page
    assert "retention.raw_months" not in page
    assert "<strong>اليوم</strong>" in page, "the record is told day by day"


def test_the_link_of_the_first_administrator_has_a_name_people_understand(cast: Cast) -> None:
    audit(by=None, what="setting.changed", target="first_administrator_link", after={"value": "x"})
    page = shown(signed_in(cast.aziz))
    assert "رابط أول مدير للنظام" in page
    assert "first_administrator_link" not in page


def test_of_a_server_only_what_changed_is_told(cast: Cast) -> None:
    before, after = ({"imap": {"host": host, "port": 993}} for host in ("old.example", "new.example"))
    audit(by=cast.salman, what="mailbox.changed", target="الدعم", before=before, after=after)
    page = shown(signed_in(cast.aziz))
    assert "old.example" in page
    assert "new.example" in page
    assert "٩٩٣" not in page


def test_it_is_narrowed_by_who_what_and_when(cast: Cast) -> None:
    audit(by=cast.salman, what="tag.renamed", target="وسم أول")
    audit(by=cast.aziz, what="team.made", target="فريق ثان")
    client = signed_in(cast.aziz)
    assert "وسم أول" not in shown(client, who="عبدالعزيز")
    assert "فريق ثان" not in shown(client, what="tag.renamed")
    assert "فريق ثان" not in shown(client, **{"from": "2099-01-01"})
    assert "فريق ثان" in shown(client, to="2099-01-01")


@pytest.mark.parametrize(
    "query",
    [{"from": "not a day"}, {"to": "2026-13-45"}, {"before": "x"}, {"who": "\u202e" * 5000}, {"before": "9" * 40}],
)
def test_odd_questions_do_no_harm(cast: Cast, query: dict[str, str]) -> None:
    shown(signed_in(cast.aziz), **query)


def test_pages_by_key_and_a_constant_number_of_queries(cast: Cast) -> None:
    client = signed_in(cast.aziz)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(client)
        return len(queries)

    audit(by=None, what="x", target="الأول تمامًا")
    shown(client)
    few = cost()
    for number in range(70):
        audit(by=cast.salman, what="tag.renamed", target=f"وسم {number}", before={"name": "أ"}, after={"name": "ب"})
    assert cost() <= few
    first = shown(client)
    assert "الأول تمامًا" not in first
    older = AuditEntry.objects.order_by("-pk")[49].pk
    assert f"before={older}" in first
    assert "الأول تمامًا" in shown(client, before=str(older))


def test_the_file_holds_everything_and_no_formula(cast: Cast) -> None:
    audit(by=cast.salman, what="tag.renamed", target="=HYPERLINK(1)", before={"name": "+1"}, after={"name": "@SUM(A1)"})
    answer = signed_in(cast.salman).get("/settings/audit/file/")
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "@"))] == []
    assert "'=HYPERLINK(1)" in rows[1]


@pytest.mark.parametrize("cell", ["=1", " =1", "\t=1", "-1", "@x", "+966", "|cmd"])
def test_harmless_cells(cell: str) -> None:
    assert harmless(cell).startswith("'")
    assert harmless("الاسم") == "الاسم"


def test_hostile_values_stay_text(cast: Cast) -> None:
    audit(by=cast.salman, what="tag.renamed", target="<img src=x onerror=alert(1)>", after={"name": "<script>"})
    page = shown(signed_in(cast.aziz))
    assert "<img src=x" not in page
    assert '<script>"' not in page


def test_nobody_changes_a_line(cast: Cast) -> None:
    entry = audit(by=cast.salman, what="tag.renamed")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(who="somebody else")
