"""Learning what texts are about: from all examples at once, from one more, and kept in a file between."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rafeeq.lib.classes.fitting import fitted
from rafeeq.lib.classes.known import Known, Ready
from rafeeq.lib.classes.store import read, written
from rafeeq.lib.classes.words import ready
from rafeeq.lib.embed import Embedder

__all__ = ["Learned"]


@dataclass
class Learned(Known):
    """What was learned: it suggests, and learns one more at once. Here is how it comes, and where it is kept."""

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        described: Mapping[str, str] | None = None,
        encoders: Sequence[Embedder] = (),
        weights: Sequence[float] | None = None,
        unlabelled: Sequence[str] = (),
        even: Collection[str] = (),
        ready: Ready = ready,
    ) -> "Learned":
        """Learn from all of these at once, as well as can be.

        `described`: what each class is, in words. `unlabelled`: texts of the same kind, which help as long as there are
        few examples. `even`: classes that shall be found equally well, rare ones as frequent ones (by their
        mean F1); what is given for them is then no longer how likely they are.
        Needs scikit-learn; everything else here does not.
        """
        return fitted(
            cls(encoders=encoders, ready=ready),
            texts,
            labels,
            described=described or {},
            weights=weights,
            unlabelled=unlabelled,
            even=even,
        )

    def save(self, path: Path) -> None:
        """Write it beside `path`, and rename it there."""
        written(self, path)

    @classmethod
    def load(cls, path: Path, *, encoders: Sequence[Embedder] = ()) -> "Learned":
        """What was saved there; nothing that was learned where there is no such file, or it cannot be read."""
        return read(cls(encoders=encoders), path)
