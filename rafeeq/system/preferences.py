"""Every setting of the pages, declared once: its name, type, default, meaning, and who may change it.

Read one with `queries.preference(preferences.COMPANY_NAME)`, change some with `actions.change_preferences`. The
environment's RAFEEQ_LANGUAGE, RAFEEQ_TIME_ZONE and RAFEEQ_FROM are defaults: they hold until a page says otherwise.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

T = TypeVar("T")
Words = str | Promise

ADMIN = frozenset({"admin"})
MANAGER = frozenset({"admin", "manager"})
COLOUR = re.compile(r"#[0-9a-f]{6}")
LONGEST_TEXT = 4000
TWO = ("ar", "en")

REGISTRY: "dict[str, Preference[Any]]" = {}


@dataclass(frozen=True, eq=False)
class Preference(Generic[T]):
    """One thing that can be set. `holds` says whether a JSON value may stand under it; nothing else is ever kept."""

    key: str
    default: T | Callable[[], T]
    label: Words
    meaning: Words
    holds: Callable[[Any], bool]
    roles: frozenset[str] = field(default=ADMIN)
    secret: bool = False

    def __post_init__(self) -> None:
        if self.key in REGISTRY:
            raise ValueError(f"{self.key} is declared twice")
        REGISTRY[self.key] = self

    @property
    def otherwise(self) -> T:
        """The value while nothing was set."""
        return self.default() if callable(self.default) else self.default


def line(most: int) -> Callable[[Any], bool]:
    """One line of so many letters."""
    return lambda value: isinstance(value, str) and len(value) <= most and "\n" not in value and "\0" not in value


def _text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and "\0" not in value


def one_of(*values: str) -> Callable[[Any], bool]:
    """One of these words."""
    return lambda value: value in values


def _some_of(*values: str) -> Callable[[Any], bool]:
    known = set(values)
    return lambda value: isinstance(value, list) and bool(value) and known.issuperset(value)


def _names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.isidentifier() for one in value)


def number_between(least: int, most: int) -> Callable[[Any], bool]:
    """A whole number that is neither smaller nor larger."""
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _colour(value: Any) -> bool:
    return isinstance(value, str) and (not value or COLOUR.fullmatch(value) is not None)


def _logo(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and set(value) == {"stored", "type", "width", "height"})


def _signatures(value: Any) -> bool:
    """{team's number: {language: text}}"""
    return isinstance(value, dict) and all(
        key.isdecimal() and isinstance(said, dict) and set(said) <= set(TWO) and all(map(_text, said.values()))
        for key, said in value.items()
    )


def time_zones() -> list[str]:
    """The time zones that can be chosen: places, without the old aliases."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/")))


def _zone(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(ZoneInfo(value))
    except (KeyError, ValueError, OSError):
        return False


COMPANY_NAME_AR = Preference[str](
    "company.name_ar", "", _("Name in Arabic"), _("How the company is called on pages and in mails."), line(120)
)
COMPANY_NAME_EN = Preference[str](
    "company.name_en", "", _("Name in English"), _("How the company is called on pages and in mails."), line(120)
)
ACCENT = Preference[str](
    "company.accent",
    "",
    _("Colour"),
    _("Buttons and links of the customers' pages and mails. It must be readable on white."),
    _colour,
)
LOGO = Preference[dict[str, Any] | None](
    "company.logo", None, _("Logo"), _("Stands in the head of the customers' pages and mails."), _logo
)

LANGUAGES = Preference[list[str]](
    "reading.languages", list(TWO), _("Languages"), _("The languages that pages are offered in."), _some_of(*TWO)
)
LANGUAGE = Preference[str](
    "reading.language",
    lambda: settings.LANGUAGE_CODE,
    _("First language"),
    _("What everybody reads who has chosen nothing else."),
    one_of(*TWO),
)
DIGITS = Preference[str](
    "reading.digits",
    "",
    _("Digits"),
    _("How numbers are written for whoever has chosen nothing else."),
    one_of("", "arab", "latn"),
)
CALENDAR = Preference[str](
    "reading.calendar",
    "gregorian",
    _("Calendar"),
    _("Which calendar dates are told in; the other one appears when the pointer rests on a date."),
    one_of("gregorian", "hijri"),
)
TIME_ZONE = Preference[str](
    "reading.time_zone",
    lambda: settings.TIME_ZONE,
    _("Time zone"),
    _("Whose clock the hours on pages and in mails follow."),
    _zone,
)

NOTICE_AR = Preference[str](
    "help.notice_ar",
    "",
    _("Notice in Arabic"),
    _("Stands above everything in the help centre, for instance during an outage."),
    _text,
    MANAGER,
)
NOTICE_EN = Preference[str](
    "help.notice_en",
    "",
    _("Notice in English"),
    _("Stands above everything in the help centre, for instance during an outage."),
    _text,
    MANAGER,
)
WELCOME_AR = Preference[str](
    "help.welcome_ar",
    "",
    _("Welcome in Arabic"),
    _("The heading of the help centre; without one it asks how it can help."),
    line(160),
    MANAGER,
)
WELCOME_EN = Preference[str](
    "help.welcome_en",
    "",
    _("Welcome in English"),
    _("The heading of the help centre; without one it asks how it can help."),
    line(160),
    MANAGER,
)

FROM_ADDRESS = Preference[str](
    "mail.from_address",
    lambda: settings.RAFEEQ_FROM,
    _("Address of mails without a mailbox"),
    _("Replies to requests that came by no mailbox leave in this address's name."),
    line(254),
)
SIGNATURE_AR = Preference[str](
    "mail.signature_ar",
    "",
    _("Signature in Arabic"),
    _("Stands under every reply in Arabic, unless the team or the mailbox has its own."),
    _text,
    MANAGER,
)
SIGNATURE_EN = Preference[str](
    "mail.signature_en",
    "",
    _("Signature in English"),
    _("Stands under every reply in English, unless the team or the mailbox has its own."),
    _text,
    MANAGER,
)
TEAM_SIGNATURES = Preference[dict[str, dict[str, str]]](
    "mail.team_signatures", dict, _("Signatures of teams"), _("Each team's own words."), _signatures, MANAGER
)
GREETING_AR = Preference[str](
    "mail.greeting_ar",
    "",
    _("Greeting in Arabic"),
    _("The first line of every mail that the desk writes by itself."),
    line(200),
    MANAGER,
)
GREETING_EN = Preference[str](
    "mail.greeting_en",
    "",
    _("Greeting in English"),
    _("The first line of every mail that the desk writes by itself."),
    line(200),
    MANAGER,
)
OFF_HOURS = Preference[bool](
    "mail.off_hours",
    True,
    _("Say when we open next"),
    _("Who writes outside of the team's hours reads with the acknowledgement when those begin again."),
    lambda value: isinstance(value, bool),
    MANAGER,
)
OFF_HOURS_AR = Preference[str](
    "mail.off_hours_ar",
    "",
    _("Outside of the hours, in Arabic"),
    _("Stands behind that sentence: an emergency number, for instance. Promise nothing that nobody keeps."),
    _text,
    MANAGER,
)
OFF_HOURS_EN = Preference[str](
    "mail.off_hours_en",
    "",
    _("Outside of the hours, in English"),
    _("Stands behind that sentence: an emergency number, for instance. Promise nothing that nobody keeps."),
    _text,
    MANAGER,
)
APOLOGY_AR = Preference[str](
    "mail.apology_ar",
    "",
    _("Apology in Arabic"),
    _("What stands in the mail after a broken promise, below what was promised and by when; empty: our own words."),
    _text,
    MANAGER,
)
APOLOGY_EN = Preference[str](
    "mail.apology_en",
    "",
    _("Apology in English"),
    _("What stands in the mail after a broken promise, below what was promised and by when; empty: our own words."),
    _text,
    MANAGER,
)

COURTESY_OFF = Preference[list[str]](
    "replies.courtesy_off",
    list,
    _("Rules that are switched off"),
    _("What the composer does not remark on while somebody writes a reply."),
    _names,
    MANAGER,
)
COURTESY_OWN = Preference[dict[str, str]](
    "replies.courtesy_own",
    dict,
    _("Phrases of your own"),
    _("One a line, and behind an arrow what is better said: «we will look into it ← I call you today before five»."),
    lambda value: isinstance(value, dict) and all(key.isidentifier() and _text(words) for key, words in value.items()),
    MANAGER,
)

KINDS = Preference[list[str]](
    "tickets.kinds",
    ["inquiry", "request", "complaint", "suggestion", "praise", "data_rights"],
    pgettext_lazy("settings", "Kinds on the customers' form"),
    _("What customers may say their request is. A complaint and a request about one's own data always stay possible."),
    lambda value: (
        _some_of("inquiry", "request", "complaint", "suggestion", "praise", "data_rights")(value)
        and {"complaint", "data_rights"} <= set(value)
    ),
    MANAGER,
)

CONDUCT_TEAM = Preference[int](
    "tickets.conduct_team",
    0,
    _("Team for complaints about conduct"),
    _(
        "Reads complaints about the conduct of our people beside managers and administrators, never those about its"
        " own. Without one they go to managers and administrators alone."
    ),
    number_between(0, 2**31 - 1),
    MANAGER,
)

APPROVAL_HOURS = Preference[int](
    "authority.approval_hours",
    4,
    _("Time for an approval"),
    _("Within how many working hours somebody decides on what exceeds another's authority."),
    number_between(1, 240),
    MANAGER,
)

RAW_MONTHS = Preference[int](
    "retention.raw_months",
    0,
    _("Raw mail"),
    _("How many months the untouched mail of an ended request is kept; the message itself stays. 0 keeps it for ever."),
    number_between(0, 240),
)
FILES_MONTHS = Preference[int](
    "retention.files_months",
    0,
    _("Attachments"),
    _("How many months the attachments of an ended request are kept. 0 keeps them for ever."),
    number_between(0, 240),
)

SECOND_FACTOR_ROLES = Preference[list[str]](
    "staff.second_factor_roles",
    list,
    _("Roles with a second step"),
    _("Whoever has such a role and no second step for signing in sets one up before anything else."),
    _names,
)
REVIEW_DAYS = Preference[int](
    "knowledge.review_days",
    180,
    _("Days until an article is reviewed"),
    _("For so long an article counts as true after somebody has validated it."),
    number_between(1, 1825),
    MANAGER,
)
GRACE_DAYS = Preference[int](
    "knowledge.grace_days",
    14,
    _("Days of grace after the review date"),
    _("So long customers go on reading an article that nobody has looked at; then it is out of their sight."),
    number_between(0, 365),
    MANAGER,
)
FAULT_HOURS = Preference[int](
    "knowledge.fault_hours",
    8,
    _("Working hours to settle what is said to be wrong"),
    _("By then whoever answers for the article must have said what came of it."),
    number_between(1, 240),
    MANAGER,
)
HELD_BACK = Preference[int](
    "help.held_back",
    10,
    _("Likely answers that are held back, in percent"),
    _("So many writers of a request, by lot, are shown none: only the difference tells what the answers spare people."),
    number_between(0, 50),
    MANAGER,
)
