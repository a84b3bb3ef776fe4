"""How alike two short texts are: by the runs of letters that they share, whatever dialect or spelling they are in."""

from collections import Counter
from collections.abc import Hashable, Sequence
from functools import cache, lru_cache
from typing import Final, Generic, TypeVar

from rafeeq.lib.arabic.dialects import standard
from rafeeq.lib.arabic.grams import grams

Key = TypeVar("Key", bound=Hashable)
Profile = frozenset[str]
LONGEST: Final = 2_000  # letters of a text that are looked at
ALIKE_WORDS: Final = 0.42  # from which two words are forms of one
CANDIDATES: Final = 20  # that a new text is compared with word by word
_SMALL: Final = """
السلام عليكم ورحمة الله وبركاته مرحبا أهلا صباح الخير مساء لو سمحتم من فضلكم شكرا أريد هل في على من عن إلى
عندي كيف كم متى أين لماذا ما ماذا هو هي أن إن أنا كانت كان يكون تكون لا لم بعد قبل مع هذا هذه طريقة مدة موعد
وقت ثم أو كل أي يأخذ أيام يوم ساعة خلال ريال ريالا حتى الذي التي hello hi please thank you the and for with
can how long does do a an to is are what when where why i my me it of in on take takes day days be
"""  # words that tell nothing of what a text is about


@cache
def _small() -> frozenset[str]:
    return frozenset(standard(_SMALL).split())


@cache
def _everywhere() -> Profile:
    return frozenset(grams(" ".join(_small())))


def profile(text: str) -> Profile:
    """What a text is compared by; greetings and small words are left out of it."""
    return frozenset(grams(standard(text[:LONGEST]))) - _everywhere()


def likeness(one: Profile, other: Profile) -> float:
    """From 0, nothing shared, to 1, the same (Dice's share of the runs of letters)."""
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def telling_words(text: str) -> tuple[str, ...]:
    """The words of a short text that tell what it is about, each once."""
    found = dict.fromkeys(standard(text[:LONGEST]).split())
    return tuple(word for word in found if word not in _small() and not word.isdecimal())


@lru_cache(maxsize=16384)
def _alike(one: str, other: str) -> bool:
    return one == other or likeness(frozenset(grams(one)), frozenset(grams(other))) >= ALIKE_WORDS


def agreement(one: Sequence[str], other: Sequence[str]) -> float:
    """How far two short texts speak of the same: the share of their telling words that are forms of one another.

    Between the share of all words and that of the shorter text's: «كم رسوم التحويل» agrees with a sentence on it, while
    «رسوم التوصيل» and «رسوم التركيب» stay apart.
    """
    short, long = sorted((one, other), key=len)
    if not short:
        return 0.0
    met = sum(any(_alike(word, there) for there in long) for word in short)
    return (2 * met / (len(short) + len(long)) + met / len(short)) / 2


class Shelf(Generic[Key]):
    """Short texts under keys, of which the one that agrees most with a new text is found without comparing all."""

    def __init__(self) -> None:
        self._texts: list[tuple[Key, tuple[str, ...]]] = []
        self._by_run: dict[str, list[int]] = {}

    def put(self, key: Key, text: str) -> None:
        """Keep one more text under this key."""
        telling = telling_words(text)
        for run in frozenset(grams(" ".join(telling))):
            self._by_run.setdefault(run, []).append(len(self._texts))
        self._texts.append((key, telling))

    def nearest(self, text: str, *, least: float) -> Key | None:
        """The key under which lies what agrees most, if anything agrees so far; the earlier wins a tie."""
        telling = telling_words(text)
        shared = Counter(at for run in frozenset(grams(" ".join(telling))) for at in self._by_run.get(run, ()))
        found = [(agreement(telling, self._texts[at][1]), -at) for at, _ in shared.most_common(CANDIDATES)]
        best, at = max(found, default=(0.0, 0))
        return self._texts[-at][0] if best >= least else None


def clustered(texts: Sequence[str], *, least: float) -> list[list[int]]:
    """The places of the texts in clusters: each joins the one that it agrees with most, or begins one of its own."""
    shelf: Shelf[int] = Shelf()
    clusters: list[list[int]] = []
    for at, text in enumerate(texts):
        found = shelf.nearest(text, least=least)
        if found is None:
            found = len(clusters)
            clusters.append([])
        clusters[found].append(at)
        shelf.put(found, text)
    return clusters
