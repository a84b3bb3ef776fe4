"""Vectors from an address that speaks as OpenAI's does: POST …/embeddings. Whoever names it lets sentences leave."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rafeeq.lib.embed.rows import clean, of_length_one, spoken_of
from rafeeq.lib.outside import Outside, Unavailable
from rafeeq.lib.targets import Limits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOGETHER = 64  # texts in one request
LIMITS = Limits(seconds=20, size=16 * 1024 * 1024)


@dataclass
class Endpoint(Outside):
    """A model that makes vectors; `url` ends before /embeddings."""

    limits: Limits = LIMITS
    size: int = field(default=0, init=False)

    @property
    def stamp(self) -> str:
        """The address and the model."""
        return f"{self.url.rstrip('/')} {self.model}"

    def vectors(self, texts: Sequence[str], *, asked: bool = True) -> "NDArray[np.float32]":
        """A row for each text. Raises Unavailable for whatever goes wrong there."""
        import numpy as np

        spoken = spoken_of(texts)
        rows: list[Any] = []
        for start in range(0, len(spoken), TOGETHER):
            rows += self._asked([clean(texts[i]) for i in spoken[start : start + TOGETHER]])
        if rows and len({len(row) for row in rows} | ({self.size} if self.size else set())) != 1:
            raise Unavailable("The endpoint's vectors are of several lengths.")
        self.size = len(rows[0]) if rows else self.size
        found = np.zeros((len(texts), self.size), dtype=np.float32)
        if rows:
            found[spoken] = of_length_one(np.asarray(rows, dtype=np.float32))
        return found

    def _asked(self, texts: list[str]) -> list[list[float]]:
        return _read(self.asked("embeddings", {"input": texts, "encoding_format": "float"}), len(texts))


def _read(said: Any, count: int) -> list[list[float]]:
    """The rows in the order of the texts; Unavailable for an answer of another shape."""
    try:
        rows = [one["embedding"] for one in sorted(said["data"], key=lambda one: int(one["index"]))]
        if len(rows) == count and all(_is_vector(row) for row in rows):
            return rows
    except (ValueError, KeyError, TypeError):
        pass
    raise Unavailable("The endpoint's answer is not a list of vectors, one for each text.")


def _is_vector(row: Any) -> bool:
    """Whether this is a list of finite numbers."""
    numbers = isinstance(row, list) and bool(row) and all(type(one) in (int, float) for one in row)
    return numbers and all(abs(one) < 1e6 for one in row)  # NaN is not less than anything
