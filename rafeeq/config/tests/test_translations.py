from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.utils.translation import ngettext, override

from rafeeq.config import translations


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny product of its own, so that the tests do not depend on today's texts."""
    code = tmp_path / "rafeeq"
    (code / "templates").mkdir(parents=True)
    (code / "words.py").write_text(
        'title = gettext_lazy("Requests")\nkind = pgettext_lazy("kind", "Open")\n'
        'count = ngettext("%(num)s request", "%(num)s requests", 3)\n',
        "utf-8",
    )
    (code / "templates" / "page.html").write_text('{{ gettext("Hello %(name)s", name=name) }}', "utf-8")
    (tmp_path / "babel.cfg").write_text(translations.MAPPING.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(translations, "CODE", code)
    monkeypatch.setattr(translations, "MAPPING", tmp_path / "babel.cfg")
    monkeypatch.setattr(translations, "LOCALE", code / "locale")
    translations.update()
    return code


def say(text: str, *arabic: str, context: str | None = None, fuzzy: bool = False) -> Catalog:
    catalog = translations.read("ar")
    message = catalog.get(text, context)
    assert message is not None
    message.string = arabic if len(arabic) > 1 else arabic[0]
    if fuzzy:
        message.flags.add("fuzzy")
    translations.write("ar", catalog)
    return catalog


def complete() -> None:
    say("Requests", "الطلبات")
    say("Open", "مفتوح", context="kind")
    say("Hello %(name)s", "أهلًا %(name)s")
    say("%(num)s request", "لا طلبات", "طلب واحد", "طلبان", "%(num)s طلبات", "%(num)s طلبًا", "%(num)s طلب")


def test_texts_of_python_and_templates_are_found(house: Path) -> None:
    assert len(translations.missing()) == 4
    complete()
    assert translations.missing() == []


def test_updating_keeps_what_is_translated_and_drops_what_is_gone(house: Path) -> None:
    complete()
    before = translations.path_of("ar").read_text("utf-8")
    translations.update()
    assert translations.path_of("ar").read_text("utf-8") == before
    (house / "templates" / "page.html").unlink()
    translations.update()
    assert "Hello" not in translations.path_of("ar").read_text("utf-8")
    assert "#:" not in before


@pytest.mark.parametrize(
    ("text", "arabic", "fault"),
    [
        ("Requests", [""], "0 of 1 Arabic forms: “Requests”"),
        ("Hello %(name)s", ["أهلًا"], "placeholder name differs"),
        ("Hello %(name)s", ["أهلًا %(nmae)s"], "placeholder name, nmae differs"),
        ("%(num)s request", ["لا", "طلب", "طلبان", "%(num)s طلبات", "%(num)s طلبًا", ""], "5 of 6 Arabic forms"),
        ("%(num)s request", ["لا", "طلب", "طلبان", "طلبات", "%(num)s طلبًا", "%(num)s طلب"], "placeholder num differs"),
    ],
)
def test_what_is_wrong_is_named(house: Path, text: str, arabic: list[str], fault: str) -> None:
    complete()
    say(text, *arabic)
    (found,) = translations.missing()
    assert found.startswith(fault)


def test_a_fuzzy_or_new_text_is_named(house: Path) -> None:
    complete()
    say("Requests", "الطلبات", fuzzy=True)
    (house / "more.py").write_text('x = gettext("Something new")', "utf-8")
    assert sorted(translations.missing()) == ["fuzzy: “Requests”", "not in the catalogue: “Something new”"]


def test_compiling_happens_only_when_a_catalogue_is_newer(house: Path) -> None:
    complete()
    assert translations.compile() == ["ar", "en"]
    assert translations.compile() == []


def test_arabic_counts_in_six_forms() -> None:
    translations.compile()
    said = []
    with override("ar"):
        for count in (0, 1, 2, 3, 10, 11, 99, 100, 101, 103, 111):
            text = ngettext("One entry needs a correction.", "%(num)s entries need a correction.", count)
            said.append(text % {"num": count})
    assert said == [
        "لا خانة تحتاج إلى تصحيح.",
        "خانة واحدة تحتاج إلى تصحيح.",
        "خانتان تحتاجان إلى تصحيح.",
        "3 خانات تحتاج إلى تصحيح.",
        "10 خانات تحتاج إلى تصحيح.",
        "11 خانة تحتاج إلى تصحيح.",
        "99 خانة تحتاج إلى تصحيح.",
        "100 خانة تحتاج إلى تصحيح.",
        "101 خانة تحتاج إلى تصحيح.",
        "103 خانات تحتاج إلى تصحيح.",
        "111 خانة تحتاج إلى تصحيح.",
    ]
