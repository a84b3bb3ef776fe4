"""How urgent a text sounds, by what was learned of sentences that are for a person at once and of ordinary ones.

A linear judge over hashed features: runs of letters, stems alone and two by two, and skeletons of consonants, which
Arabizi shares with Arabic letters. Its weights lie in `urgency.npz`; `python -m tests.evals.gate.learn` writes them.
"""

import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from zlib import crc32

from rafeeq.lib.arabic.arabizi import skeleton
from rafeeq.lib.arabic.grams import grams
from rafeeq.lib.arabic.stemming import stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

BUCKETS = 1 << 15
NONE = "none"
LONGEST, WINDOW = 24, 14  # words judged as one; of a longer text so many at a time, and the most urgent counts
NEAR = 6  # words of a sentence: an urgent one among ordinary ones
LONGEST_WORD = 24  # letters; what is longer is no word
_WORD = re.compile(r"[^\W_]+")
_LETTERS, _STEM, _PAIR, _APART, _SKELETON = 0.5, 1.5, 1.0, 0.7, 1.0  # what a feature of each kind counts


@dataclass(frozen=True, slots=True)
class Urgent:
    """The likeliest reason, how likely any reason is, and the words that told most of it."""

    why: str
    sure: float
    words: Sequence[str] = ()


def urgent(spellings: Sequence[str], *, near: bool = False) -> Urgent:
    """How urgent a text is that is given as written, in Standard, and both again where it was spelled in Latin.

    `near`: how urgent its most urgent six words are, which finds more and is surer of nothing.
    """
    import numpy as np

    told, weights, bias = _learned()
    best = Urgent("", 0.0)
    for piece in _pieces(spellings, *((NEAR, NEAR) if near else (LONGEST, WINDOW))):
        found = features(piece)
        if not found:
            continue
        rows = np.fromiter(found, dtype=np.int64)
        scores = np.fromiter(found.values(), dtype=np.float64) @ weights[rows] + bias
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        none = told.index(NONE)
        sure = 1.0 - float(shares[none])
        if sure > best.sure:
            why = max((place for place in range(len(told)) if place != none), key=shares.tolist().__getitem__)
            best = Urgent(told[why], sure, _telling(piece, weights, why, none))
    return best


def features(spellings: Sequence[str]) -> dict[int, float]:
    """The features of one piece by their bucket, together of length one."""
    written, standard = spellings[0].split(), _WORD.findall(spellings[-1])
    plain = spellings[-2 if len(spellings) > 1 else 0].split()
    found: defaultdict[int, float] = defaultdict(float)
    for word in dict.fromkeys((*standard, *plain)):
        for bucket in _runs(word):
            found[bucket] += _LETTERS
    stems = [stem(word) for word in standard]
    for one in dict.fromkeys(stems):
        found[_bucket("w" + one)] += _STEM
    for far, counts in ((1, _PAIR), (2, _APART)):
        for pair in zip(stems, stems[far:], strict=False):
            found[_bucket("b" + " ".join(pair))] += counts
    for bones in dict.fromkeys(_bones(word) for word in written):
        if len(bones) > 1:
            found[_bucket("k" + bones)] += _SKELETON
    length = sum(count * count for count in found.values()) ** 0.5
    return {bucket: count / length for bucket, count in found.items()}


def _pieces(spellings: Sequence[str], longest: int, window: int) -> list[Sequence[str]]:
    """The text as its words, or of a long one a window that goes on by half; every spelling has about as many words."""
    lines = [[word for word in _WORD.findall(one) if len(word) <= LONGEST_WORD] for one in spellings]
    most = max(map(len, lines), default=0)
    if most <= longest:
        return [[" ".join(line) for line in lines]] if most else []
    starts = range(0, most, window // 2)
    return [[" ".join(line[at : at + window]) for line in lines] for at in starts]


@lru_cache(maxsize=8192)
def _runs(word: str) -> tuple[int, ...]:
    return tuple(_bucket("g" + run) for run in grams(word, 3, 5))


@lru_cache(maxsize=8192)
def _bones(word: str) -> str:
    return skeleton(word)


def _bucket(feature: str) -> int:
    return crc32(feature.encode()) % BUCKETS


def _telling(spellings: Sequence[str], weights: "NDArray[Any]", why: int, none: int) -> list[str]:
    """The three words whose stems speak most for the reason."""
    rows = {word: weights[_bucket("w" + stem(word))] for word in _WORD.findall(spellings[-1])}
    told = {word: float(row[why] - row[none]) for word, row in rows.items()}
    return [word for word in sorted(told, key=lambda one: (-told[one], one))[:3] if told[word] > 0]


@cache
def _learned() -> "tuple[list[str], NDArray[Any], NDArray[Any]]":
    """The reasons, a weight of each for every bucket, and where each begins."""
    import numpy as np

    kept = files(__package__).joinpath("urgency.npz").read_bytes()
    with np.load(io.BytesIO(kept), allow_pickle=False) as found:
        weights = found["weights"].astype(np.float32) * found["scale"]
        return [str(one) for one in found["reasons"]], weights, found["bias"]


def written_down(reasons: Sequence[str], weights: "NDArray[Any]", bias: "NDArray[Any]") -> bytes:
    """The file of what was learned: a byte a weight."""
    import numpy as np

    scale = np.float32(np.abs(weights).max() / 127)
    held: Mapping[str, Any] = {
        "reasons": np.array(reasons),
        "weights": np.round(weights / scale).astype(np.int8),
        "scale": scale,
        "bias": bias.astype(np.float32),
    }
    into = io.BytesIO()
    np.savez_compressed(into, **held)
    return into.getvalue()
