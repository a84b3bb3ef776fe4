"""The record of changes: who, when, what, from what to what; narrowed by person, kind and day, and as a file."""

import csv
import io
from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rafeeq.lib.text import one_line, whole_number
from rafeeq.setup import record
from rafeeq.staff.doors import StaffRequest, for_admins, for_managers
from rafeeq.system import queries
from rafeeq.system.queries import Sought
from rafeeq.ui import choices

MOST_IN_A_FILE = 100_000
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def _sought(request: StaffRequest) -> tuple[Sought, dict[str, str]]:
    """What is looked for, and the words it was asked in, to be shown in the form and kept in the links."""
    asked = {
        name: one_line(request.GET.get(name, "").replace("\0", ""))[:200] for name in ("who", "what", "from", "to")
    }
    return (
        Sought(
            who=asked["who"],
            what=asked["what"],
            since=_day(asked["from"]),
            until=_day(asked["to"]),
            before=whole_number(request.GET.get("before", "")),
        ),
        {name: value for name, value in asked.items() if value},
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@require_safe
@for_managers
def audit(request: StaffRequest) -> HttpResponse:
    """One page of the record, the latest first."""
    sought, asked = _sought(request)
    entries, older = queries.record_of_changes(sought)
    context = {
        "days": record.days(record.line(entry) for entry in entries),
        "older": f"?{urlencode(asked | {'before': older})}" if older else "",
        "newer": f"?{urlencode(asked)}" if sought.before else "",
        "asked": asked,
        "kinds": record.kinds_by_room(),
        "file": f"?{urlencode(asked)}",
    }
    return render(request, "setup/audit.html", context)


@require_safe
@for_admins
def audit_file(request: StaffRequest) -> StreamingHttpResponse:
    """The same as a table for other programs, in which nothing is a formula."""
    sought, _asked = _sought(request)
    reader = choices.current()

    def rows() -> Iterator[str]:
        # The answer is sent after the middleware has put back the language of before.
        with choices.using(reader):
            yield "\ufeff" + _row([_("When"), _("Who"), _("What"), _("About"), _("Part"), _("Before"), _("After")])
            for entry in queries.whole_record(sought, most=MOST_IN_A_FILE):
                said = record.line(entry)
                at = timezone.localtime(said.at).isoformat(timespec="seconds")
                for change in said.changes or [record.Change("", "", "")]:
                    yield _row(
                        [at, record.who_of(said), said.what, said.target, change.name, change.before, change.after]
                    )

    response = StreamingHttpResponse(rows(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="changes.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _row(values: list[str]) -> str:
    held = io.StringIO()
    csv.writer(held).writerow([harmless(value) for value in values])
    return held.getvalue()


def harmless(value: str) -> str:
    """A cell that no table program takes for a formula, however much space stands before it."""
    return f"'{value}" if value.lstrip().startswith(DANGEROUS) or value.startswith(DANGEROUS) else value
