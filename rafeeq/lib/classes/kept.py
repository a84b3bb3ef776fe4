"""Files that are whole or not there."""

import os
import tempfile
from pathlib import Path

FORM = 4  # of what is kept; what has another form is learned anew


def kept(path: Path, content: bytes) -> None:
    """Write beside the path, then rename: nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    place, beside = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(place, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)
