"""The customers of the demo: invented people with addresses, who come once or again."""

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has a line with the company."""

    name: str
    email: str
    phone: str
    branch: str
    district: str
    organisation: str = ""

    @property
    def first_name(self) -> str:
        """How the company greets them."""
        return self.name.split()[0]


def crowd(count: int, chance: random.Random) -> list[Person]:
    """So many people, each with addresses of their own."""
    return [_person(number, chance) for number in range(count)]


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))


def _person(number: int, chance: random.Random) -> Person:
    branch = chance.choices(("riyadh", "jeddah", "dammam"), (6, 3, 1))[0]
    names = _names()
    given = chance.choice(names["women" if chance.random() < 0.48 else "men"].split())
    return Person(
        name=f"{given} {chance.choice(names['families'].split())}",
        email=f"{chance.choice(names['latin'].split())}.{1001 + number}@mail.example",
        phone=f"+96655{chance.randrange(10_000_000):07d}",
        branch=branch,
        district=chance.choice(names["districts"][branch]),
        organisation=chance.choice(names["organisations"]) if chance.random() < 0.08 else "",
    )
