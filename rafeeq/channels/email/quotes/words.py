"""The language table, folded and turned into look-ups. Built once, on first use."""

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale

from .fold import fold
from .language import Language
from .languages import LANGUAGES, REPLY_ABOVE

# Signs that stand between words without changing them.
_SIGNS = str.maketrans(dict.fromkeys('<>[](){}",;*|“”„«»', " "))
_FORMS = ("format", "stand-alone")
_WIDTHS = ("wide", "abbreviated")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def plain(folded: str) -> str:
    """Return folded text with brackets, quotation marks and commas made into single spaces."""
    return " ".join(folded.translate(_SIGNS).split())


def _phrases(groups: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(plain(fold(phrase)) for group in groups for phrase in group) - {""}


def _tokens(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(token.rstrip(".") for text in texts for token in plain(fold(text)).split())


@cache
def openers() -> frozenset[str]:
    """Words in and before a date: on, at, في, الساعة."""
    return _tokens(language.openers for language in LANGUAGES)


@cache
def weekdays() -> frozenset[str]:
    """Words in the names of weekdays, long and short."""
    return _tokens(
        name
        for locale in _locales()
        for form in _FORMS
        for width in _WIDTHS
        for name in locale.days[form].get(width, {}).values()
    )


@cache
def date_words() -> frozenset[str]:
    """Words in the names of months, in halves of the day, and the table's own date words."""
    months = [
        name
        for locale in _locales()
        for form in _FORMS
        for width in _WIDTHS
        for name in locale.months[form].get(width, {}).values()
    ]
    halves = [
        name
        for locale in _locales()
        for width in _WIDTHS
        for name in locale.day_periods["format"].get(width, {}).values()
    ]
    return _tokens([*months, *halves, *(language.dates for language in LANGUAGES)])


def _locales() -> list[Locale]:
    return [Locale.parse(code) for language in LANGUAGES for code in language.locales]


@cache
def verb_pattern() -> re.Pattern[str]:
    """A pattern that finds every phrase meaning that somebody wrote, longest first."""
    phrases = sorted(_phrases(language.verbs for language in LANGUAGES), key=len, reverse=True)
    spaced = "|".join(re.escape(phrase) for phrase in phrases if not _UNSPACED.search(phrase))
    unspaced = "|".join(re.escape(phrase) for phrase in phrases if _UNSPACED.search(phrase))
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|(?:{unspaced})")


@cache
def strangers(verb: str) -> frozenset[str]:
    """Words that cannot be in a name beside ``verb`` (folded), in the languages that have this verb."""
    return _tokens(language.strangers for language in LANGUAGES if verb in _phrases([language.verbs]))


@cache
def header_kinds() -> dict[str, str]:
    """Folded header word to its kind: from, date, to, cc, subject, other."""
    kinds: dict[str, str] = {}
    for language in LANGUAGES:
        for kind, words in language.headers.items():
            for word in words:
                kinds.setdefault(fold(word), kind)
    return kinds


@cache
def original_phrases() -> frozenset[str]:
    """What stands between the dashes above a quoted message."""
    return _phrases(language.original for language in LANGUAGES)


@cache
def forward_phrases() -> frozenset[str]:
    """What stands between the dashes above a forwarded message."""
    return _phrases(language.forwarded for language in LANGUAGES)


@cache
def reply_above_phrases() -> frozenset[str]:
    """What help desks print above the mail they send."""
    return _phrases([REPLY_ABOVE])


@cache
def sent_from_phrases() -> tuple[tuple[str, frozenset[str]], ...]:
    """Each "sent from" phrase with the words that may follow or precede it in its language, longest first."""
    brands = _tokens(language.devices for language in LANGUAGES if language.locales == ("en",))
    pairs = [
        (phrase, brands | _tokens([language.devices]))
        for language in LANGUAGES
        for phrase in _phrases([language.sent_from])
    ]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


@cache
def sent_from() -> re.Pattern[str]:
    """Finds any of these phrases at the beginning or the end of a line: most lines have none, and are done with it."""
    either = "|".join(re.escape(phrase) for phrase, _devices in sent_from_phrases())
    return re.compile(f"^(?:{either})|(?:{either})$")


@cache
def subject_prefixes() -> frozenset[str]:
    """Folded reply and forward prefixes of a subject, without the colon."""
    return frozenset(fold(word) for language in LANGUAGES for word in _subject_words(language))


def _subject_words(language: Language) -> tuple[str, ...]:
    return (*language.replies, *language.forwards)
