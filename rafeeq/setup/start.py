"""How far a new installation has come, told by what is there and never by a flag: it can be left and taken up again."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.queries import open_invitations, people, teams
from rafeeq.system import preferences
from rafeeq.system.queries import fresh_preferences, was_recorded
from rafeeq.tickets.queries.firsts import first_answered, first_written


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `address` is the URL name of its page, or nothing when this installation has none."""

    name: str
    title: str | Promise
    about: str | Promise
    action: str | Promise
    address: str
    is_done: bool
    is_optional: bool = False
    number: int | None = None  # of the ticket that the step leads to


def steps() -> list[Step]:
    """Every step in its order. A dozen small questions at most, each answered by an index."""
    return [*_of_the_house(), *_of_the_people(), *_of_the_first_request()]


def _of_the_house() -> list[Step]:
    named = fresh_preferences([preferences.COMPANY_NAME_AR, preferences.COMPANY_NAME_EN])
    return [
        Step(
            "company",
            _("The company's name"),
            _("Customers read it on every page and in every mail."),
            _("Naming the company"),
            "settings:company",
            any(named.values()),
        ),
        Step(
            "hours",
            _("Working hours"),
            _("When you are there. Until you say otherwise: Sunday to Thursday, nine to five."),
            _("Looking at the hours"),
            "staff:hours",
            any(was_recorded(what) for what in ("calendar.changed", "calendar.made")),
            is_optional=True,
        ),
        Step(
            "mailbox",
            _("A mailbox"),
            _("The address that customers write to. A test tells in plain words what is wrong, if anything is."),
            _("Adding a mailbox"),
            "channels:new_mailbox",
            was_recorded("mailbox.added"),
        ),
    ]


def _of_the_people() -> list[Step]:
    return [
        Step(
            "team",
            _("The team"),
            _("There is one team already, and everything arrives there. Its name is yours to choose."),
            _("Looking at the teams"),
            "staff:teams",
            len(teams()[:2]) > 1 or was_recorded("team.changed"),
            is_optional=True,
        ),
        Step(
            "colleague",
            _("A first colleague"),
            _("An invitation by mail; they choose their own password."),
            _("Inviting somebody"),
            "staff:invite",
            len(people()[:2]) > 1 or open_invitations().exists(),
            is_optional=True,
        ),
    ]


def _of_the_first_request() -> list[Step]:
    written = first_written()
    return [
        Step(
            "letter",
            _("A mail to yourself"),
            _("It leaves by the mailbox and comes in again as a first request."),
            _("Sending a mail to myself"),
            "channels:mailboxes",
            written is not None,
        ),
        Step(
            "answer",
            _("The first answer"),
            _("Open that request and answer it. When the answer reaches you, the desk stands."),
            _("Opening the first request"),
            "inbox:list",
            first_answered() is not None,
            number=written,
        ),
    ]


def is_finished(all_steps: list[Step] | None = None) -> bool:
    """Whether everything that is needed is there."""
    return all(step.is_done or step.is_optional for step in (steps() if all_steps is None else all_steps))
