"""Arrays in a file that every process maps into its memory: written beside and renamed, never unpickled."""

import contextlib
import json
import mmap
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rafeeq.lib.search.head import MAGIC, read

ALIGNED = 64
ROOM = 8 << 20  # bytes: twice what a question takes at 50,000 passages
ABANDONED = 3600  # seconds since anything was written to it
Arrays = Mapping[str, NDArray[Any]]


def save(path: Path, arrays: Arrays, about: Mapping[str, Any]) -> None:
    """Put the arrays and what is to be known `about` them under this name, whole or not at all."""
    places, at = {}, 0
    for name, array in arrays.items():
        places[name] = {"type": array.dtype.str, "shape": list(array.shape), "at": at}
        at += -(-array.nbytes // ALIGNED) * ALIGNED
    head = json.dumps({"about": dict(about), "arrays": places, "size": at}).encode()
    head += b" " * (-(len(MAGIC) + 8 + len(head)) % ALIGNED)
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear(path)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(MAGIC + len(head).to_bytes(8, "little") + head)
            for array in arrays.values():
                file.write(np.ascontiguousarray(array).data)
                file.write(b"\0" * (-array.nbytes % ALIGNED))
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise


def _clear(path: Path) -> None:
    """Remove what a killed writer left beside it, and nothing that somebody may be writing."""
    for left in path.parent.glob(f"{path.name}*.part"):
        with contextlib.suppress(OSError):
            if left.stat().st_mtime < time.time() - ABANDONED:
                left.unlink()


def opened(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]] | None:
    """The arrays, mapped and not to be written to, and what is known of them; None for no such file or half of one."""
    try:
        with path.open("rb") as file:
            found = read(file)
            if found is None:
                return None
            head, begin = found
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        _keep_room()
        return {name: _array(mapped, begin, **one) for name, one in head["arrays"].items()}, head["about"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep_room() -> None:
    """Have the C library keep what a question's arrays take: it learns from what is freed how large such pieces are.

    Else it gives each of them back to the system and fetches it anew, page by page, which takes a third of a question.
    No page of this one is ever touched.
    """
    np.empty(ROOM, dtype=np.uint8)


def _array(mapped: mmap.mmap, begin: int, *, type: str, shape: list[int], at: int) -> NDArray[Any]:
    kind = np.dtype(type)
    if kind.hasobject:
        raise ValueError(type)
    found: NDArray[Any] = np.frombuffer(mapped, dtype=kind, count=int(np.prod(shape)), offset=begin + at)
    return found.reshape(shape)
