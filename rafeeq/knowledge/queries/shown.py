"""An article as it is shown: its values filled in, its pictures in place, everything else made harmless."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse

from rafeeq.knowledge.models import Version
from rafeeq.knowledge.queries.articles import visible_to
from rafeeq.knowledge.queries.variables import values
from rafeeq.knowledge.rules.variables import filled, mentioned
from rafeeq.lib.markdown import Heading, headings, linked, plain, render
from rafeeq.staff.models import User


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of a version as people read them; `html` is clean, with an anchor at each heading."""

    title: str
    summary: str
    html: str
    headings: list[Heading]
    language: str


Picture = Callable[[int], str]
Leads = Callable[[Collection[int]], Mapping[int, str]]


def shown(version: Version, language: str, *, picture: Picture | None = None, leads: Leads | None = None) -> Shown:
    """A version with today's values.

    `picture` tells the address of the file with this number; `leads` those of the articles with these numbers that its
    reader may read: a link to any other is shown as its words.
    """
    return shown_words(version.title, version.summary, version.body, language, picture=picture, leads=leads)


def shown_words(
    title: str, summary: str, body: str, language: str, *, picture: Picture | None = None, leads: Leads | None = None
) -> Shown:
    """Words as they would be read, saved or not."""
    known = values(language) if mentioned(title, summary, body) else {}
    text = filled(body, known, markdown=True)
    numbers = linked(text) if leads else set()
    html = render(text, _Addresses(picture) if picture else None, leads(numbers) if leads and numbers else None)
    return Shown(filled(title, known), filled(summary, known), html, headings(text), language)


def leads_for_staff(user: User) -> Leads:
    """Where links to articles lead for a person of ours: into the library, to what this person finds there."""

    def leads(numbers: Collection[int]) -> Mapping[int, str]:
        found = visible_to(user).filter(pk__in=numbers).values_list("pk", flat=True)
        return {pk: reverse("knowledge:article", args=[pk]) for pk in found}

    return leads


class _Addresses(dict[str, str]):
    """The address of each file by its number, made when it is asked for."""

    def __init__(self, picture: Callable[[int], str]) -> None:
        super().__init__()
        self.picture = picture

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        return self.picture(int(key)) if key.isdecimal() and len(key) < 10 else default


def plain_words(version: Version, language: str) -> str:
    """A version as plain text, with today's values: what can stand in a mail."""
    known = values(language) if mentioned(version.summary, version.body) else {}
    text = plain(filled(version.body, known, markdown=True))
    return "\n\n".join(filter(None, (filled(version.summary, known), text)))
