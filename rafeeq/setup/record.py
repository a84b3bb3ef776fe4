"""The record of changes in words: what each kind of entry means, and what changed from what to what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.setup import words
from rafeeq.system.models import AuditEntry
from rafeeq.system.preferences import REGISTRY
from rafeeq.ui import dates
from rafeeq.ui.numbers import digits

# What happened, by the entry's name; one that is not here is shown by its name.
KINDS: dict[str, str | Promise] = {
    "setting.changed": gettext_lazy("Setting changed"),
    "mailbox.added": gettext_lazy("Mailbox added"),
    "mailbox.changed": gettext_lazy("Mailbox changed"),
    "mailbox.paused": gettext_lazy("Mailbox put to rest"),
    "mailbox.resumed": gettext_lazy("Mailbox fetched again"),
    "mailbox.removed": gettext_lazy("Mailbox removed"),
    "reason.made": gettext_lazy("Reason added"),
    "reason.changed": gettext_lazy("Reason changed"),
    "time_rule.made": gettext_lazy("Time rule added"),
    "time_rule.changed": gettext_lazy("Time rule changed"),
    "time_rule.moved": gettext_lazy("Order of time rules changed"),
    "time_rule.ended": gettext_lazy("Time rule ended"),
    "route.made": gettext_lazy("Route added"),
    "route.changed": gettext_lazy("Route changed"),
    "route.moved": gettext_lazy("Routes put in another order"),
    "route.removed": gettext_lazy("Route deleted"),
    "procedure.made": gettext_lazy("Procedure added"),
    "procedure.changed": gettext_lazy("Procedure changed"),
    "procedure.published": gettext_lazy("Version of a procedure published"),
    "procedure.removed": gettext_lazy("Procedure taken out of use"),
    "procedure.fault_settled": gettext_lazy("Fault found in a step of a procedure answered"),
    "procedure.not_needed": gettext_lazy("Reason without a procedure set aside"),
    "automation.made": gettext_lazy("Automatic rule added"),
    "automation.changed": gettext_lazy("Automatic rule changed"),
    "automation.moved": gettext_lazy("Automatic rules put in another order"),
    "automation.removed": gettext_lazy("Automatic rule deleted"),
    "automation.stopped": gettext_lazy("Automatic rule switched off by itself"),
    "tag.renamed": gettext_lazy("Tag renamed"),
    "tag.merged": gettext_lazy("Tags merged"),
    "tag.removed": gettext_lazy("Tag removed"),
    "limit.set": gettext_lazy("Limit of authority set"),
    "limit.removed": gettext_lazy("Limit of authority taken away"),
    "webhook.made": gettext_lazy("Webhook added"),
    "webhook.changed": gettext_lazy("Webhook changed"),
    "webhook.removed": gettext_lazy("Webhook removed"),
    "webhook.secret_renewed": gettext_lazy("Secret of a webhook renewed"),
    "webhook.disabled": gettext_lazy("Webhook switched off by itself"),
    "macro.made": gettext_lazy("Macro added"),
    "macro.changed": gettext_lazy("Macro changed"),
    "macro.removed": gettext_lazy("Macro removed"),
    "retention.applied": gettext_lazy("Let go after its time"),
    "person.changed": gettext_lazy("Person changed"),
    "person.closed": gettext_lazy("Account closed"),
    "person.opened": gettext_lazy("Account opened again"),
    "invitation.sent": gettext_lazy("Invitation sent"),
    "invitation.renewed": gettext_lazy("Invitation renewed"),
    "invitation.withdrawn": gettext_lazy("Invitation withdrawn"),
    "invitation.accepted": gettext_lazy("Invitation accepted"),
    "password.changed": gettext_lazy("Password changed"),
    "password.reset": gettext_lazy("Password set anew by link"),
    "second.factor.added": gettext_lazy("Second step added"),
    "second.factor.removed": gettext_lazy("Second step removed"),
    "recovery.codes.made": gettext_lazy("Recovery codes made anew"),
    "absence.entered": gettext_lazy("Absence entered"),
    "absence.ended": gettext_lazy("Absence ended"),
    "team.made": gettext_lazy("Team added"),
    "team.changed": gettext_lazy("Team changed"),
    "team.made_default": gettext_lazy("First team changed"),
    "team.dissolved": gettext_lazy("Team dissolved"),
    "calendar.made": gettext_lazy("Calendar added"),
    "calendar.changed": gettext_lazy("Working hours changed"),
    "calendar.announced": gettext_lazy("Holiday or month announced"),
    "calendar.assigned": gettext_lazy("Who goes by a calendar changed"),
    "calendar.made_default": gettext_lazy("Default calendar changed"),
    "calendar.removed": gettext_lazy("Calendar removed"),
    "sample.drawn": gettext_lazy("Sample of the silent drawn"),
    "department.made": gettext_lazy("Department added"),
    "department.changed": gettext_lazy("Department changed"),
    "department.dissolved": gettext_lazy("Department dissolved"),
    "skill.made": gettext_lazy("Skill added"),
    "skill.renamed": gettext_lazy("Skill renamed"),
    "skill.removed": gettext_lazy("Skill removed"),
    "seat.changed": gettext_lazy("What somebody can be given changed"),
    "branch.made": gettext_lazy("Branch added"),
    "branch.renamed": gettext_lazy("Branch renamed"),
    "branch.closed": gettext_lazy("Branch closed"),
    "customer.changed": gettext_lazy("Customer's record changed"),
    "customer.merged": gettext_lazy("Customers merged"),
    "customer.merge_undone": gettext_lazy("Merging of customers undone"),
    "customer.exported": gettext_lazy("Customer's record handed out"),
    "customer.erased": gettext_lazy("Customer erased"),
    "complaints.exported": gettext_lazy("Register of complaints handed out"),
    "customer.held": gettext_lazy("Customer held back from erasing"),
    "customer.restricted": gettext_lazy("Customer restricted"),
    "customer.unrestricted": gettext_lazy("Restriction of a customer ended"),
    "customer.released": gettext_lazy("Customer no longer held back"),
    "address.added": gettext_lazy("Customer's address added"),
    "address.proven": gettext_lazy("Customer's address proven"),
    "address.preferred": gettext_lazy("Customer's address preferred"),
    "address.removed": gettext_lazy("Customer's address removed"),
    "consent.given": gettext_lazy("Consent given"),
    "consent.withdrawn": gettext_lazy("Consent withdrawn"),
    "fact.forgotten": gettext_lazy("Something told by a customer forgotten"),
    "document.received": gettext_lazy("Document received"),
    "document.asked_again": gettext_lazy("Document asked for again"),
    "import.started": gettext_lazy("Import begun"),
    "import.stopped": gettext_lazy("Import stopped"),
    "token.created": gettext_lazy("Access for a program given"),
    "token.revoked": gettext_lazy("Access for a program taken back"),
    "job.tried_again": gettext_lazy("Job tried again"),
}

# Where each kind of entry belongs, by how its name begins, under the headings of the settings.
ROOMS: dict[str | Promise, tuple[str, ...]] = {
    gettext_lazy("The company"): ("setting", "retention", "job"),
    gettext_lazy("Channels and words"): ("mailbox", "webhook", "macro", "token"),
    gettext_lazy("Customers"): (
        "customer", "address", "consent", "fact", "document", "import", "complaints",
    ),
    gettext_lazy("How the work is sorted"): ("reason", "time_rule", "route", "tag"),
}  # fmt: skip


def kinds_by_room() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every kind of entry with its words, for a list to choose from: what belongs to no other room is about people."""
    room_of = {start: str(room) for room, starts in ROOMS.items() for start in starts}
    found: dict[str, list[tuple[str, str]]] = {str(room): [] for room in (*ROOMS, _("People"))}
    for kind, label in KINDS.items():
        found[room_of.get(kind.partition(".")[0], _("People"))].append((kind, str(label)))
    return [(room, sorted(kinds, key=lambda pair: pair[1])) for room, kinds in found.items()]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed; an empty name stands for the whole entry."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the record as people read it. `who` is empty for the installation itself."""

    pk: int
    at: datetime
    who: str
    what: str
    target: str
    changes: list[Change]

    @property
    def is_long(self) -> bool:
        """Whether what changed is better folded away: more than a glance takes in."""
        return len(self.changes) > 2 or sum(len(one.before) + len(one.after) for one in self.changes) > 160


