"""One fixed cast with Arabic names, the same in every test.

`build()` makes the people, and the fixture `cast` hands them to one test. A conftest beside an app's tests offers it
with `from tests.cast import cast` and `__all__ = ["cast"]`. Making them costs more than most tests do, so their rows
stay from the first test that asks for them to the last, and each test gets its own copy of the objects.
"""

import pickle
import time
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.test import Client

from rafeeq.customers.actions import recognise
from rafeeq.customers.models import Address, Customer
from rafeeq.staff.actions import found
from rafeeq.staff.middleware import SEEN
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
    who = {"email": f"{key}@rafeeq.example", "name": name, "language": "ar"}
    user = User.objects.create(**who, role=role, branch=home, password=hashed())
    if team is not None:
        user.teams.add(team)
    return user


def signed_in(user: User, language: str = "ar") -> Client:
    """A browser in which this person has been signed in for a while, reading this language."""
    if user.pk not in sessions:
        return signs_in(user, language)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions[user.pk]
    _reads(user, language)
    return client


def signs_in(user: User, language: str = "ar") -> Client:
    """A browser in which this person signs in now, so that it counts among the places where they are signed in."""
    client = Client()
    _reads(user, language)
    client.force_login(user)
    return client


def _reads(user: User, language: str) -> None:
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])


kept: list[bytes] = []  # the cast whose rows the test database holds between tests, or nothing
sessions: dict[int, str] = {}  # by person of that cast: a session that is noted already


def keep() -> None:
    """Put the cast's rows into the test database, outside of any test."""
    people = build()
    kept.append(pickle.dumps(people))
    sessions.update({user.pk: session_of(user) for user in people.staff().values() if user.is_active})


def session_of(user: User) -> str:
    """The key of a new session in which this person has been signed in for a while."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SEEN] = int(time.time()) + 86_400  # or, some minutes into the run, each test would note it anew
    session.set_expiry(timedelta(days=36_500))  # tests travel far
    session.save()
    return str(session.session_key)


def let_go() -> None:
    """Empty the test database again: the tests to come want it so."""
    kept.clear()
    sessions.clear()
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, for one test."""
    found: Cast = pickle.loads(kept[0])
    return found
