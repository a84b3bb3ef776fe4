"""The page of the language model: what may be entered, a key that nobody sees again, a trial, and the record."""

import json
from typing import Any

import pytest
from django.test import Client

from rafeeq.knowledge.models import ModelCall
from rafeeq.lib.addresses import Allowed
from rafeeq.system import language_model, snapshot, vectors
from rafeeq.system.models import AuditEntry, Setting
from tests.cast import Cast, signed_in
from tests.webserver import Asked, answer, web_server

pytestmark = pytest.mark.pages

KEY = "sk-canary-3X"
PAGE, TRIAL, VECTORS, CALLS = (f"/settings/models/{one}" for one in ("", "trial/", "vectors/", "calls/"))
SENTENCE = "رسوم التوصيل عشرون ريالًا لكل طلب."
ENTERED = {"url": "https://models.example/v1/chat/completions/", "model": "m", "seconds": "8", "a_day": "500",
           "kept_days": "30", "features": "answers", "key": KEY}  # fmt: skip


def saved(client: Client, address: str = PAGE, **entered: str) -> int:
    """What the page answers to this, with what is entered left out where it is empty."""
    snapshot.forget()
    return client.post(address, {name: value for name, value in entered.items() if value}).status_code


def shown(client: Client, address: str = PAGE) -> str:
    return client.get(f"{address}{'&' if '?' in address else '?'}lang=en").content.decode()


def test_a_key_is_sealed_told_to_one_host_and_never_shown(cast: Cast) -> None:
    client = signed_in(cast.salman)
    assert language_model.asked_for("answers") is None
    assert saved(client, **ENTERED) == 302
    chat = language_model.asked_for("answers")
    assert chat is not None
    assert (chat.url, chat.key, chat.limits.seconds) == ("https://models.example/v1", KEY, 8)
    kept = ENTERED | {"key": ""}
    assert saved(client, **kept | {"model": "n"}) == 302
    assert saved(client, **kept | {"url": "https://other.example/v1"}) == 422, "it goes to no other host"
    assert saved(client, **kept | {"url": "https://other.example/v1", "forget_key": "on"}) == 302
    chat = language_model.asked_for("answers")
    assert (chat.url, chat.key, chat.model) == ("https://other.example/v1", "", "m") if chat else False
    saved(client, **ENTERED)
    for text in (shown(client), json.dumps(list(AuditEntry.objects.values("before", "after", "target"))),
                 json.dumps(list(Setting.objects.values_list("value", flat=True)))):  # fmt: skip
        assert KEY not in text


def test_what_cannot_work_is_said_beside_its_field(cast: Cast, settings: Any) -> None:
    client = signed_in(cast.salman)
    for wrong in (
        {"url": ""}, {"model": ""}, {"url": "models.example/v1"}, {"url": "http://models.example/v1"},
        {"url": "https://a:b@models.example"}, {"url": "file:///etc/passwd"}, {"key": "مفتاح"}, {"key": "a b"},
        {"seconds": "600"}, {"a_day": "-1"}, {"features": "everything"},
    ):  # fmt: skip
        assert saved(client, **ENTERED | wrong) == 422, wrong
    assert not Setting.objects.exists()
    settings.RAFEEQ_FETCH_ALLOWED = Allowed.of(["127.0.0.1", "models.internal"])
    for url in ("http://127.0.0.1:11434/v1", "http://models.internal/v1"):
        assert saved(client, **ENTERED | {"url": url}) == 302, url


def test_the_trial_tells_what_came_back_and_the_record_keeps_it(cast: Cast, settings: Any) -> None:
    settings.RAFEEQ_FETCH_ALLOWED = Allowed.of(["127.0.0.1"])
    client = signed_in(cast.salman)
    assert "Nothing has left." in shown(client, CALLS)
    assert client.post(TRIAL).status_code == 302
    told = {"spans": [{"doc": 1, "quote": SENTENCE}], "text": SENTENCE}
    says = [json.dumps(told), json.dumps(told | {"text": f"{SENTENCE} <b>x</b> ٩٩"}), ""]
    with web_server(lambda asked: said(asked, says.pop(0))) as server:
        entered = ENTERED | {"url": f"http://127.0.0.1:{server.port}/v1", "features": ""}
        assert saved(client, **entered) == 302, "it can be tried before it is switched on"
        for outcome in ("used", "refused", "failed"):
            assert client.post(TRIAL).status_code == 302
            assert ModelCall.objects.latest("pk").outcome == outcome
    page = shown(client, CALLS)
    assert page.count('<li class="card') == 3
    assert "&lt;b&gt;" in page
    assert "<b>x" not in page
    assert KEY not in page
    assert "held markup" in page
    assert "said nothing" in shown(client)


def said(asked: Asked, words: str) -> bytes:
    return answer(200, json.dumps({"choices": [{"message": {"content": words}}]}).encode())


def test_the_record_comes_page_by_page(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = signed_in(cast.salman)
    ModelCall.objects.bulk_create(
        ModelCall(feature="trial", host="h", model="m", sent=f"sent-{n}", outcome="used") for n in range(40)
    )
    client.get(CALLS)
    with django_assert_max_num_queries(8):
        first = shown(client, CALLS)
    assert (first.count("sent-"), "sent-39" in first, "sent-9<" in first) == (30, True, False)
    older = first.split('rel="next" href="')[1].split('"')[0]
    assert shown(client, CALLS + older).count("sent-") == 10
    assert client.get(CALLS + "?before=x").status_code == 200


def test_who_searches_by_meaning_is_chosen_below(cast: Cast, settings: Any) -> None:
    settings.RAFEEQ_VECTORS = "use"
    client = signed_in(cast.salman)
    assert saved(client, VECTORS, **{"vectors-who": "endpoint"}) == 422
    entered = {"vectors-who": "endpoint", "vectors-url": "https://v.example/v1/embeddings", "vectors-model": "e",
               "vectors-key": KEY}  # fmt: skip
    assert saved(client, VECTORS, **entered) == 302
    found = vectors.encoder()
    assert (found.stamp, vectors.packaged()) == ("https://v.example/v1 e", [])
    assert getattr(found, "key", "") == KEY
    assert saved(client, VECTORS, **{"vectors-who": "none"}) == 302
    assert vectors.encoder().size == 0


def test_the_page_says_what_comes_of_the_choice_on_this_machine(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, there = signed_in(cast.salman), set[str]()
    monkeypatch.setattr(vectors, "is_installed", lambda name: name in there)
    settings.RAFEEQ_VECTORS = "e5"
    assert "by their letters alone" in shown(client), "nothing is installed"
    there.add("use")
    assert "the small package reads in its place" in shown(client)
    there.add("e5")
    assert "read on this machine" in shown(client)
