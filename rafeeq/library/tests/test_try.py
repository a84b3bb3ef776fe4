import pytest

from rafeeq.knowledge.actions.variables import *
from rafeeq.knowledge.models import *
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db


def test_all(cast: Cast):
    c = signed_in(cast.noura)
    k = signed_in(cast.khaled)
    assert c.get("/knowledge/").status_code == 200
    assert c.post("/knowledge/new/", {"title": "كيف أنقل", "audience": "public"}).status_code == 302
    a = Article.objects.get()
    p = f"/knowledge/{a.pk}/"
    for path in ("", "ar/text/", "en/text/", "ar/versions/"):
        r = c.get(p + path)
        assert r.status_code == 200, (path, r.status_code)
    r = c.post(
        p + "ar/text/",
        {"title": "كيف أنقل", "summary": "خ", "body": "## س\n\nص {{x.y}}", "phrasings": "", "note": "", "seen": "1"},
    )
    assert r.status_code == 302, r.content.decode()
    r = c.post(
        p + "ar/text/",
        {"title": "كيف أنقل", "summary": "خ", "body": "## س\n\nص لا", "phrasings": "", "note": "", "seen": "1"},
    )
    assert r.status_code == 409
    assert c.post(p + "ar/unsaved/", {"title": "كيف", "body": "س", "seen": "2"}).status_code == 200
    assert c.get(p + "ar/text/").status_code == 200
    r = c.post("/knowledge/preview/", {"body": "## ن **ب** {{z}}", "language": "ar"})
    assert r.status_code == 200
    print(r.content.decode())
    assert k.get("/knowledge/variables/").status_code == 200
    assert k.post("/knowledge/variables/", {"key": "x.y", "value": "١٠"}).status_code == 302
    v = Variable.objects.get()
    assert k.get(f"/knowledge/variables/{v.pk}/").status_code == 200
    assert c.post(p + "state/", {"do": "propose"}).status_code == 302
    assert k.get(p).status_code == 200
    assert (
        k.post(p + "state/", {"do": "validate", "language": "ar", "seen": "2", "review_on": "2027-01-01"}).status_code
        == 302
    )
    a.refresh_from_db()
    assert a.state == "validated"
    assert k.get(p).status_code == 200
    assert k.get("/knowledge/?state=validated&q=كيف").status_code == 200
    assert k.post("/knowledge/topics/", {"name": "ت", "position": "1", "is_active": "on"}).status_code == 302
    assert k.get(f"/knowledge/topics/{Topic.objects.get().pk}/").status_code == 200
    assert c.post(p + "faults/", {"said": "غلط"}).status_code == 302
    assert k.get("/knowledge/faults/").status_code == 200
    assert k.get("/knowledge/topics/").status_code == 200
    assert (
        k.post(
            p + "place/", {"topic": Topic.objects.get().pk, "audience": "public", "owner": cast.noura.pk}
        ).status_code
        == 302
    )
    assert signed_in(cast.reem).get(p).status_code == 200
    from django.core.files.uploadedfile import SimpleUploadedFile

    assert (
        c.post(p + "files/", {"file": SimpleUploadedFile("a.txt", b"hi", "text/plain"), "language": "ar"}).status_code
        == 302
    )
    f = ArticleFile.objects.get()
    r = c.get(p + f"files/{f.pk}/")
    assert r.status_code == 200 and "attachment" in r["Content-Disposition"]
    b"".join(r.streaming_content)
    assert c.get(p + "ar/text/").status_code == 200
    assert c.get(p + "ar/versions/?version=2&from=1").status_code == 200
    assert c.post(p + "ar/versions/", {"version": "1", "seen": "2"}).status_code == 302
