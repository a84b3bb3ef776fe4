"""What one person chose for reading: language, digits, calendar, time zone and theme, and what is in force now."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation

DIGITS = ("arab", "latn")
CALENDARS = ("gregorian", "hijri")
THEMES = ("light", "dark")
THEME_COOKIE = "rafeeq_theme"
RIGHT_TO_LEFT = {"ar"}


@dataclass(frozen=True, slots=True)
class Choices:
    """How one reader wants to be shown words, numbers and times. An empty theme follows the device."""

    language: str
    digits: str
    calendar: str = "gregorian"
    time_zone: str = ""
    theme: str = ""

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as the HTML attribute `dir` wants it."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


_in_force: ContextVar[Choices | None] = ContextVar("rafeeq_choices", default=None)
_rendered_for: ContextVar[Choices | None] = ContextVar("rafeeq_rendered_for", default=None)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for whoever has chosen nothing. Empty digits follow the language."""

    languages: tuple[str, ...]
    language: str
    digits: str = ""
    calendar: str = "gregorian"
    time_zone: str = ""


def of_settings() -> Defaults:
    """The defaults as the environment gives them."""
    return Defaults(tuple(known()), settings.LANGUAGE_CODE, time_zone=settings.TIME_ZONE)


_defaults: Callable[[], Defaults] = of_settings


def defaults_come_from(source: Callable[[], Defaults]) -> None:
    """Name who knows the installation's defaults; the floor that keeps them says so once at the start."""
    global _defaults  # noqa: PLW0603 - there is one installation
    _defaults = source


def defaults() -> Defaults:
    """What holds in this installation for whoever has chosen nothing."""
    return _defaults()


def known() -> list[str]:
    """The codes of the languages that texts are written in, as in settings.LANGUAGES."""
    return [code for code, _name in settings.LANGUAGES]


def languages() -> list[str]:
    """The codes of the languages that this installation offers its pages in."""
    return [code for code in known() if code in defaults().languages]


def make(*, language: str = "", digits: str = "", calendar: str = "", time_zone: str = "", theme: str = "") -> Choices:
    """Choices from what is known; everything empty or unknown becomes the safe default of the installation."""
    otherwise = defaults()
    language = language if language in known() else otherwise.language
    digits = digits or otherwise.digits
    return Choices(
        language=language,
        digits=digits if digits in DIGITS else ("arab" if language in RIGHT_TO_LEFT else "latn"),
        calendar=calendar if calendar in CALENDARS else otherwise.calendar,
        time_zone=time_zone if _is_zone(time_zone) else (otherwise.time_zone or settings.TIME_ZONE),
        theme=theme if theme in THEMES else "",
    )


def of(request: HttpRequest, *, language: str = "", digits: str = "", calendar: str = "") -> Choices:
    """What this visitor chose: the account first, then cookies, then what is given, then the installation.

    What is given is known of them otherwise: the language of their matter, how they wish to be written to.
    `?lang=` shows one page in another language and is kept nowhere.
    """
    user = getattr(request, "user", None)

    def chosen(name: str) -> str:
        value = getattr(user, name, "")
        return value if isinstance(value, str) else ""

    asked = request.GET.get("lang", "") if request.method in {"GET", "HEAD"} else ""
    kept = [asked, chosen("language"), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""), language]
    offered = languages()
    return make(
        language=next((code for code in kept if code in offered), ""),
        digits=chosen("digits") or digits,
        calendar=chosen("calendar") or calendar,
        time_zone=chosen("time_zone"),
        # Light or dark depends on the room one sits in: what was chosen on this device goes before the account.
        theme=request.COOKIES.get(THEME_COOKIE, "") or chosen("theme"),
    )


def current() -> Choices:
    """The choices in force: of the page being answered, else the defaults of the active language."""
    return _rendered_for.get() or _current()


def _current() -> Choices:
    choices = _in_force.get()
    language = (translation.get_language() or defaults().language).split("-")[0]
    if choices is None:
        return make(language=language)
    if choices.language == language:
        return choices
    # Somebody overrode the language inside the page, for instance to write a mail: the digits follow it.
    return make(language=language, calendar=choices.calendar, time_zone=choices.time_zone, theme=choices.theme)


@contextmanager
def settled() -> Iterator[None]:
    """For the time in which one page is rendered: who reads it is asked once, where its words ask hundreds of times."""
    token = _rendered_for.set(_current())
    try:
        yield
    finally:
        _rendered_for.reset(token)


@contextmanager
def using(choices: Choices) -> Iterator[None]:
    """Everything inside is written for this reader: words, digits, dates and hours. Restores what was before."""
    token = _in_force.set(choices)
    try:
        with translation.override(choices.language), timezone.override(ZoneInfo(choices.time_zone)):
            yield
    finally:
        _in_force.reset(token)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown name; path-like name; a folder of the zone database
        return False
    return bool(name)
