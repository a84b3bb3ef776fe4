import re
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from rafeeq.ui import fonts

FIRST_VISIT = 250_000
LIGHTEST = {400: "Regular"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lightest weight, made now: the others differ in nothing that is looked at here."""
    target = tmp_path_factory.mktemp("static") / "ui" / "fonts"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "WEIGHTS", LIGHTEST)
        assert fonts.make_fonts(target)
    return target


@pytest.fixture
def used() -> Path:
    """All that the pages are given, as any start of the product leaves them."""
    target = Path(settings.CODE) / "ui" / "static" / "ui" / "fonts"
    fonts.make_fonts(target)
    return target


def test_every_face_of_the_stylesheet_is_there(used: Path) -> None:
    named = re.findall(r'url\("([^"]+)"\)', (used / "fonts.css").read_text("utf-8"))
    assert len(named) == len(fonts.WEIGHTS) * len(fonts.SCRIPTS)
    assert {path.name for path in used.glob("*.woff2")} == set(named)


def test_all_fonts_together_leave_room_for_the_page_on_a_first_visit(used: Path) -> None:
    assert sum(path.stat().st_size for path in used.glob("*.woff2")) < FIRST_VISIT / 2


def test_arabic_letters_keep_their_joined_forms_and_marks(made: Path) -> None:
    font = TTFont(made / "plex-arabic-400.woff2")
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina", "rlig"} <= features
    assert "mark" in {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    letters = set(font.getBestCmap())
    assert set(map(ord, "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىةپچگ،؛؟٠١٢٣٤٥٦٧٨٩٪٫٬ًٌٍَُِّْـ")) <= letters


def test_latin_letters_and_our_punctuation_are_in_the_other_file(made: Path) -> None:
    letters = set(TTFont(made / "plex-latin-400.woff2").getBestCmap())
    assert set(map(ord, "AZaz09éß«»“”…–· @#%")) <= letters


def test_fonts_made_once_are_not_made_again_until_something_changes(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "WEIGHTS", LIGHTEST)
    written = (made / "fonts.css").stat().st_mtime_ns
    assert not fonts.make_fonts(made)
    assert (made / "fonts.css").stat().st_mtime_ns == written
    monkeypatch.setattr(fonts, "SCRIPTS", {"latin": fonts.SCRIPTS["latin"]})
    assert fonts.make_fonts(made.parent / "fewer")
    assert [path.name for path in (made.parent / "fewer").glob("*.woff2")] == ["plex-latin-400.woff2"]
