"""What a text is about: learned from few examples, corrected at once, kept in a file, not said when it is not clear."""

import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from rafeeq.lib.classes.belief import Belief, calibration_error, mean_f1, measured
from rafeeq.lib.classes.beside import Task, told, work
from rafeeq.lib.classes.grams import Vocabulary, runs
from rafeeq.lib.classes.judges import log_softmax
from rafeeq.lib.classes.learned import Learned
from rafeeq.lib.classes.words import ready, typed

WHERE = ["أين", "متى تصل", "لم تصل", "تأخرت", "أنتظر منذ أسبوع"]
WHAT = {"بطاقة": ["بطاقتي", "البطاقة الجديدة"], "شحنة": ["شحنتي", "الطرد"], "مال": ["الحوالة", "المبلغ المسترد"]}
EXAMPLES = [(f"{asks} {what}؟", label) for label, whats in WHAT.items() for asks, what in product(WHERE, whats)]
TEXTS, LABELS = [text for text, _ in EXAMPLES], [label for _, label in EXAMPLES]
DESCRIBED = {"بطاقة": "وصول البطاقة", "شحنة": "وصول الشحنة أو الطرد", "مال": "الحوالات والمبالغ المستردة"}
STRANGE = [
    "",
    " ",
    "ا",
    "؟!",
    "😀😀",
    "\u064b\u0651",
    "\0",
    "\ud800",
    "x" * 20_000,
    "' OR 1=1 --",
    "\u202eبطاقتي\u202c",
    "\U00010fff",
]


def first(learned: Learned, text: str) -> str:
    return learned.labels[int(learned.probabilities([text])[0].argmax())]


def test_runs_are_exact_and_end_with_their_text() -> None:
    keys, places = runs(["اب", "ابج د"])
    spelled = sorted(
        (int(place), int(key).to_bytes(8, "big").decode("utf-16-be").lstrip("\0"))
        for key, place in zip(keys, places, strict=True)
    )
    assert [run for place, run in spelled if place == 0] == sorted([" ا", "اب", "ب ", " اب", "اب ", " اب "])
    assert "ج د" in [run for place, run in spelled if place == 1]
    rows = Vocabulary.of(["نعم نعم", "لا نعم"], least=1).matrix(["نعم", "غير معروف", ""]).toarray()
    assert np.allclose(np.linalg.norm(rows, axis=1)[[0, 2]], [1, 0])


def test_examples_are_learned_kept_and_corrected(tmp_path: Path) -> None:
    learned = Learned.fit(TEXTS, LABELS, described=DESCRIBED)
    path = tmp_path / "a" / "reasons.npz"
    learned.save(path)
    kept = Learned.load(path)
    assert np.allclose(learned.probabilities(TEXTS), kept.probabilities(TEXTS), atol=0.01)
    assert first(kept, "وين بطاقتى الجديده") == "بطاقة"
    said = kept.suggest("متى تصل الشحنة")
    assert said[0][0] == "شحنة"
    assert said[0][1] > 0.45
    assert not kept.suggest("ما ساعات عمل الفرع يوم الجمعة"), "of this nobody has said anything"
    kept.learn("ما ساعات عمل الفرع", "دوام")
    kept.learn("متى يفتح الفرع", "دوام")
    assert first(kept, "ساعات العمل في الفرع") == "دوام", "a correction is learned at once, a new reason with it"
    assert first(kept, "وين بطاقتى الجديده") == "بطاقة"
    kept.save(path)
    assert Learned.load(path).labels[-1] == "دوام"
    assert [one.name for one in path.parent.iterdir()] == ["reasons.npz"]


def test_without_an_example_names_and_descriptions_tell() -> None:
    learned = Learned.fit([], [], described=DESCRIBED)
    assert first(learned, "أين الطرد؟") == "شحنة"
    greeted = Learned.fit([*TEXTS, *["شكرًا لكم"] * 9], [*LABELS, *["شحنة"] * 9])
    assert not greeted.suggest("شكرًا لكم"), "a greeting is about nothing, whatever it stood in"
    assert Learned.fit(["بطاقتي"], ["بطاقة"], described={}).probabilities(["نعم"]).tolist() == [[1.0]]
    assert Learned().suggest("بطاقتي") == []


@pytest.mark.parametrize("text", STRANGE)
def test_no_text_is_an_error(text: str) -> None:
    learned = Learned.fit(TEXTS, LABELS, described=DESCRIBED)
    assert learned.suggest(text) == [] or "بطاقتي" in text
    learned.learn(text, "بطاقة")
    assert np.isfinite(learned.probabilities([text, "بطاقتي"])).all()


