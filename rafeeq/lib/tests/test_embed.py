"""Sentences as vectors: near in meaning is near in numbers, bad texts harm nothing, a bad endpoint is told apart."""

import json
from collections.abc import Callable

import numpy as np
import pytest

from rafeeq.lib.addresses import Allowed
from rafeeq.lib.embed import NOTHING, Unavailable, chosen, port
from rafeeq.lib.embed.endpoint import Endpoint
from tests.webserver import Asked, answer, web_server

HERE = Allowed.of(["127.0.0.1"])
STRANGE = ["", "؟!", "\u064b\u064c", "😀", "\0", "\ud800 نعم", "ا" * 20_000, "'; DROP TABLE x; --", "نعم\0لا"]


@pytest.mark.parametrize("name", ["use", "e5"])
def test_what_means_the_same_lies_near(name: str) -> None:
    encoder = chosen(name)
    if encoder is NOTHING:  # this machine is not one the package is made for
        assert name == "e5"
        return
    assert encoder is chosen(name)
    asked, alike, other = encoder.vectors(["أين بطاقتي؟ لم تصل", "متى تصل البطاقة إلى بيتي؟", "أريد تغيير كلمة السر"])
    assert asked @ alike > asked @ other
    assert asked.shape == (encoder.size,)
    rows = encoder.vectors(STRANGE)
    assert np.isfinite(rows).all()
    assert [bool(row.any()) for row in rows] == [False] * 5 + [True] * 4
    assert np.allclose(np.linalg.norm(rows[5:], axis=1), 1, atol=1e-4)
    assert encoder.vectors([]).shape == (0, encoder.size)


def test_nobody_and_who_is_missing_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen("none") is chosen("endpoint") is NOTHING
    assert NOTHING.vectors(["نعم", "لا"]).shape == (2, 0)
    monkeypatch.setitem(port._PACKAGES, "e5", ("no_such_package", "x", 3, lambda: lambda texts, asked: []))
    port._packaged.cache_clear()
    assert chosen("e5") is NOTHING
    port._packaged.cache_clear()
    with pytest.raises(ValueError, match="No encoder"):
        chosen("bert")


def test_a_package_that_cannot_be_loaded_or_fails_is_unavailable_and_not_loaded_again() -> None:
    loads: list[int] = []

    def missing() -> Callable[[list[str], bool], object]:
        loads.append(1)
        raise OSError("libgomp.so.1: cannot open shared object file")

    def failing(texts: list[str], asked: bool) -> object:
        raise MemoryError

    broken = port.Packaged("broken", 3, missing)
    for encoder in (broken, broken, port.Packaged("failing", 3, lambda: failing)):
        with pytest.raises(Unavailable):
            encoder.vectors(["نعم"])
    assert loads == [1]


def test_an_endpoint_gives_vectors_in_the_order_of_the_texts() -> None:
    def answers(asked: Asked) -> bytes:
        texts = json.loads(asked.content)["input"]
        rows = [{"index": i, "embedding": [float(len(text)), 1.0]} for i, text in enumerate(texts)]
        return answer(200, json.dumps({"data": rows[::-1], "model": "m"}).encode())

    with web_server(answers) as server:
        encoder = chosen("endpoint", endpoint=Endpoint(f"http://127.0.0.1:{server.port}/v1/", "m", "secret", HERE))
        rows = encoder.vectors(["نعم", "", "لا"])
    assert np.allclose(rows, np.array([[3 / 10**0.5, 1 / 10**0.5], [0.0, 0.0], [2 / 5**0.5, 1 / 5**0.5]]))
    assert (server.asked[0].path, server.asked[0].headers["authorization"]) == ("/v1/embeddings", "Bearer secret")
    assert json.loads(server.asked[0].content)["input"] == ["نعم", "لا"], "what says nothing does not leave"
    assert "secret" not in repr(encoder)


@pytest.mark.parametrize(
    "said",
    [
        answer(500),
        answer(200, b"<html>"),
        answer(200, b'{"data": []}'),
        answer(200, b'{"data": [{"index": 0, "embedding": []}]}'),
        answer(200, b'{"data": [{"index": 0, "embedding": [NaN]}]}'),
        answer(200, b'{"data": [{"index": 0, "embedding": ["1"]}]}'),
        answer(200, b'{"data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1]}]}'),
        answer(200, b"[" * 100_000),
        b"garbage",
    ],
)
def test_an_endpoint_that_answers_badly_is_unavailable(said: bytes) -> None:
    with web_server(lambda asked: said) as server, pytest.raises(Unavailable):
        Endpoint(f"http://127.0.0.1:{server.port}", "m", allowed=HERE).vectors(["نعم"])


def test_an_endpoint_within_the_house_must_be_allowed() -> None:
    with web_server(lambda asked: answer(200)) as server, pytest.raises(Unavailable):
        Endpoint(f"http://127.0.0.1:{server.port}", "m").vectors(["نعم"])
    assert not server.asked
