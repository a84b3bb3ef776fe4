"""Numbers and their reasons in words."""

from babel.units import format_unit
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from rafeeq.customers.models import Tier
from rafeeq.insights.rules.measure import Measure
from rafeeq.insights.rules.metric import Metric
from rafeeq.ui import choices
from rafeeq.ui.numbers import digits, number

LEFT_OUT: dict[str, Promise] = {
    "window_open": _("still being watched"),
    "replaced": _("replaced by a later claim"),
    "nothing_owed": _("needed no answer"),
    "declined": _("declined"),
    "withdrawn": _("withdrawn by the customer"),
    "refused_or_withdrawn": _("declined or withdrawn"),
    "nobody_dealt_with_it": _("nobody has dealt with it yet"),
    "not_due": _("not due yet"),
    "moved": _("moved before it was due"),
    "released": _("released by the customer"),
    "began_with_us": _("began with us"),
    "not_followed_up": _("silent, and not asked again"),
}
BESIDE: dict[str, Promise] = {
    "partly": _("partly solved"),
    "hand_overs": _("hand-overs"),
    "offers": _("offered to other teams"),
    "cold": _("without an accepted packet"),
    "went_back": _("went back where they had been"),
    "late": _("kept late"),
    "broken": _("broken"),
}
SPLITS: dict[str, Promise] = {
    "": _("Together"),
    "team": _("By team"),
    "branch": _("By branch"),
    "tier": _("By customer group"),
    "channel": _("By channel"),
    "reason": _("By reason"),
}
CHANNELS: dict[str, Promise] = {
    "email": pgettext_lazy("channel", "E-mail"),
    "web": pgettext_lazy("channel", "Form"),
    "phone": pgettext_lazy("channel", "Phone"),
    "counter": pgettext_lazy("channel", "Counter"),
    "chat": pgettext_lazy("channel", "Chat"),
    "whatsapp": pgettext_lazy("channel", "WhatsApp"),
}
TIME_CELLS: dict[str, Promise] = {
    "d": pgettext_lazy("measure", "Ended"),
    "c": pgettext_lazy("measure", "Closed without the customer's yes"),
    "w": pgettext_lazy("measure", "Still waiting"),
    "open": pgettext_lazy("measure", "Open"),
}


def cell_words(measure: Measure, cell: str) -> str:
    """What it means that something fell into a cell."""
    kind = cell.partition(":")[0]
    if kind in ("yes", "no"):
        return str(measure.yes if kind == "yes" else measure.no)
    if kind == "unknown":
        return pgettext("measure", "Unknown")
    if kind[:1] == "-":
        return gettext("Left out: %(why)s") % {"why": LEFT_OUT.get(kind[1:], kind[1:])}
    if kind[:1] == "+":
        return str(BESIDE.get(kind[1:], kind[1:]))
    return str(TIME_CELLS.get(kind, kind))


def length(minutes: float | None, calendar: str = "calendar") -> str:
    """A length of time in one unit. Working time is never told in days: a working day is not twenty-four hours."""
    if minutes is None:
        return ""
    if minutes < 1:
        return gettext("under a minute")
    if minutes < 90:
        return _unit(minutes, "minute", 0)
    if calendar == "working" or minutes < 60 * 96:
        return _unit(minutes / 60, "hour", 1 if minutes < 600 else 0)
    days = round(minutes / 1440)
    return digits(ngettext("one day", "%(num)s days", days) % {"num": days})


def _unit(value: float, unit: str, decimals: int) -> str:
    reader = choices.current()
    rounded = round(value, decimals) if decimals else round(value)
    said = format_unit(rounded, f"duration-{unit}", locale=reader.language, numbering_system=reader.digits)
    return digits(said)


def percent(value: float) -> str:
    """A share, to whole percents; below ten and above ninety to a tenth."""
    decimals = 1 if value and (value < 0.095 or 0.905 < value < 1) else 0
    return pgettext("share", "%(number)s%%") % {"number": number(value * 100, decimals)}


def value(metric: Metric) -> str:
    """The number itself, or that there is none to show."""
    if metric.value is None:
        if metric.n_min_ok and metric.unit == "minutes":
            return gettext("not yet half of them")
        return gettext("too few") if metric.denominator else gettext("none yet")
    return percent(metric.value) if metric.unit == "share" else length(metric.value, metric.calendar)


def interval(metric: Metric) -> str:
    """Between which it lies; an end that nobody can tell yet is told so."""
    if metric.interval is None:
        return ""
    low, high = metric.interval
    said = percent if metric.unit == "share" else lambda end: length(end, metric.calendar)
    if low is None:
        return gettext("cannot be told yet")
    if high is None:
        return gettext("%(low)s or more") % {"low": said(low)}
    if metric.method == "complete":
        return gettext("all are known")
    return gettext("%(low)s to %(high)s") % {"low": said(low), "high": said(high)}


def counts(metric: Metric) -> str:
    """Of how many it is."""
    if metric.method == "follow-up" and "silent" in metric.parts:
        told = {"judged": number(metric.denominator), "silent": number(metric.parts["silent"] or 0)}
        return gettext("from %(judged)s judged of %(silent)s silent") % told
    told = {"part": number(metric.numerator), "whole": number(metric.denominator)}
    if metric.method == "complete":
        return gettext("%(whole)s open") % told
    return gettext("%(part)s of %(whole)s") % told


def unknown(metric: Metric) -> str:
    """How many nobody knows of."""
    if metric.unit == "minutes" and metric.method != "complete":
        return gettext("%(count)s not ended") % {"count": number(metric.unknown)}
    return gettext("%(count)s unknown") % {"count": number(metric.unknown)}


def left_out(metric: Metric) -> list[tuple[str, str, str]]:
    """What was left out: the cell, why, and how many."""
    return [(f"-{why}", str(LEFT_OUT.get(why, why)), number(n)) for why, n in metric.excluded.items()]


def beside(metric: Metric) -> list[tuple[str, str, str]]:
    """What is told beside the number: the cell (empty: no rows of its own), what, and how much."""
    told = []
    for part, amount in metric.parts.items():
        if part in BESIDE and amount:
            told.append((f"+{part}", str(BESIDE[part]), number(amount)))
        elif part == "p90" and amount is not None:
            told.append(("", gettext("nine of ten within"), length(amount, metric.calendar)))
        elif part == "max" and amount is not None:
            told.append(("", gettext("the oldest"), length(amount)))
    hand_overs = metric.parts.get("hand_overs")
    if hand_overs and metric.denominator:
        each = number(hand_overs / metric.denominator, 2)
        told.append(("", gettext("hand-overs a matter"), each))
    return told


def good(metric: Metric, measure: Measure) -> str:
    """Which way is good, in words for a screen reader and a legend."""
    return gettext("more is better") if measure.better == "more" else gettext("less is better")


def key_words(by: str, key: str) -> str:
    """The name of a part that has no row of its own."""
    if by == "tier" and key in Tier.values:
        return str(Tier(key).label)
    if by == "channel" and key in CHANNELS:
        return str(CHANNELS[key])
    return key if key not in ("", "0") else gettext("not said")
