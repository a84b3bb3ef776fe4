"""Routes in words: what each asks, where it leads, and why it did not claim a matter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from rafeeq.customers.models import Tier
from rafeeq.routing import models, queries
from rafeeq.routing.rules.matching import CLOSED
from rafeeq.staff.models.people import LANGUAGES
from rafeeq.staff.queries import branches
from rafeeq.tickets.models import Kind
from rafeeq.tickets.queries.catalogue import reason_tree

CHANNELS: list[tuple[str, str | Promise]] = [
    ("email", pgettext_lazy("channel", "E-mail")),
    ("web", pgettext_lazy("channel", "Form")),
    ("phone", pgettext_lazy("channel", "Phone")),
    ("counter", pgettext_lazy("channel", "Counter")),
    ("api", pgettext_lazy("channel", "Programme")),
]


@dataclass(frozen=True)
class Names:
    """What the keys in the conditions of these routes are called; asked once for all of them."""

    rows: Iterable[models.Route]

    @cached_property
    def branches(self) -> dict[int, str]:
        return {row.pk: row.name for row in branches()}

    @cached_property
    def reasons(self) -> dict[int, str]:
        return {one.reason.pk: one.reason.name for one in reason_tree()}

    @cached_property
    def organisations(self) -> dict[int, str]:
        return queries.organisations({pk for row in self.rows for pk in row.fits.get("organisations", ())})


def conditions(fits: Mapping[str, Any], names: Names) -> list[str]:
    """Each condition of a route as a sentence of its own; none: it takes everything."""
    found = [say(fits[name], names) for name, say in SAYINGS.items() if fits.get(name)]
    if fits.get("time"):
        found.append(
            _("it arrives outside of working hours") if fits["time"] == CLOSED else _("it arrives within working hours")
        )
    return found


def _any_of(labels: Iterable[Any]) -> str:
    return pgettext("between alternatives", " or ").join(_quoted(one) for one in labels)


def _quoted(label: Any) -> str:
    return _("“%(words)s”") % {"words": label} if isinstance(label, Quoted) else str(label)


class Quoted(str):
    """Words of the company's own, which stand in quotation marks."""

    __slots__ = ()


def _known(wanted: Iterable[Any], names: Mapping[Any, Any]) -> list[Any]:
    return [names.get(one, _("something that is no longer there")) for one in wanted]


def _own(wanted: Iterable[Any], names: Mapping[Any, str]) -> list[Any]:
    return [Quoted(names[one]) if one in names else _("something that is no longer there") for one in wanted]


SAYINGS: dict[str, Callable[[Any, Names], str]] = {
    "words": lambda wanted, _n: _("what was written holds %(these)s") % {"these": _any_of(map(Quoted, wanted))},
    "kinds": lambda wanted, _n: _("its kind is %(these)s") % {"these": _any_of(_known(wanted, dict(Kind.choices)))},
    "reasons": lambda wanted, names: _("its reason is %(these)s") % {"these": _any_of(_own(wanted, names.reasons))},
    "channels": lambda wanted, _n: _("it comes by %(these)s") % {"these": _any_of(_known(wanted, dict(CHANNELS)))},
    "accounts": lambda wanted, _n: _("it comes to the mailbox %(these)s") % {"these": _any_of(map(Quoted, wanted))},
    "languages": lambda wanted, _n: (
        _("it is written in %(these)s") % {"these": _any_of(_known(wanted, dict(LANGUAGES)))}
    ),
    "branches": lambda wanted, names: (
        _("the customer belongs to the branch %(these)s") % {"these": _any_of(_own(wanted, names.branches))}
    ),
    "tiers": lambda wanted, _n: _("the customer is %(these)s") % {"these": _any_of(_known(wanted, dict(Tier.choices)))},
    "organisations": lambda wanted, names: (
        _("the customer belongs to the organisation %(these)s") % {"these": _any_of(_own(wanted, names.organisations))}
    ),
}

# Why a route did not claim a matter, by the condition that did not hold.
WHY_NOT: dict[str, str | Promise] = {
    "kinds": pgettext_lazy("why not this route", "another kind"),
    "channels": pgettext_lazy("why not this route", "another channel"),
    "accounts": pgettext_lazy("why not this route", "another mailbox"),
    "languages": pgettext_lazy("why not this route", "another language"),
    "branches": pgettext_lazy("why not this route", "another branch"),
    "tiers": pgettext_lazy("why not this route", "another size of customer"),
    "organisations": pgettext_lazy("why not this route", "another organisation"),
    "reasons": pgettext_lazy("why not this route", "another reason, or none yet"),
    "words": pgettext_lazy("why not this route", "none of its words"),
    "time": pgettext_lazy("why not this route", "another time of day"),
    "team": pgettext_lazy("why not this route", "the team was chosen already, and the route does not name the mailbox"),
}


def why_not(unmet: Iterable[str]) -> str:
    """What stood against a route."""
    return pgettext("between the things of a list", ", ").join(str(WHY_NOT[name]) for name in unmet)
