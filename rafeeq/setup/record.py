"""The record of changes in words: what each kind of entry means, and what changed from what to what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from rafeeq.setup import words
from rafeeq.system.models import AuditEntry
from rafeeq.system.preferences import REGISTRY

# What happened, by the entry's name; one that is not here is shown by its name.
KINDS: dict[str, str | Promise] = {
    "setting.changed": __("Setting changed"),
    "mailbox.added": __("Mailbox added"),
    "mailbox.changed": __("Mailbox changed"),
    "mailbox.paused": __("Mailbox put to rest"),
    "mailbox.resumed": __("Mailbox fetched again"),
    "mailbox.removed": __("Mailbox removed"),
    "reason.made": __("Reason added"),
    "reason.changed": __("Reason changed"),
    "tag.renamed": __("Tag renamed"),
    "tag.merged": __("Tags merged"),
    "tag.removed": __("Tag removed"),
    "macro.made": __("Macro added"),
    "macro.changed": __("Macro changed"),
    "macro.removed": __("Macro removed"),
    "retention.applied": __("Let go after its time"),
    "person.changed": __("Person changed"),
    "person.closed": __("Account closed"),
    "person.opened": __("Account opened again"),
    "invitation.sent": __("Invitation sent"),
    "invitation.renewed": __("Invitation renewed"),
    "invitation.withdrawn": __("Invitation withdrawn"),
    "invitation.accepted": __("Invitation accepted"),
    "password.changed": __("Password changed"),
    "password.reset": __("Password set anew by link"),
    "second.factor.added": __("Second step added"),
    "second.factor.removed": __("Second step removed"),
    "recovery.codes.made": __("Recovery codes made anew"),
    "absence.entered": __("Absence entered"),
    "absence.ended": __("Absence ended"),
    "team.made": __("Team added"),
    "team.changed": __("Team changed"),
    "team.made_default": __("First team changed"),
    "team.dissolved": __("Team dissolved"),
    "branch.made": __("Branch added"),
    "branch.renamed": __("Branch renamed"),
    "branch.closed": __("Branch closed"),
    "customer.changed": __("Customer's record changed"),
    "customer.merged": __("Customers merged"),
    "customer.merge_undone": __("Merging of customers undone"),
    "customer.exported": __("Customer's record handed out"),
    "customer.erased": __("Customer erased"),
    "customer.held": __("Customer held back from erasing"),
    "customer.released": __("Customer no longer held back"),
    "address.added": __("Customer's address added"),
    "address.proven": __("Customer's address proven"),
    "address.preferred": __("Customer's address preferred"),
    "address.removed": __("Customer's address removed"),
    "fact.forgotten": __("Something told by a customer forgotten"),
    "document.received": __("Document received"),
    "document.asked_again": __("Document asked for again"),
    "import.started": __("Import begun"),
    "import.stopped": __("Import stopped"),
    "token.created": __("Access for a program given"),
    "token.revoked": __("Access for a program taken back"),
    "job.tried_again": __("Job tried again"),
}


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


def line(entry: AuditEntry) -> Line:
    """An entry in words."""
    is_setting = entry.what == "setting.changed"
    return Line(
        entry.pk,
        entry.at,
        "" if entry.who == "system" else entry.who,
        str(KINDS.get(entry.what, entry.what)),
        words.label(entry.target) if is_setting else entry.target,
        [] if is_setting and entry.target not in REGISTRY else changes(entry),
    )


def changes(entry: AuditEntry) -> list[Change]:
    """What changed, part by part where the entry has parts; what stayed as it was is left out."""
    before, after = entry.before, entry.after
    parts = [value for value in (before, after) if isinstance(value, dict)]
    if parts and all(value is None or isinstance(value, dict) for value in (before, after)):
        names = dict.fromkeys(name for value in parts for name in value)
        return [
            Change(words.part(name), _said(before, name), _said(after, name))
            for name in names
            if before is None or after is None or before.get(name) != after.get(name)
        ]
    if before is None and after is None:
        return []
    key = entry.target if entry.what == "setting.changed" else ""
    return [Change("", words.spelled(before, key), words.spelled(after, key))]


def _said(value: dict[str, Any] | None, name: str) -> str:
    return words.spelled(value[name], name) if value and name in value else ""


def who_of(said: Line) -> str:
    """Who it was, in words."""
    return said.who or _("the installation itself")
