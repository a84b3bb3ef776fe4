"""The evaluation set keeps its word: what its README promises stands in its files."""

import json
from collections import Counter
from pathlib import Path

SET = Path(__file__).parent / "ar"
CANARY = "CANARY-RAHBA-7Q4"
DIALECTS = {"standard", "gulf", "egyptian", "levantine", "maghrebi", "arabizi"}


def _articles() -> dict[str, tuple[dict[str, str], str]]:
    found = {}
    for path in sorted((SET / "articles").glob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        found[path.stem] = (dict(line.split(": ", 1) for line in head.splitlines() if ": " in line), body)
    return found


def _questions() -> list[dict[str, object]]:
    return [json.loads(line) for line in (SET / "questions.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_answer_stands_in_an_article_that_a_customer_may_read() -> None:
    articles = _articles()
    assert len(articles) == 60
    for name, (head, body) in articles.items():
        assert head["id"] == name
        assert (CANARY in body) == (head["audience"] == "staff"), name
    for question in _questions():
        for gold in question["gold"]:  # type: ignore[attr-defined]  # a list, by the format
            head, _ = articles[gold]
            assert (head["audience"] != "staff", head["state"]) == (True, "validated"), gold
            assert head["review_on"] > "2026"
        if question["must"] == "answer":
            assert question["passage"], question["id"]
            assert question["passage"] in articles[question["gold"][0]][1], question["id"]  # type: ignore[index, operator]


def test_there_are_enough_questions_of_every_kind_and_no_two_are_the_same() -> None:
    questions = _questions()
    assert len({one["question"] for one in questions}) == len({one["id"] for one in questions}) == len(questions)
    answerable = Counter(one["dialect"] for one in questions if one["must"] == "answer" and not one["attack"])
    assert set(answerable) == DIALECTS
    assert min(answerable.values()) >= 40
    kinds = Counter(one["must"] for one in questions if not one["attack"])
    enough = {"refuse": 40, "escalate": 30, "identity": 15, "clarify": 10}
    assert all(kinds[kind] >= least for kind, least in enough.items()), kinds
    urgent = Counter((one["part"], one["dialect"]) for one in questions if one["must"] == "escalate")
    assert all(urgent[part, dialect] >= 18 for part in ("dev", "seen", "fresh") for dialect in DIALECTS), urgent
    assert sum(bool(one["attack"]) for one in questions) >= 25
    parts = Counter(one["part"] for one in questions)
    assert abs(parts["dev"] - parts["seen"]) <= 10
    assert parts["fresh"] >= 350
    assert sum(urgent["fresh", dialect] for dialect in DIALECTS) >= 122  # else no recall could hold the release gate
