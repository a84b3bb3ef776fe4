"""The file of the index: it is written, kept up beside, and never believed more than the database."""

from pathlib import Path
from typing import Any

from rafeeq.knowledge.actions import articles as actions
from rafeeq.knowledge.actions import index
from rafeeq.knowledge.models import Article, Edition
from rafeeq.knowledge.queries import finding
from rafeeq.knowledge.queries.articles import answerable
from rafeeq.staff.models import User
from tests.cast import Cast


def published(title: str, body: str, by: User) -> Edition:
    row = actions.begin(by=by, words=actions.Words(title, "", body))
    return actions.validate(Edition.objects.get(article=row), by=by)


def found(words: str) -> list[int]:
    finding.LIBRARY.looked = float("-inf")
    return [hit.edition for hit in finding.ranked(words, answerable(), audience="test").hits]


def test_a_file_is_kept_and_what_came_since_stands_beside_it(
    cast: Cast, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    settings.RAFEEQ_DATA = tmp_path
    first = published("رسوم التحويل", "رسم التحويل عشرة ريالات.", cast.khaled)
    assert not index.keep_index(), "a small library needs no file"
    monkeypatch.setattr(index, "FEW", 0)
    assert index.keep_index()
    assert not index.keep_index()
    second = published("مواعيد الفروع", "يفتح الفرع من الثامنة.", cast.khaled)
    finding.forget()
    assert found("متى يفتح الفرع")[0] == second.pk
    assert finding.LIBRARY.base is not None
    assert found("كم رسم التحويل")[0] == first.pk
    actions.write(first, by=cast.khaled, words=actions.Words("إلغاء البطاقة", "", "تلغى البطاقة من التطبيق."), seen=1)
    actions.validate(Edition.objects.get(pk=first.pk), by=cast.khaled)
    assert found("كيف تلغى البطاقة من التطبيق")[0] == first.pk
    Article.objects.filter(pk=first.article_id).update(state="archived")
    assert first.pk not in found("كيف تلغى البطاقة من التطبيق")
    finding.path().write_bytes(b"rafeeq arrays 1\n" + b"\0" * 40)
    finding.forget()
    assert found("متى يفتح الفرع") == [second.pk], "a broken file is as none"
    assert index.keep_index()
