"""The company's look in the mails to its customers: its logo or its name in the head, its colour in line and links.

Everything stands in the tags themselves and the logo travels inside the mail, since mail programs drop style sheets and
fetch no pictures. The text twin of a mail has none of it.
"""

from functools import lru_cache
from html import escape
from pathlib import PurePosixPath
from typing import Final

from rafeeq.channels.email.mime.mail import Part
from rafeeq.lib.colour import darkened
from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.system.storage import address, read

LARGEST: Final = 100 * 1024  # bytes of a logo that each mail may carry
SHOWN: Final = {"image/png": "png", "image/jpeg": "jpg"}  # what every mail program can draw
TALLEST, WIDEST = 40, 240  # pixels
PLAIN: Final = "#1b2124"  # the name's colour where the company has a logo but no colour
ID: Final = "company-logo"


class Dress:
    """What one company's mails wear: a head above the words, a colour that is readable on white, the logo's part."""

    __slots__ = ("accent", "head", "logo")

    def __init__(self, name: str, accent: str, logo: Part | None, size: tuple[int, int] = (0, 0)) -> None:
        self.accent = darkened(accent) if accent else ""
        self.logo = logo
        self.head = _head(name, self.accent, size if logo else None)


def dress(language: str) -> Dress | None:
    """How mails in this language are dressed; None where the company has chosen neither colour nor logo."""
    accent, kept = preference(preferences.ACCENT), preference(preferences.LOGO)
    if not accent and kept is None:
        return None
    names = [preference(preferences.COMPANY_NAME_AR), preference(preferences.COMPANY_NAME_EN)]
    name = next(filter(None, reversed(names) if language == "en" else names), "")
    logo = _logo(kept["stored"], kept["type"]) if kept else None
    return Dress(name, accent, logo, (kept["width"], kept["height"]) if kept else (0, 0))


def is_our_logo(part: Part) -> bool:
    """Whether a part of somebody's answer is the logo of our own mail come back: it is no file of theirs."""
    kept = preference(preferences.LOGO)
    if kept is None or len(part.content) > LARGEST:
        return False
    stored: str = kept["stored"]
    return stored == address(part.content, prefix=PurePosixPath(stored).parts[0])


@lru_cache(maxsize=2)
def _logo(stored: str, content_type: str) -> Part | None:
    """The logo as a part of a mail; None where it is too heavy, of a kind that not all can draw, or gone."""
    if content_type not in SHOWN:
        return None
    try:
        content = read(stored)
    except FileNotFoundError:
        return None
    if len(content) > LARGEST:
        return None
    return Part(f"logo.{SHOWN[content_type]}", content_type, content, ID, True)


def _head(name: str, accent: str, size: tuple[int, int] | None) -> str:
    if size is not None:
        scale = min(1, TALLEST / size[1], WIDEST / size[0])
        width, height = (max(1, round(side * scale)) for side in size)
        # Drawn on white also where a mail program darkens everything: a dark logo would be lost there.
        inside = (
            f'<img src="cid:{ID}" alt="{escape(name)}" width="{width}" height="{height}" '
            'style="display:block;border:0;background-color:#ffffff">'
        )
    elif name:
        inside = f'<strong dir="auto" style="color:{accent or PLAIN};font-size:18px">{escape(name)}</strong>'
    else:
        inside = ""
    line = f"border-bottom:3px solid {accent}" if accent else "border-bottom:1px solid #d9d4c8"
    return f'<div style="{line};margin:0 0 16px;padding:0 0 12px">{inside}</div>\n'
