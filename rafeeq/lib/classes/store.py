"""What was learned, as one file of arrays, and JSON among them: nothing in it is ever run."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rafeeq.lib.classes.belief import Belief
from rafeeq.lib.classes.grams import Vocabulary
from rafeeq.lib.classes.judges import Contrast, Letters, Meaning, Names
from rafeeq.lib.classes.kept import FORM, kept
from rafeeq.lib.classes.known import Known

Some = TypeVar("Some", bound=Known)

Arrays = Mapping[str, NDArray[Any]]


def written(learned: Known, path: Path) -> None:
    """Write beside the path, then rename."""
    letters, belief = learned.letters, learned.belief
    head = {
        "form": FORM,
        "labels": learned.labels,
        "count": learned.count,
        "dialects": dict(learned.dialects),
        "shares": dict(belief.shares),
        "sharpness": belief.sharpness,
        "unknown": belief.unknown,
        "leanings": belief.leanings,
        "contrast": learned.contrast is not None,
        "meanings": list(learned.meanings),
        "named": list(learned.names.vectors) if learned.names else None,
    }
    arrays = {"keys": letters.vocabulary.keys, "rarity": letters.vocabulary.rarity, "bias": letters.bias}
    arrays |= {"doubt": letters.doubt.astype(np.float16)}
    arrays |= {"weights": letters.weights.astype(np.float16)}
    if learned.contrast is not None:  # it has the vocabulary of the letters
        arrays |= {
            "contrast weights": learned.contrast.weights.astype(np.float16),
            "contrast bias": learned.contrast.bias,
        }
        arrays |= {"contrast doubt": learned.contrast.doubt.astype(np.float16)}
    for i, judge in enumerate(learned.meanings.values()):
        arrays |= {f"middle {i}": judge.middle, f"weights {i}": judge.weights, f"bias {i}": judge.bias}
        arrays |= {f"doubt {i}": judge.doubt}
    if (names := learned.names) is not None:
        arrays |= {"named columns": names.columns, "named classes": names.classes, "named weights": names.weights}
        arrays |= {f"named {i}": rows.astype(np.float16) for i, rows in enumerate(names.vectors.values())}
    arrays["head"] = np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), dtype=np.uint8)
    content = io.BytesIO()
    np.savez(content, **arrays)  # type: ignore[arg-type]
    kept(path, content.getvalue())


def read(empty: Some, path: Path) -> Some:
    """What stands there; what was given where no file of this form does."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        head = json.loads(arrays["head"].tobytes())
        return _made(empty, head, arrays) if head["form"] == FORM else empty
    except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return empty


def _made(empty: Some, head: Mapping[str, Any], arrays: Arrays) -> Some:
    vocabulary = Vocabulary(arrays["keys"], arrays["rarity"])
    contrast = None
    if head["contrast"]:
        contrast = Contrast(vocabulary, *(arrays[f"contrast {part}"] for part in ("weights", "bias", "doubt")))
    names = None
    if head["named"] is not None:
        vectors = {stamp: arrays[f"named {i}"].astype(np.float32) for i, stamp in enumerate(head["named"])}
        columns, classes, weights = (arrays[f"named {part}"] for part in ("columns", "classes", "weights"))
        names = Names(columns, classes, weights, vectors, len(head["labels"]))
    return replace(
        empty,
        labels=list(head["labels"]),
        letters=Letters(vocabulary, arrays["weights"], arrays["bias"], arrays["doubt"]),
        contrast=contrast,
        meanings={
            stamp: Meaning(*(arrays[f"{part} {i}"] for part in ("middle", "weights", "bias", "doubt")))
            for i, stamp in enumerate(head["meanings"])
        },
        names=names,
        belief=Belief(head["shares"], head["sharpness"], head["unknown"], tuple(head["leanings"])),
        count=head["count"],
        dialects=head["dialects"],
    )
