"""How this installation is read by whoever has chosen nothing: its languages, digits, calendar and time zone."""

from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.ui.choices import Defaults


def defaults() -> Defaults:
    """As set in the pages. The first language is always offered."""
    language = preference(preferences.LANGUAGE)
    return Defaults(
        languages=tuple({*preference(preferences.LANGUAGES), language}),
        language=language,
        digits=preference(preferences.DIGITS),
        calendar=preference(preferences.CALENDAR),
        time_zone=preference(preferences.TIME_ZONE),
    )


def language() -> str:
    """The installation's first language: of what is written to nobody in particular."""
    return preference(preferences.LANGUAGE)