def test_how_a_text_is_typed_does_not_matter() -> None:
    noises: list[Callable[[str], str]] = [
        lambda text: text.replace("أ", "ا"), lambda text: text.replace("ة", "ه"), lambda text: text.replace("ي ", "ى "),
        lambda text: text.replace("ك", "ک").replace("ي", "ی"), lambda text: text.replace("ت", "تـ"),
        lambda text: "".join(letter + "\u064e" if letter.isalpha() else letter for letter in text),
        lambda text: text.replace(" ", "\u200f \u200c"), lambda text: text.replace("لا", "\ufefb"),
        lambda text: text.replace("ا ", "اااا "), lambda text: text.replace("3", "٣"),
    ]  # fmt: skip
    learned = Learned.fit(TEXTS, LABELS, described=DESCRIBED)
    for text in ["أين بطاقتي الجديدة منذ 3 أيام؟", "لا تصل الحوالة إلى حسابي"]:
        for noise in noises:
            assert ready(noise(text)) == ready(text)
            assert learned.suggest(noise(text)) == learned.suggest(text)


def test_what_is_believed_is_what_proves_right() -> None:
    rng = np.random.default_rng(3)
    right = rng.integers(0, 5, 2_000)
    scores = rng.normal(size=(2_000, 5)).astype(np.float32)
    scores[np.arange(2_000), right] += 1.5
    known = rng.uniform(0, 1, 2_000).astype(np.float32)
    opinions = {"letters": log_softmax(scores * (3 - 2 * known[:, None]))}
    loud = Belief({"letters": 1.0}, 1.5)
    held = measured(loud, opinions, known, right)
    assert calibration_error(loud.of(opinions, known), right) > 0.1
    assert calibration_error(held.of(opinions, known), right) < 0.04


def test_rare_classes_are_found_as_well_as_frequent_ones_where_that_is_asked_for() -> None:
    rng = np.random.default_rng(5)
    words = ["خدمة", "موعد", "فرع", "طلب", "رد", "وقت", "ممتاز", "سيئ"]

    def drawn(count: int) -> tuple[list[str], list[str]]:
        rare = rng.uniform(size=count) < 0.12
        said = [[*rng.choice(words, 6), "مهين" if mark ^ (rng.uniform() < 0.2) else "عادي"] for mark in rare]
        return [" ".join(rng.permutation(one)) for one in said], ["شتم" if mark else "كلام" for mark in rare]

    train, (said, right) = drawn(400), drawn(600)
    truth = np.array([["شتم", "كلام"].index(label) for label in right])
    plain, even = Learned.fit(*train), Learned.fit(*train, even=("شتم", "كلام"))
    assert plain.labels == even.labels == ["شتم", "كلام"]
    found = [mean_f1(one.probabilities(said).argmax(axis=1), truth, (0, 1)) for one in (plain, even)]
    assert found[1] > found[0]
    assert np.allclose(even.probabilities(said).sum(axis=1), 1, atol=1e-4)
    assert even.belief.leanings


def test_what_tells_of_a_mood_is_kept_and_where_a_link_leads_is_not() -> None:
    first = typed("يا جمااال اليوم😍 #يوم_سعيد https://t.co/aB1 @ali ههههه")
    assert first == typed("يا جماااال اليوم 😍 #يوم_سعيد https://x.com/cd?e=2 @noura هههههههه")
    assert {"😍", "يوم", "سعيد"} < set(first.split())
    assert first != typed("يا جمال اليوم 😍 #يوم_سعيد https://t.co/aB1 @ali هه")


def test_learning_beside_the_server_and_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "reasons.npz"
    work(Task(str(path), TEXTS, LABELS, unlabelled=["أين طردي", "بطاقتي"], encoders=["use"], told={"event": 7}))
    assert told(path) == {"event": 7}
    work(Task(str(path), ["متى يفتح الفرع"], ["دوام"], encoders=["use"], anew=False, told={"event": 8}))
    assert told(path) == {"event": 8}
    assert first(Learned.load(path), "متى يفتح الفرع") == "دوام"
    told_of = path.with_suffix(".json")
    told_of.write_text(told_of.read_text().replace('"form": ', '"form": 1'))
    assert told(path) == {}, "what an earlier version learned is learned anew"
    for broken in (b"", b"PK\x03\x04 nonsense", b"\x80\x04\x95 a pickle"):
        path.write_bytes(broken)
        assert Learned.load(path).suggest("بطاقتي") == []
    path.unlink()
    assert told(path) == {}


def test_suggesting_needs_no_scikit_learn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Learned.fit(TEXTS, LABELS, described=DESCRIBED).save(tmp_path / "reasons.npz")
    for name in [name for name in sys.modules if name.split(".")[0] in {"sklearn", "scipy"}]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("sklearn", "scipy"):
        monkeypatch.setitem(sys.modules, name, None)
    kept = Learned.load(tmp_path / "reasons.npz")
    kept.learn("متى يفتح الفرع", "دوام")
    assert kept.suggest("أين بطاقتي")
