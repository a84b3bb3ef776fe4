"""What a mail program writes around a quoted message: the shape of one row of the table in ``languages``.

Every phrase is written as the program writes it and folded when the tables are built (see ``words``), so accents,
tashkeel, hamza forms, case and digits need no variants here. Month and weekday names come from Babel, by ``locales``.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """The traces one language leaves in a reply or a forward.

    ``openers`` are the small words in and before a date ("On", "at"); ``verbs`` the words that say somebody wrote;
    ``headers`` the field names of a copied header, by kind; ``original`` and ``forwarded`` the words inside a
    separator line; ``sent_from`` how a device signs itself and ``devices`` the words such a line is made of;
    ``replies`` and ``forwards`` subject prefixes; ``strangers`` words that show that a person, not a program, is
    telling who wrote; ``dates`` date words that Babel does not know.
    """

    locales: tuple[str, ...]
    openers: str
    verbs: tuple[str, ...]
    headers: dict[str, tuple[str, ...]]
    original: tuple[str, ...] = ()
    forwarded: tuple[str, ...] = ()
    sent_from: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    forwards: tuple[str, ...] = ()
    strangers: str = ""
    dates: str = ""
    devices: str = ""