@dataclass(frozen=True, slots=True)
class Day:
    """What was done on one day, the latest first; `near` is its everyday name, if it has one."""

    day: date
    near: str
    lines: list[Line]


def days(lines: Iterable[Line]) -> list[Day]:
    """The lines by the reader's days, in the order they came."""
    return [
        Day(day, dates.near_day(day), list(its)) for day, its in groupby(lines, key=lambda one: dates.day_of(one.at))
    ]


def line(entry: AuditEntry) -> Line:
    """An entry in words."""
    is_setting = entry.what == "setting.changed"
    return Line(
        entry.pk,
        entry.at,
        "" if entry.who == "system" else entry.who,
        str(KINDS.get(entry.what, entry.what)),
        words.label(entry.target) if is_setting else _target(entry.target),
        [] if is_setting and entry.target not in REGISTRY else changes(entry),
    )


def _target(target: str) -> str:
    """What a change was about: records of people are named by their number alone, for a name can be erased."""
    room, _space, number = target.partition(" ")
    if number.isdecimal() and room == "customer":
        return _("Customer %(number)s") % {"number": digits(number)}
    if number.isdecimal() and room == "import":
        return _("Import %(number)s") % {"number": digits(number)}
    # The number stands before the name in the record, so that the same name twice can be told apart.
    return (
        number
        if room.isdecimal() and number
        else {"attachments": _("Attachments"), "raw mail": _("Raw mail")}.get(target, target)
    )


def changes(entry: AuditEntry) -> list[Change]:
    """What changed, part by part where the entry has parts; what stayed as it was is left out."""
    before, after = entry.before, entry.after
    parts = [value for value in (before, after) if isinstance(value, dict)]
    if parts and all(value is None or isinstance(value, dict) for value in (before, after)):
        return list(_by_part(before or {}, after or {}))
    if before is None and after is None:
        return []
    key = entry.target if entry.what == "setting.changed" else ""
    return [Change("", words.spelled(before, key), words.spelled(after, key))]


def _by_part(before: dict[str, Any], after: dict[str, Any], within: str = "") -> Iterator[Change]:
    """What differs, part by part; of a part that has parts itself, such as a server, only those that differ."""
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        called = f"{within} · {words.part(name)}" if within else words.part(name)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _by_part(old, new, called)
        elif old != new and (old or new):
            yield Change(called, _said(before, name), _said(after, name))


def _said(value: dict[str, Any] | None, name: str) -> str:
    return words.spelled(value[name], name) if value and name in value else ""


def who_of(said: Line) -> str:
    """Who it was, in words."""
    return said.who or _("the installation itself")
