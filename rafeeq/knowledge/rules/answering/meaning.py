"""How urgent a text is by what it means as a whole: a logistic regression over its vector, beside that of its letters.

It knows the vectors of one encoder; those of another, or none, leave the letters alone. Both voices are weighed by
their log-odds. The weights lie in `meaning.npz`; `python -m tests.evals.gate.learn` writes them.
"""

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from rafeeq.knowledge.rules.answering.urgency import LONGEST

if TYPE_CHECKING:
    from numpy.typing import NDArray

STAMP: Final = "e5-small-q4"  # whose vectors were learned from
SUREST = 1e-4  # nearer to 0 and to 1 no voice is believed
SURE, DOUBT = 0.4, 0.1  # as the gate has them for letters alone: enough by itself; a wording is not believed


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights of the vector's numbers seen from `middle`, and how much the letters' and the vector's log-odds count."""

    middle: "NDArray[Any]"
    weights: "NDArray[Any]"
    bias: float
    letters: float
    meaning: float
    blend: float

    def odds(self, rows: "NDArray[Any]") -> "NDArray[Any]":
        """The log-odds of vectors."""
        found: NDArray[Any] = (rows - self.middle) @ self.weights + self.bias
        return found


def is_heard(text: str) -> bool:
    """Whether a text is short enough to be one thought; of a longer one the letters tell where it is urgent."""
    return 0 < len(text.split()) <= LONGEST


def blended(sure: float, vectors: "Mapping[str, NDArray[Any]] | None") -> float | None:
    """How likely a text is urgent by its letters, which say `sure`, and its vector; None without one that is known."""
    row = (vectors or {}).get(STAMP)
    if row is None:
        return None
    learned = _learned()
    if row.shape != learned.middle.shape:
        return None
    odds = learned.letters * log_odds(sure) + learned.meaning * float(learned.odds(row)) + learned.blend
    return (1 + math.tanh(odds / 2)) / 2


def log_odds(share: float) -> float:
    """A share on the scale on which voices are added."""
    share = min(max(share, SUREST), 1 - SUREST)
    return math.log(share / (1 - share))


@cache
def _learned() -> Learned:
    import numpy as np

    kept = files(__package__).joinpath("meaning.npz").read_bytes()
    with np.load(io.BytesIO(kept), allow_pickle=False) as found:
        voices = (float(found[name]) for name in ("bias", "letters", "meaning", "blend"))
        return Learned(found["middle"], found["weights"], *voices)


def written_down(learned: Learned) -> bytes:
    """The file of what was learned."""
    import numpy as np

    into = io.BytesIO()
    held: Mapping[str, Any] = {
        "middle": learned.middle.astype(np.float32),
        "weights": learned.weights.astype(np.float32),
        **{name: np.float64(getattr(learned, name)) for name in ("bias", "letters", "meaning", "blend")},
    }
    np.savez_compressed(into, **held)
    return into.getvalue()
