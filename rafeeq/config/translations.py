"""The catalogues of texts: gathered from the code, compiled for Django, and checked for what Arabic still lacks."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CODE = Path(__file__).resolve().parent.parent
MAPPING = CODE.parent / "babel.cfg"
LOCALE = CODE / "locale"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_noop": None,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# CLDR's order for Arabic: zero, one, two, few, many, other. Babel's own expression swaps the last two.
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "en": "nplurals=2; plural=(n != 1);",
}
MAY_LEAVE_OUT_THE_NUMBER = 3  # "no requests", "one request" and "two requests" are words in Arabic
COUNTS = {"num", "count"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[ds]|\{\w*\}")
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plurals}\n"

"""


def path_of(language: str) -> Path:
    """The catalogue of a language."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def extract() -> Catalog:
    """All texts of the code, with the comments for translators that stand before them."""
    with MAPPING.open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, str(MAPPING))  # type: ignore[no-untyped-call]
    found = Catalog()
    for name, line, message, comments, context in extract_from_dir(
        CODE, methods, options, keywords=KEYWORDS, comment_tags=["Translators:"], strip_comment_tags=True
    ):
        found.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return found


def update() -> None:
    """Bring both catalogues in line with the code: new texts empty, texts that are gone removed."""
    found = extract()
    for language in PLURALS:
        catalog = read(language)
        catalog.update(found, no_fuzzy_matching=True)
        write(language, catalog)


def read(language: str) -> Catalog:
    """The catalogue of a language as it stands in its file; an empty one when there is none yet."""
    source = path_of(language)
    text = source.read_bytes() if source.exists() else _header(language)
    return read_po(text.splitlines(keepends=True), locale=language)


def write(language: str, catalog: Catalog) -> None:
    """Write a catalogue without dates and line numbers, sorted by text, so that a change shows only what changed."""
    target = path_of(language)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        file.write(_header(language))
        write_po(file, catalog, width=110, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)


def compile() -> list[str]:
    """Write what Django reads for every catalogue that is newer than it; the languages that were written."""
    written = []
    for language in PLURALS:
        source = path_of(language)
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        half = target.with_suffix(".mo.new")
        with half.open("wb") as file:
            write_mo(file, read(language))
        half.replace(target)
        written.append(language)
    return written


def missing() -> list[str]:
    """What the Arabic catalogue lacks, one sentence for each fault: new, untranslated, fuzzy, plural, placeholder."""
    catalog = read("ar")
    faults: list[str] = []
    for text in extract():
        if not text.id:
            continue
        known = catalog.get(text.id, text.context)
        faults += ["not in the catalogue: " + _shown(text)] if known is None else _faults(known)
    return faults


def _header(language: str) -> bytes:
    return HEADER.format(language=language, plurals=PLURALS[language]).encode()


def _faults(message: Message) -> Iterator[str]:
    said = message.string or ""
    forms = [said] if isinstance(said, str) else list(said)
    asked = [message.id] if isinstance(message.id, str) else list(message.id)
    wanted = 1 if len(asked) == 1 else 6
    if message.fuzzy:
        yield "fuzzy: " + _shown(message)
    if len(forms) != wanted or not all(forms):
        yield f"{sum(map(bool, forms))} of {wanted} Arabic forms: {_shown(message)}"
        return
    expected = _placeholders(asked[-1])
    for index, form in enumerate(forms):
        optional = COUNTS if wanted > 1 and index < MAY_LEAVE_OUT_THE_NUMBER else set[str]()
        differing = (expected ^ _placeholders(form)) - optional
        if differing:
            yield f"placeholder {', '.join(sorted(differing))} differs: {_shown(message)} → “{form}”"


def _placeholders(text: str) -> set[str]:
    return {found.group(1) or found.group(0) for found in PLACEHOLDER.finditer(text)}


def _shown(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"“{text}”" + (f" ({message.context})" if message.context else "")
