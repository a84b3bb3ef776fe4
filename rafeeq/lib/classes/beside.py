"""Learning beside the server: what to learn goes to another process, which writes the file and ends."""

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from subprocess import Popen
from typing import TYPE_CHECKING, Any

from rafeeq.lib.classes.kept import FORM, kept
from rafeeq.lib.embed import Embedder, chosen
from rafeeq.lib.lifeline import begin_beside

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Task:
    """What to learn and where to write it. `anew`: from these examples alone; else they are added to what is there."""

    path: str
    texts: Sequence[str]
    labels: Sequence[str]
    described: Mapping[str, str] = field(default_factory=dict)
    unlabelled: Sequence[str] = ()
    encoders: Sequence[str] = ()
    anew: bool = True
    told: Mapping[str, Any] = field(default_factory=dict)


def begin(task: Task) -> Popen[bytes]:
    """Let another process learn it; what it is given stands in no file that has a name."""
    with tempfile.TemporaryFile() as given:
        given.write(json.dumps(asdict(task)).encode())
        given.seek(0)
        return begin_beside("rafeeq.lib.classes", given=given)


def told(path: Path) -> dict[str, Any]:
    """What was told of what was learned there; empty where nothing was, or in another form than today's."""
    try:
        found = json.loads(path.with_suffix(".json").read_bytes())
        return found if isinstance(found, dict) and found.pop("form", None) == FORM and path.exists() else {}
    except (OSError, ValueError):
        return {}


def work(task: Task) -> None:
    """Learn here and now."""
    from rafeeq.lib.classes.learned import Learned

    path = Path(task.path)
    encoders = [Remembered(chosen(name), path) for name in task.encoders]
    if task.anew:
        learned = Learned.fit(
            task.texts, task.labels, described=task.described, unlabelled=task.unlabelled, encoders=encoders
        )
        for encoder in encoders:
            encoder.keep()
    else:
        learned = Learned.load(path, encoders=encoders)
        learned.learn_all(task.texts, task.labels)
    learned.save(path)
    kept(path.with_suffix(".json"), json.dumps(dict(task.told) | {"form": FORM}).encode())


class Remembered:
    """An encoder that is not asked again for the texts of the last time; only of these, so that what is erased goes."""

    def __init__(self, encoder: Embedder, path: Path) -> None:
        self.encoder, self.path = encoder, path.with_suffix(f".{encoder.stamp}.npz")
        self._known: dict[bytes, NDArray[np.float16]] = {}
        self._asked: dict[bytes, NDArray[np.float16]] = {}
        self._read()

    @property
    def stamp(self) -> str:
        """The encoder's."""
        return self.encoder.stamp

    @property
    def size(self) -> int:
        """The encoder's."""
        return self.encoder.size

    def vectors(self, texts: Sequence[str], *, asked: bool = True) -> "NDArray[np.float32]":
        """A row for each text, known from the last time or made now."""
        import numpy as np

        marks = [_mark(text, asked) for text in texts]
        new = [i for i, mark in enumerate(marks) if mark not in self._known]
        made = self.encoder.vectors([texts[i] for i in new], asked=asked).astype(np.float16)
        self._known |= {marks[i]: row for i, row in zip(new, made, strict=True)}
        self._asked |= {mark: self._known[mark] for mark in marks}
        rows = [self._known[mark] for mark in marks]
        return np.array(rows, dtype=np.float32).reshape(len(texts), -1)

    def _read(self) -> None:
        import numpy as np

        try:
            with np.load(self.path, allow_pickle=False) as file:
                self._known = dict(zip((one.tobytes() for one in file["marks"]), file["rows"], strict=True))
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
            self._known = {}

    def keep(self) -> None:
        """Remember what was asked for this time, and nothing else."""
        import numpy as np

        marks = np.array([np.frombuffer(mark, dtype=np.uint8) for mark in self._asked]).reshape(len(self._asked), -1)
        written = io.BytesIO()
        np.savez(written, marks=marks, rows=np.array(list(self._asked.values()), dtype=np.float16))
        kept(self.path, written.getvalue())


def _mark(text: str, asked: bool) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=12, salt=b"asked" if asked else b"").digest()
