"""The pages of the library as the people who use them go through them."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rafeeq.knowledge.actions import takings
from rafeeq.knowledge.models import Article, ArticleFault, ArticleFile, ArticleImport, ArticleUse, Edition, Version
from rafeeq.tickets.models import Ticket
from tests import make
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.pages

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0" + b"\0" * 40
FORM = {
    "title": "نقل الخدمة",
    "summary": "مجاني",
    "body": "## كم\n\nمجاني <script>",
    "phrasings": "بكم النقل",
    "note": "",
}


def test_written_by_one_validated_by_another(cast: Cast) -> None:
    noura, khaled = signed_in(cast.noura), signed_in(cast.khaled)
    noura.post("/knowledge/new/", {"title": "نقل الخدمة", "audience": "public"})
    row = Article.objects.get()
    here, text = f"/knowledge/{row.pk}/", f"/knowledge/{row.pk}/ar/text/"
    assert noura.post(text, FORM | {"seen": "1"}).status_code == 302
    page = noura.get(here).content.decode()
    assert '<h2 id="h-كم" dir="auto">كم</h2>' in page
    assert "&lt;script&gt;" in page
    assert 'value="validate"' not in page, "she proposes, and does not validate"
    noura.post(f"{here}state/", {"do": "propose"})
    assert noura.post(f"{here}state/", {"do": "validate", "language": "ar", "seen": "2"}).status_code == 403
    khaled.post(f"{here}state/", {"do": "validate", "language": "ar", "seen": "1"})
    row.refresh_from_db()
    assert row.state == "not_validated", "he had read another version"
    khaled.post(f"{here}state/", {"do": "validate", "language": "ar", "seen": "2", "review_on": "2036-01-01"})
    row.refresh_from_db()
    assert (row.state, str(row.review_on)) == ("validated", "2036-01-01")

    noura.post(f"/knowledge/{row.pk}/ar/unsaved/", FORM | {"body": "لم يُحفظ", "seen": "2"})
    assert "لم يُحفظ" in noura.get(text).content.decode(), "what she was writing is there again"
    khaled.post(text, FORM | {"body": "قال خالد", "seen": "2"})
    both = noura.post(text, FORM | {"body": "قالت نورة", "seen": "2"})
    assert both.status_code == 409
    told = both.content.decode()
    assert "خالد" in told
    assert 'name="seen" value="3"' in told, "saving once more is a decision"
    noura.post(text, FORM | {"body": "قالت نورة", "seen": "3"})
    differ = khaled.get(f"/knowledge/{row.pk}/ar/versions/?version=4&from=3").content.decode()
    assert "<del>" in differ
    assert "حُذف:" in differ, "and not by colour alone"
    khaled.post(f"/knowledge/{row.pk}/ar/versions/", {"version": "3", "seen": "4"})
    assert list(Version.objects.order_by("number").values_list("body", flat=True))[2:] == [
        "قال خالد",
        "قالت نورة",
        "قال خالد",
    ]


def test_files_are_downloads_and_pictures_stand_in_the_text(cast: Cast) -> None:
    row, client = make.article(cast.khaled, "س", "ص"), signed_in(cast.noura)
    for name, content, kind in (("a.svg", b"<svg onload=x>", "image/svg+xml"), ("b.png", PNG, "image/png")):
        client.post(f"/knowledge/{row.pk}/files/", {"file": SimpleUploadedFile(name, content, kind), "language": "ar"})
    drawing, picture = ArticleFile.objects.order_by("pk")
    for file, inline, status in ((drawing, "", 200), (drawing, "?inline=1", 404), (picture, "?inline=1", 200)):
        answer = client.get(f"/knowledge/{row.pk}/files/{file.pk}/{inline}")
        assert answer.status_code == status
        if status == 200:
            answer.getvalue()  # read to its end, which closes it
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert answer["Content-Disposition"].startswith("inline" if inline else "attachment")
    shown = client.post(
        "/knowledge/preview/", {"body": f"![x](cid:{picture.pk})", "article": str(row.pk), "language": "ar"}
    )
    assert f'src="/knowledge/{row.pk}/files/{picture.pk}/?inline=1"' in shown.content.decode()
    other = make.article(cast.khaled, "ش", "ص")
    assert client.get(f"/knowledge/{other.pk}/files/{picture.pk}/").status_code == 404


def test_the_list_costs_the_same_however_long_it_is(cast: Cast) -> None:
    client, counts = signed_in(cast.khaled), []
    for _round in range(2):
        for number in range(4):
            make.article(cast.khaled, f"مقال {number}", "ص")
        client.get("/knowledge/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get("/knowledge/?q=مقال").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


def test_an_article_helps_in_a_request(cast: Cast) -> None:
    row, ticket, client = make.article(cast.khaled, "نقل الخدمة", "النقل مجاني."), make.ticket(), signed_in(cast.noura)
    edition, here = Edition.objects.get(article=row), f"/inbox/{ticket.number}/articles/"
    assert "نقل الخدمة" in client.get(f"{here}?q=نقل الخدمه", headers={"HX-Request": "true"}).content.decode()
    assert "النقل مجاني." in client.get(f"{here}?one={edition.pk}").content.decode()
    answer = client.post(f"{here}{edition.pk}/", {"do": "text"})
    assert answer["Location"] == f"/inbox/{ticket.number}/#composer"
    client.post(f"{here}{edition.pk}/", {"do": "address"})
    page = client.get(f"/inbox/{ticket.number}/").content.decode()
    assert "النقل مجاني." in page
    assert f"/help/articles/{row.pk}/" in page
    client.post(f"{here}{edition.pk}/", {"do": "link"})
    linked = ArticleUse.objects.get(way="linked")
    client.post(f"{here}uses/{linked.pk}/", {"do": "wrong", "said": "صار برسوم"})
    fault = ArticleFault.objects.get()
    assert (fault.said, fault.ticket, fault.by) == ("صار برسوم", Ticket.objects.get(pk=ticket.pk), cast.noura)
    assert "صار برسوم" in signed_in(cast.khaled).get("/knowledge/faults/").content.decode()
    client.post(f"{here}uses/{linked.pk}/", {"do": "unlink"})
    assert ArticleUse.objects.filter(ticket=ticket).count() == 2, "what the customer has read stays told"

    inside = make.article(cast.khaled, "حدود التعويض", "مئة ريال.", audience="staff")
    client.post(f"{here}{Edition.objects.get(article=inside).pk}/", {"do": "text"})
    assert "مئة ريال" not in client.get(f"/inbox/{ticket.number}/").content.decode(), "ours alone"


def test_a_document_is_looked_through_and_taken_in_on_a_page_that_follows_by_itself(cast: Cast) -> None:
    khaled, kept = signed_in(cast.khaled), io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("pay.md", "# الدفع\n\nمن التطبيق.")
        archive.writestr("blank.md", " \n")
    sent = {"file": SimpleUploadedFile("all.zip", kept.getvalue()), "language": "ar", "audience": "public"}
    page = khaled.post("/knowledge/import/", sent)["Location"]
    assert "hx-get" in khaled.get(page, headers={"HX-Request": "true"}).content.decode(), "it asks again"
    row = ArticleImport.objects.get()
    takings.look(row.pk)
    ready = khaled.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "الدفع" in ready
    assert "لا شيء فيه" in ready, "what is wrong with a document stands in the reader's language"
    assert "hx-get" not in ready
    assert "running/" in ready, "what would come of it can be taken in without loading the page anew"
    khaled.post(f"{page}running/")
    takings.run(row.pk)
    assert "الدفع" in khaled.get(page, headers={"HX-Request": "true"}).content.decode()
    assert Version.objects.get().title == "الدفع"
