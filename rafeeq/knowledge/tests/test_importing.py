"""Documents become articles: looked through first, taken in once however often they come, and nothing is lost."""

import io
import zipfile

import pytest

from rafeeq.knowledge.actions import articles as actions
from rafeeq.knowledge.actions import takings
from rafeeq.knowledge.actions.articles import Words
from rafeeq.knowledge.actions.importing import Choices, look_through, take_in
from rafeeq.knowledge.models import Article, ArticleFile, ArticleImport, Edition, Version
from rafeeq.knowledge.queries.articles import for_customers
from rafeeq.lib.documents import TooMuch, found_at, understood, unpacked
from rafeeq.lib.to_markdown import Unreadable, from_html
from tests.cast import Cast

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60
MARKDOWN = """---
id: move
title: نقل الخدمة
topic: التركيب
state: validated
review_on: 2036-01-01
phrasings:
  - ابغى انقل
  - عايز أنقل
---
## كم يكلف

مجاني. ![الطريق](img/way.png)
"""
PAGE = "<html><head><title>x</title></head><body><h1>الدفع</h1><p>من <b>التطبيق</b><script>1</script></p></body></html>"


def archive(**more: bytes) -> bytes:
    files = {
        "a/move.md": MARKDOWN.encode(),
        "a/move.en.md": b"---\nid: move\n---\n# Moving\n\nIt is free.",
        "a/img/way.png": PNG,
        "pay.html": PAGE.encode("cp1256"),
        "broken.md": b"---\ntitle: [\n---\nx",
        "broken.docx": b"PK no",
        "__MACOSX/a.md": b"# x",
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        for name, content in {**files, **more}.items():
            made.writestr(name, content)
    return kept.getvalue()


def test_an_archive_comes_in_once_however_often_it_is_sent(cast: Cast) -> None:
    choices = Choices(cast.khaled, validates=True)
    files = unpacked("all.zip", archive())
    planned = look_through(files, choices)
    assert sorted((one.path, one.what) for one in planned) == [
        ("a/move.en.md", "edition"), ("a/move.md", "new"), ("broken.docx", "failed"), ("broken.md", "failed"),
        ("pay.html", "new"),
    ]  # fmt: skip
    assert not Article.objects.exists(), "looking through writes nothing"
    take_in(planned, choices)
    assert take_in(look_through(files, choices), choices) == {"same": 3, "failed": 2}
    assert (Article.objects.count(), ArticleFile.objects.count()) == (2, 1)
    move = Article.objects.get(imported_as="move")
    arabic = Edition.objects.select_related("current").get(article=move, language="ar").current
    assert arabic is not None
    assert (arabic.title, arabic.phrasings) == ("نقل الخدمة", "ابغى انقل\nعايز أنقل")
    assert f"(cid:{ArticleFile.objects.get().pk})" in arabic.body
    assert (str(move.topic), str(move.review_on)) == ("التركيب", "2036-01-01")
    titles = {one.current.title for one in for_customers() if one.current}
    assert titles == {"نقل الخدمة", "Moving", "الدفع"}

    english = Edition.objects.get(article=move, language="en")
    seen = Version.objects.filter(edition=english).count()
    actions.write(english, by=cast.noura, words=Words("Moving house", body="Free, within the city."), seen=seen)
    assert take_in(look_through(files, choices), choices)["same"] == 3
    newer = {"a/move.en.md": b"---\nid: move\n---\n# Moving\n\nIt costs 10 SAR."}
    take_in(look_through(unpacked("all.zip", archive(**newer)), choices), choices)
    said = list(Version.objects.filter(edition=english).order_by("number").values_list("body", flat=True))
    assert said == ["It is free.", "Free, within the city.", "It costs 10 SAR."], "what was written here stays"


def test_a_file_from_the_page_waits_for_a_yes(cast: Cast) -> None:
    row = takings.begin(
        by=cast.khaled, name="all.zip", content=archive(), language="ar", audience="staff", validates=False
    )
    takings.look(row.pk)
    takings.run(row.pk)
    assert not Article.objects.exists()
    row.refresh_from_db()
    assert (row.state, row.of) == ("ready", 5)
    assert takings.start(row)
    assert not takings.start(row), "once"
    takings.run(row.pk)
    assert ArticleImport.objects.get().state == "done"
    assert set(Article.objects.values_list("audience", flat=True)) == {"staff"}
    assert not for_customers().exists()
    bad = takings.begin(by=cast.khaled, name="x.zip", content=b"no", language="ar", audience="public", validates=False)
    takings.look(bad.pk)
    assert ArticleImport.objects.get(pk=bad.pk).state == "failed"


def test_what_is_read_of_documents(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "س.md").write_text("# عنوان\n\nنص", encoding="utf-8")
    files = found_at(tmp_path)
    assert list(files) == ["in/س.md"]
    told = understood("in/س.md", files)
    assert (told.key, told.title, told.body) == ("in/س", "عنوان", "نص")
    for bad in (b"PK", b"", b"\0" * 50):
        with pytest.raises(Unreadable):
            understood("a.docx", {"a.docx": bad})
    with pytest.raises(TooMuch):
        unpacked("a.zip", archive(**{f"{at}.md": b"" for at in range(5001)}))


def test_what_is_pasted_from_a_word_processor_is_markdown() -> None:
    pasted = (
        "<!--[if x]><xml>x</xml><![endif]--><p class=MsoNormal><b>مهم</b><o:p></o:p></p>"
        "<p class=MsoListParagraph style='mso-list:l0'><span>·<span>&nbsp; </span></span>أول</p>"
        "<p class=MsoListParagraph style='mso-list:l0'><span>·<span>&nbsp; </span></span>ثانٍ</p>"
        "<table><tr><td>أ</td><td>ب</td></tr></table><a href='javascript:x'>س</a>"
    )
    assert from_html(pasted) == "**مهم**\n\n- أول\n- ثانٍ\n\n|  |  |\n| --- | --- |\n| أ | ب |\n\nس"
