"""One fixed cast with Arabic names, the same in every test.

`build()` makes the people; the fixture `cast` does so for one test. A conftest beside an app's tests offers it with
`from tests.cast import cast` and `__all__ = ["cast"]`.
"""

from dataclasses import dataclass
from functools import cache

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from rafeeq.customers.actions import recognise
from rafeeq.customers.models import Address, Customer
from rafeeq.staff.actions import found
from rafeeq.staff.models import Branch, Role, Team, User

PASSWORD = "سحابة فوق جبال السروات"


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the tests, and where they sit."""

    riyadh: Branch
    jeddah: Branch
    desk: Team  # the default team, in Riyadh: what no route claims arrives here
    billing: Team  # in Riyadh
    jeddah_desk: Team

    noura: User  # agent at the desk
    layla: User  # agent in billing
    khaled: User  # noura's supervisor
    huda: User  # quality reviewer
    aziz: User  # service manager
    majed: User  # owner of a cause, in another department
    reem: User  # colleague in another department: the light seat
    salman: User  # administrator
    fahd: User  # agent of another branch, who must see nothing of Riyadh
    badr: User  # once an agent at the desk, removed

    sara: Customer  # on the smallest plan
    sara_email: Address

    def staff(self) -> dict[str, User]:
        """Everybody who may sign in or once could, by their name here."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {name: person for name, person in found.items() if isinstance(person, User)}


def build() -> Cast:
    """Make the cast. Needs a database without them."""
    desk = found()
    riyadh = desk.branch
    jeddah = Branch.objects.create(name="فرع جدة")
    billing = Team.objects.create(name="الفواتير", branch=riyadh)
    jeddah_desk = Team.objects.create(name="خدمة عملاء جدة", branch=jeddah)
    badr = person("badr", "بدر الشمري", Role.AGENT, desk)
    badr.is_active = False
    badr.save(update_fields=["is_active"])
    sara, sara_email = recognise(kind="email", value="sara@example.com", name="سارة المطيري")
    return Cast(
        riyadh=riyadh,
        jeddah=jeddah,
        desk=desk,
        billing=billing,
        jeddah_desk=jeddah_desk,
        noura=person("noura", "نورة القحطاني", Role.AGENT, desk),
        layla=person("layla", "ليلى الزهراني", Role.AGENT, billing),
        khaled=person("khaled", "خالد الحربي", Role.SUPERVISOR, desk),
        huda=person("huda", "هدى العتيبي", Role.REVIEWER, desk),
        aziz=person("aziz", "عبدالعزيز الدوسري", Role.MANAGER, desk),
        majed=person("majed", "ماجد الغامدي", Role.OWNER, None, riyadh),
        reem=person("reem", "ريم السبيعي", Role.COLLEAGUE, None, riyadh),
        salman=person("salman", "سلمان العنزي", Role.ADMIN, desk),
        fahd=person("fahd", "فهد الجهني", Role.AGENT, jeddah_desk),
        badr=badr,
        sara=sara,
        sara_email=sara_email,
    )


@cache
def hashed() -> str:
    """PASSWORD as it is kept; made once, since the cast is made for every test."""
    return make_password(PASSWORD)


def person(key: str, name: str, role: str, team: Team | None, branch: Branch | None = None) -> User:
    """One of the staff, who signs in as `key@rafeeq.example` with PASSWORD. Without a team: only a branch."""
    home = team.branch if team else branch
    assert home is not None
    user = User.objects.create(email=f"{key}@rafeeq.example", name=name, role=role, branch=home, password=hashed())
    if team is not None:
        user.teams.add(team)
    return user


def signed_in(user: User, language: str = "ar") -> Client:
    """A browser in which this person has signed in, reading this language."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, for one test."""
    return build()
