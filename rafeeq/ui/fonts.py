"""Makes the web fonts of the pages out of the typeface that an installed package carries."""

import json
import shutil
import tempfile
from importlib import metadata, resources
from pathlib import Path

from fontTools import subset

PACKAGE = "fontpkg-ibm-plex-sans-arabic"
FAMILY = "IBM Plex Sans Arabic"
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}
# A browser fetches only the half whose letters stand on the page.
SCRIPTS = {
    "arabic": "U+0600-06FF, U+0750-077F, U+200C-200F, U+FDF2, U+FDFA, U+FDFC",
    "latin": "U+0020-007E, U+00A0-00FF, U+2010-2015, U+2018-201E, U+2022, U+2026, U+2039-203A, U+20AC, U+2190-2193, "
    "U+2212, U+2713",
}
FEATURES = ["ccmp", "locl", "rlig", "liga", "calt", "init", "medi", "fina", "mark", "mkmk", "kern"]
STAMP = "made-from.json"
FACE = """@font-face {{
  font-family: "{family}"; font-weight: {weight}; font-style: normal; font-display: swap;
  src: url("{file}") format("woff2"); unicode-range: {ranges};
}}
"""


def make_fonts(target: Path) -> bool:
    """Writes woff2 files and `fonts.css` into the folder `target` unless they are there already.

    Made again only when the package's version or this recipe changes. Says whether it made them. The folder is
    replaced as a whole, so that a page never meets half of them.
    """
    made_from = json.dumps([metadata.version(PACKAGE), WEIGHTS, SCRIPTS, FEATURES, FACE])
    stamp = target / STAMP
    if stamp.exists() and stamp.read_text("utf-8") == made_from:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fonts-") as made:
        folder = Path(made) / "fonts"
        folder.mkdir()
        faces = [_make_face(folder, weight, script) for weight in WEIGHTS for script in SCRIPTS]
        (folder / "fonts.css").write_text("".join(faces), "utf-8")
        (folder / STAMP).write_text(made_from, "utf-8")
        shutil.rmtree(target, ignore_errors=True)
        folder.replace(target)
    return True


def _make_face(folder: Path, weight: int, script: str) -> str:
    """One weight of one script as woff2 in the folder; its @font-face rule."""
    options = subset.Options(flavor="woff2", hinting=False, layout_features=FEATURES, drop_tables=["meta"])
    name = f"plex-{script}-{weight}.woff2"
    with resources.as_file(_source(weight)) as path:
        font = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(SCRIPTS[script].replace(" ", "")))
    cutter.subset(font)
    subset.save_font(font, str(folder / name), options)
    return FACE.format(family=FAMILY, weight=weight, file=name, ranges=SCRIPTS[script])


def _source(weight: int) -> "resources.abc.Traversable":
    return resources.files(PACKAGE.replace("-", "_")) / "files" / f"IBMPlexSansArabic-{WEIGHTS[weight]}.ttf"
