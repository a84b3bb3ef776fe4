"""The file of the index: it is written, kept up beside, and never believed more than the database."""

import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from django.db import DatabaseError

from rafeeq.knowledge.actions import articles as actions
from rafeeq.knowledge.actions import index
from rafeeq.knowledge.models import Article, Edition, ModelCall
from rafeeq.knowledge.queries import finding, meant, model_calls
from rafeeq.knowledge.queries.answers import reply
from rafeeq.knowledge.queries.articles import answerable
from rafeeq.lib.addresses import Allowed
from rafeeq.lib.embed import Unavailable
from rafeeq.lib.embed.endpoint import Endpoint
from rafeeq.staff.models import User
from tests.cast import Cast
from tests.webserver import answer, web_server


def published(title: str, body: str, by: User) -> Edition:
    row = actions.begin(by=by, words=actions.Words(title, "", body))
    return actions.validate(Edition.objects.get(article=row), by=by)


def found(words: str) -> list[int]:
    finding.LIBRARY.looked = float("-inf")
    return [hit.edition for hit in finding.ranked(words, answerable(), audience="test").hits]


class Opposites:
    """An encoder for which everything means one thing, but for what is closed."""

    stamp, size = "opposites", 3
    is_there = True

    def __init__(self) -> None:
        self.asked: list[str] = []

    def vectors(self, texts: Sequence[str], *, asked: bool = True) -> Any:
        self.asked += texts if asked else []
        if not self.is_there:
            raise Unavailable("nobody answers")
        rows = [
            [0.6, 0.8, 0] if any(word in text for word in ("تلغى", "إلغاء", "إيقاف", "ايقاف")) else [0.6, 0, 0.8]
            for text in texts
        ]
        return np.array(rows, dtype=np.float32)


def test_a_file_is_kept_and_what_came_since_stands_beside_it(
    cast: Cast, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    settings.RAFEEQ_DATA = tmp_path
    first = published("رسوم التحويل", "رسم التحويل عشرة ريالات.", cast.khaled)
    assert not index.is_due(), "a small library needs no file"
    monkeypatch.setattr(index, "FEW", 0)
    assert index.is_due()
    index.write_index()
    assert not index.is_due()
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
    assert index.is_due()


def test_what_is_said_in_other_words_is_found_and_without_an_encoder_the_letters_remain(
    cast: Cast, settings: Any, tmp_path: Path, monkeypatch: Any, caplog: Any
) -> None:
    settings.RAFEEQ_DATA = tmp_path
    encoder = Opposites()
    monkeypatch.setattr(meant, "encoder", lambda: encoder)
    closed = published("إلغاء البطاقة", "تلغى البطاقة من التطبيق.", cast.khaled)
    hours = published("مواعيد الفروع", "يفتح الفرع من الثامنة.", cast.khaled)
    published("رسوم التحويل", "رسم التحويل عشرة ريالات.", cast.khaled)
    assert index.is_due()
    index.write_index()
    assert not index.is_due()
    assert found("ودي إيقاف")[0] == closed.pk
    fresh = published("إلغاء الباقة", "تلغى الباقة من التطبيق.", cast.khaled)
    assert {*found("ودي إيقاف")[:2]} == {closed.pk, fresh.pk}, "what is fresh is read at once"
    Article.objects.filter(pk=closed.article_id).update(state="archived")
    assert closed.pk not in found("ودي إيقاف")
    letter = "السلام عليكم " * 200
    assert found(f"ودي إيقاف {letter}") == found(f"ودي إيقاف {letter}{letter}")
    longest = max(encoder.asked, key=len)
    assert meant.LONGEST - 10 < len(longest) <= meant.LONGEST, "a long letter costs no more than its beginning"
    assert longest.split()[-1] in {"السلام", "عليكم"}, "of whole words"
    assert found("متى يفتح الفرع؟")[0] == found("وقتاش كيحل الفرع؟")[0] == hours.pk
    assert encoder.asked[-1] == "متي يحل الفرع", "a dialect is read as Standard"
    assert "متى يفتح الفرع؟" in encoder.asked, "and Standard as it is written"
    encoder.is_there = False
    assert found("قفلوها") == []
    assert found("متى يفتح الفرع")[0] == hours.pk
    assert "letters alone" in caplog.text


def test_another_model_behind_the_same_name_is_read_anew(
    cast: Cast, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    class Longer(Opposites):
        size = 5

        def vectors(self, texts: Sequence[str], *, asked: bool = True) -> Any:
            return np.pad(super().vectors(texts), ((0, 0), (0, 2)))

    settings.RAFEEQ_DATA = tmp_path
    monkeypatch.setattr(meant, "_asked", type(meant._asked)())
    encoder: list[Opposites] = [Opposites()]
    monkeypatch.setattr(meant, "encoder", lambda: encoder[0])
    hours = published("مواعيد الفروع", "يفتح الفرع من الثامنة.", cast.khaled)
    index.write_index()
    encoder[0] = Longer()
    assert found("متى يفتح الفرع") == [hours.pk], "until then the letters speak"
    closed = published("إلغاء البطاقة", "تلغى البطاقة من التطبيق.", cast.khaled)
    index.write_index()
    finding.forget()
    assert found("ودي إيقافها")[0] == closed.pk
    shelf = finding.opened()
    assert shelf is not None
    assert (shelf.meanings["opposites"].line.size, shelf.meanings["opposites"].missing) == (5, 0)


def test_what_is_kept_in_memory_does_not_grow_with_the_articles_that_are_chosen(cast: Cast) -> None:
    rows = [published(f"مواعيد الفرع {place}", "يفتح الفرع من الثامنة.", cast.khaled) for place in range(4)]
    finding.forget()
    for row in rows:
        assert [one.edition.pk for one in reply("متى يفتح الفرع", language="ar", only=row).quotes] == [row.pk]
    assert len(finding.LIBRARY.visible) == 1


def test_to_an_address_a_question_goes_bare_and_written_down_or_not_at_all(
    cast: Cast, settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    settings.RAFEEQ_DATA = tmp_path
    monkeypatch.setattr(meant, "_asked", type(meant._asked)())
    monkeypatch.setattr(meant, "_quiet_until", [float("-inf")])
    published("مواعيد الفروع", "يفتح الفرع من الثامنة.", cast.khaled)
    question = "أنا سارة، جوالي 0551234567، متى يفتح الفرع؟"

    with web_server(lambda _asked: answer(200, b'{"data": [{"index": 0, "embedding": [1.0, 0.5]}]}')) as server:
        one = Endpoint(f"http://127.0.0.1:{server.port}/v1", "m", allowed=Allowed.of(["127.0.0.1"]))
        monkeypatch.setattr(meant, "encoder", lambda: one)
        assert reply(question, language="ar", customer=cast.sara).judged
        assert server.asked == [], "nobody waits inside a transaction"
        monkeypatch.setattr(meant, "connection", SimpleNamespace(in_atomic_block=False))
        assert reply(question, language="ar", customer=cast.sara).judged
        with monkeypatch.context() as full:
            full.setattr(ModelCall.objects, "create", refused)
            assert found("كم رسم التحويل") == found("كم رسم التحويل")
    (call,) = ModelCall.objects.all()
    for told in (call.sent, json.loads(server.asked[0].content)["input"][0]):
        assert not any(word in told for word in ("سارة", "0551234567")), told
    assert (len(server.asked), call.outcome, call.host) == (1, "used", f"127.0.0.1:{server.port}")
    assert (model_calls.today(), model_calls.resting()) == (0, None), "the language model's day is its own"


def refused(**_row: Any) -> None:
    raise DatabaseError("the disk is full")
