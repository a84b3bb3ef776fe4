"""The first words of a file of arrays, which tell what is in it; read without loading what computes with them."""

import json
import os
from pathlib import Path
from typing import Any, BinaryIO

MAGIC = b"rafeeq arrays 1\n"


def read(file: BinaryIO) -> tuple[dict[str, Any], int] | None:
    """What stands in the head, and where the arrays begin; None where they are not all there."""
    try:
        if file.read(len(MAGIC)) != MAGIC:
            return None
        length, size = int.from_bytes(file.read(8), "little"), os.fstat(file.fileno()).st_size
        if length > size:
            return None
        head = json.loads(file.read(length))
        begin = len(MAGIC) + 8 + length
        return (head, begin) if size == begin + head["size"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def about(path: Path) -> dict[str, Any]:
    """What is known about the arrays of a file; nothing for no such file or half of one."""
    try:
        with path.open("rb") as file:
            found = read(file)
        return dict(found[0]["about"]) if found else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
