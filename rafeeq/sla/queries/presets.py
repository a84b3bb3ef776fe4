"""Time rules that regulators ask for, as data files: to be adopted, and only tightened afterwards."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "presets"


@cache
def presets() -> dict[str, dict[str, Any]]:
    """All of them by key: names, what they are about, source, when that was looked at, and the rules."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}


def preset(key: str) -> dict[str, Any]:
    """One of them. Raises LookupError."""
    return presets()[key]
