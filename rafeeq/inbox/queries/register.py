"""The complaints register as rows for a regulator: words and dates, safe to open in a table, names only when chosen."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rafeeq.staff.models import User
from rafeeq.tickets.models import Complaint, Finding, Stage
from rafeeq.tickets.queries.complaints import Sought
from rafeeq.ui.choices import current
from rafeeq.ui.dates import calendar_date
from rafeeq.ui.numbers import number

MOST_ON_PAPER = 2000  # rows: some eight seconds of work
# How wide the columns are beside each other, in the order of `headings`.
SHARES = (2, 3, 3.6, 3, 2, 3, 4.2, 2.3, 2.8, 2.9, 2.9, 3.2, 3.8)
# What a table would take for a formula.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def told(sought: Sought) -> dict[str, Any]:
    """What the register was narrowed by, as plain values."""
    values = {name: getattr(sought, name) for name in ("standing", "stage", "finding", "formal", "since", "until")}
    return {name: value if isinstance(value, bool) else str(value) for name, value in values.items() if value}


def headings(names: bool) -> list[str]:
    """The heads of the columns."""
    return [
        _("Number"),
        _("Received on"),
        _("Acknowledged on"),
        _("Stage"),
        _("Formal"),
        _("Branch"),
        _("Contact reason"),
        _("Severity"),
        _("Finding"),
        _("Decided on"),
        _("Closed on"),
        _("Outcome"),
        *([_("Customer")] if names else []),
    ]


def as_rows(complaints: Iterable[Complaint], *, names: bool) -> Iterator[list[str]]:
    """One row of words for each complaint, after the row of heads."""
    yield headings(names)
    stages, findings = dict(Stage.choices), dict(Finding.choices)
    for one in complaints:
        ticket = one.ticket
        yield [
            str(ticket.number),
            _day(one.received_at),
            _day(one.acknowledged_at),
            str(stages[one.stage]),
            _("Yes") if ticket.formal_at else _("No"),
            ticket.branch.name,
            ticket.reason.name if ticket.reason else "",
            str(one.severity or ""),
            str(findings.get(one.finding, "")),
            _day(one.decided_at),
            _day(one.closed_at),
            str(ticket.get_outcome_display()),
            *([ticket.customer.name] if names else []),
        ]


def csv_lines(rows: Iterable[Sequence[str]], *, sought: Sought, counts: Mapping[str, int], by: User) -> Iterator[bytes]:
    """The lines of the file, with what it holds on top; the mark at its beginning tells a table that it is UTF-8."""
    writer = csv.writer(_Echo())
    about = [
        [_("Complaints register")],
        [_("Taken on"), _day(timezone.now()), _("Taken by"), by.name],
        [_("Period"), str(sought.since or ""), str(sought.until or "")],
        [_("Narrowed by"), *(f"{name}: {value}" for name, value in told(sought).items())],
        [_("Complaints"), str(counts["all"]), _("Still open"), str(counts["open"])],
        [pgettext("register", "Decided"), str(counts["decided"]), _("Against the customer"), str(counts["against"])],
        [],
    ]
    yield "\ufeff".encode()
    for row in (*about, *rows):
        yield writer.writerow([safe(cell) for cell in row]).encode()


def on_paper(
    rows: Iterable[Sequence[str]],
    *,
    sought: Sought,
    counts: Mapping[str, int],
    cells: Mapping[tuple[bool, bool], int],
    by: User,
) -> bytes:
    """The same as a PDF: what it holds, the newest of the rows up to MOST_ON_PAPER, what independent reviews found."""
    from rafeeq.lib.paper import in_its_own_process

    head, *body = islice(rows, MOST_ON_PAPER + 1)
    facts = [
        [_("Taken on"), calendar_date(timezone.localdate())],
        [_("Taken by"), by.name],
        [_("Period"), _period(sought)],
        *([[_("Narrowed by"), _("Only formal complaints")]] if sought.formal else []),
        [_("Complaints"), number(counts["all"])],
        [_("Still open"), number(counts["open"])],
        [pgettext("register", "Decided"), number(counts["decided"])],
        [_("Against the customer"), number(counts["against"])],
    ]
    if counts["all"] > len(body):
        left = _("Only the newest %(num)s stand on this paper. Take the table for all, or a shorter period.")
        facts.append([_("Left out"), left % {"num": number(len(body))}])
    square = [
        [_("What independent reviews found"), _("The customer was helped"), _("The customer was not helped")],
        *(
            [label, number(cells[right, True]), number(cells[right, False])]
            for right, label in ((True, _("The procedure was right")), (False, _("The procedure was wrong")))
        ),
    ]
    return in_its_own_process(
        {
            "rtl": current().direction == "rtl",
            "title": _("Complaints register"),
            "tables": [
                {"rows": facts, "shares": [1, 5], "head": False},
                {"rows": [head, *body], "shares": SHARES[: len(head)], "head": True},
                {"rows": square, "shares": [2, 1, 1], "head": True},
            ],
        }
    )


def _period(sought: Sought) -> str:
    if not sought.since and not sought.until:
        return _("From the beginning until today")
    since, until = (calendar_date(day) if day else "…" for day in (sought.since, sought.until))
    return _("%(since)s to %(until)s") % {"since": since, "until": until}


def safe(cell: str) -> str:
    """A cell that no table takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(DANGEROUS) else cell


def _day(moment: Any) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, line: str) -> str:
        return line
