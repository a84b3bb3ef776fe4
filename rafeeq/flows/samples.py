"""The words that go out by themselves, as a customer would get them: to be looked at in the settings."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from rafeeq.flows.notify import apology, off_hours, opening
from rafeeq.system.preferences import OFF_HOURS
from rafeeq.system.queries import preference
from rafeeq.ui.choices import make, using
from rafeeq.ui.dates import calendar_date, spoken
from rafeeq.ui.numbers import digits

NUMBER = 1042
PURPOSES = (
    "acknowledgement", "restatement", "question", "reminder", "decision", "complaint", "review",
    "apology", "promise_moved", "automatic",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """One automatic mail with invented content."""

    purpose: str
    subject: str
    text: str


def samples(language: str) -> list[Sample]:
    """Every automatic mail in this language, with today's greeting."""
    with using(make(language=language)):
        return [_sample(purpose) for purpose in PURPOSES]


def _sample(purpose: str) -> Sample:
    said = render_to_string(
        f"flows/mail/{purpose}.txt",
        {
            "ticket": SimpleNamespace(number=NUMBER, kind="", customer=SimpleNamespace(form_of_address="")),
            "number": digits(NUMBER),
            "claim": SimpleNamespace(what_was_done=_("(here stands what was done)"), at=timezone.now()),
            "decision": SimpleNamespace(
                why=_("(here stands why)"),
                rule=_("(here stands the rule)"),
                appeal=_("(here stands where to object)"),
                at=timezone.now(),
                user=_somebody(),
            ),
            **_of_listening(),
            "promise": SimpleNamespace(
                text=_("(here stands what was promised)"),
                due_at=timezone.now(),
                moved_from=SimpleNamespace(due_at=timezone.now()),
            ),
            "reason": _("(here stands why)"),
            "asks": False,
            "apology": apology,
            "opens": timezone.now() + timedelta(days=1) if preference(OFF_HOURS) else None,
            "off_hours": off_hours,
            "words": _("(here stand the words of the ready reply)"),
            "suggested": None,
            "moment": spoken,
            "day": lambda moment: calendar_date(timezone.localdate(moment)),
            "link": f"{settings.RAFEEQ_URL}/t/…/",
            "opening": opening(),
        },
    )
    subject, _blank, text = said.strip().partition("\n")
    return Sample(purpose, subject.strip(), text.strip())


def _of_listening() -> dict[str, SimpleNamespace]:
    """Our words for the matter, a decision on a complaint, and an independent review."""
    return {
        "restatement": SimpleNamespace(text=_("(here stands what we understood)"), by=_somebody()),
        "complaint": SimpleNamespace(
            stage="decided",
            finding="rejected",
            answer=_("(here stands what we found)"),
            recourse=_("(here stands where to object)"),
            decided_by=_somebody(),
            decided_at=timezone.now(),
        ),
        "review": SimpleNamespace(
            reviewer=_somebody(),
            decided_at=timezone.now(),
            was_procedure_right=True,
            was_customer_helped=False,
            explanation=_("(here stands why)"),
        ),
    }


def _somebody() -> SimpleNamespace:
    return SimpleNamespace(name=_("(here stands who decided)"))
