"""What roles see and may do, in words that people read; what holds is told in `rules.py`."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from rafeeq.lib.money import Fault, decimals
from rafeeq.staff.models import Absence, Act, Limit
from rafeeq.ui.dates import calendar_date
from rafeeq.ui.numbers import money, number

ROLES: dict[str, Promise] = {
    "agent": _("Serves customers: answers, notes, claims, hands over."),
    "colleague": _("Works in another department and answers what is asked of them: a light seat."),
    "supervisor": _("Leads the teams of a branch and decides what goes beyond an agent."),
    "reviewer": _("Reads everything, to judge quality."),
    "manager": _("Answers for the whole service, over all branches."),
    "owner": _("Owns the causes of contacts in another department."),
    "admin": _("Runs the installation: people, mailboxes, settings."),
}

REACH: dict[str, Promise] = {
    "everything": _("All requests of all branches"),
    "branch": _("The requests of their branch"),
    "teams": _("The requests of their teams"),
    "assigned": _("Only requests that are given or offered to them by name"),
}

MAY: dict[str, Promise] = {
    "decline": _("Decline a request, with reasons and the way to object"),
    "approve": _("Decide on what a colleague may not grant alone, as far as their own limit reaches"),
    "approve_hand_overs": _("Hand a request on a second time, or let an agent do it"),
    "hear_conduct": _("Read complaints about the conduct of our people"),
    "review": _("Review decisions that they had no part in"),
    "keep_complaints": _("Read the complaints register and hand it out; supervisors that of their branch"),
    "restrict": _("Fold away for a while what a customer writes who insults our people"),
    "erase": _("Merge customers, hand out or erase everything known of one"),
    "see_measures": _("See the board and the measures; supervisors those of their branch"),
    "see_hints": _("Look into hints about patterns in the work"),
    "import": _("Take in files of customers, visits and orders"),
    "keep_macros": _("Keep ready replies; supervisors those of the teams of their branch"),
    "write_articles": _("Write articles and propose them; say that one is wrong"),
    "validate_articles": _("Say of any article that it is true; owners say it of their own"),
    "arrange": _("Arrange the daily work: reasons, tags, signatures, texts; read people, teams and absences"),
    "administer": _("Change what concerns everybody: people, roles, teams, branches, mailboxes, retention"),
}


def amount_fault(fault: Fault, currency: str) -> str:
    """What is wrong with an amount, in a sentence."""
    if fault == "too_many_decimals":
        places = decimals(currency)
        if places == 0:
            return gettext("%(currency)s has no fractions: write a whole number.") % {"currency": currency}
        said = gettext("%(currency)s has at most %(places)s places behind the point.")
        return said % {"currency": currency, "places": number(places)}
    return {
        "unknown_currency": gettext("Nobody pays with the currency “%(currency)s”. Write its ISO code, such as SAR.")
        % {"currency": currency},
        "not_a_number": gettext("This is no amount. Write a number, such as 250."),
        "not_positive": gettext("An amount is never negative, and nothing cannot be granted."),
        "too_large": gettext("This amount is larger than can be kept."),
    }[fault]


def granted_words(act: str, amount: Decimal | None, currency: str) -> str:
    """What is granted or asked for, as a phrase: a refund of 250 SAR."""
    if act == Act.EXCEPTION or amount is None:
        return gettext("an exception from a rule")
    told = {
        "refund": gettext("a refund of %(amount)s"),
        "credit": gettext("a credit of %(amount)s on the account"),
        "waiver": gettext("a waiver of %(amount)s in fees"),
    }
    return told[act] % {"amount": money(amount, currency)}


def away_words(absence: Absence) -> str:
    """Why somebody is given nothing now, and who is there instead."""
    known = {"name": absence.user.name, "day": calendar_date(absence.ends_on)}
    if absence.stand_in is None:
        return gettext("%(name)s is away until %(day)s.") % known
    return gettext("%(name)s is away until %(day)s; %(stand_in)s stands in.") % (
        known | {"stand_in": absence.stand_in.name}
    )


def limit_words(limit: Limit) -> str:
    """One limit as a phrase."""
    if limit.act == Act.EXCEPTION:
        return gettext("exceptions from rules")
    if limit.amount is None:
        without = {
            "refund": gettext("refunds of any amount in %(currency)s"),
            "credit": gettext("credit of any amount in %(currency)s"),
            "waiver": gettext("fee waivers of any amount in %(currency)s"),
        }
        return without[limit.act] % {"currency": limit.currency}
    up_to = {
        "refund": gettext("refunds up to %(amount)s"),
        "credit": gettext("credit up to %(amount)s"),
        "waiver": gettext("fee waivers up to %(amount)s"),
    }
    return up_to[limit.act] % {"amount": money(limit.amount, limit.currency)}


def limits_sentence(limits: list[Limit]) -> str:
    """What one role may grant, in a sentence."""
    if not limits:
        return gettext("They ask in every case.")
    return gettext("They grant without asking: %(what)s. For everything else they ask.") % {
        "what": pgettext("between the things of a list", ", ").join(limit_words(one) for one in limits)
    }


def limits_sentence_to_you(limits: list[Limit]) -> str:
    """The same, said to the person themselves."""
    if not limits:
        return gettext("Whatever you grant needs an approval. It is asked for with this form.")
    return gettext("You may grant at once: %(what)s. Beyond that, this form asks for approval.") % {
        "what": pgettext("between the things of a list", ", ").join(limit_words(one) for one in limits)
    }
