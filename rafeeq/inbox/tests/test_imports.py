"""The pages by which files of customers, visits and orders are taken in."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rafeeq.customers.models import Dealing, Import
from rafeeq.inbox.tests.pages import returned, sent, shown
from rafeeq.system.worker import JobRunner
from tests.cast import Cast, signed_in

TEXT = "رقم الطلب;التاريخ;الجوال;المدينة\nA-1;2026-01-31;0551234567;جدة\nA-2;أمس;0551234567;=1+1\n"


def upload(client: Client, text: str = TEXT) -> Import:
    file = SimpleUploadedFile("طلبات.csv", text.encode("utf-8-sig"), "text/csv")
    sent(client, "/inbox/customers/imports/", kind="dealings", file=file)
    return Import.objects.latest("pk")


def test_a_file_is_looked_at_tried_and_taken_in(cast: Cast) -> None:
    aziz = signed_in(cast.aziz)
    row = upload(aziz)
    at = f"/inbox/customers/imports/{row.pk}/"
    page = shown(aziz, at)
    assert "المدينة" in page
    chosen = {"external_id": "0", "at": "1", "phone": "2"}
    sent(aziz, f"{at}running/", **chosen, trial="yes")
    JobRunner("test").drain()
    assert not Dealing.objects.exists()
    assert "أمس" in shown(aziz, at)
    sent(aziz, f"{at}running/", **chosen)
    JobRunner("test").drain()
    assert Dealing.objects.get().external_id == "A-1"
    faults = b"".join(aziz.get(f"{at}faults.csv").streaming_content)  # type: ignore[attr-defined]
    assert faults.startswith(b"\xef\xbb\xbf")
    assert "أمس" in faults.decode()


def test_progress_is_a_part_of_the_page_that_comes_alone(cast: Cast) -> None:
    aziz = signed_in(cast.aziz)
    row = upload(aziz)
    Import.objects.filter(pk=row.pk).update(state="running", done=1)
    part = aziz.get(f"/inbox/customers/imports/{row.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith("<section")
    assert "every 1s" in part
    sent(aziz, f"/inbox/customers/imports/{row.pk}/stopping/")
    sent(aziz, f"/inbox/customers/imports/{row.pk}/resuming/")
    JobRunner("test").drain()
    row.refresh_from_db()
    assert row.state == "done"


def test_what_is_wrong_is_said_in_the_form(cast: Cast) -> None:
    aziz = signed_in(cast.aziz)
    returned(aziz, "/inbox/customers/imports/", kind="dealings")
    returned(aziz, "/inbox/customers/imports/", kind="dealings", file=SimpleUploadedFile("x.csv", b"\0\1\2" * 9))
    row = upload(aziz)
    returned(aziz, f"/inbox/customers/imports/{row.pk}/running/", phone="2")


def test_a_cell_that_a_spreadsheet_would_calculate_is_made_plain(cast: Cast) -> None:
    aziz = signed_in(cast.aziz)
    row = upload(aziz, TEXT.replace("أمس", "=HYPERLINK(1)"))
    sent(aziz, f"/inbox/customers/imports/{row.pk}/running/", external_id="0", at="1", phone="2")
    JobRunner("test").drain()
    answer = aziz.get(f"/inbox/customers/imports/{row.pk}/faults.csv")
    assert "'=HYPERLINK" in b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_files_are_for_managers_and_administrators(cast: Cast) -> None:
    row = upload(signed_in(cast.aziz))
    addresses = ["", f"{row.pk}/", f"{row.pk}/faults.csv"]
    changes = ["", f"{row.pk}/running/", f"{row.pk}/stopping/", f"{row.pk}/resuming/"]
    for name, person in cast.staff().items():
        client = signed_in(person)
        allowed = name in {"aziz", "salman"}
        for part in addresses:
            status = client.get(f"/inbox/customers/imports/{part}").status_code
            assert status == (200 if allowed else 302 if name == "badr" else 403), (name, part)
        if not allowed:
            for part in changes:
                status = client.post(f"/inbox/customers/imports/{part}").status_code
                assert status == (302 if name == "badr" else 403), (name, part)
    row.refresh_from_db()
    assert row.state == "ready"
