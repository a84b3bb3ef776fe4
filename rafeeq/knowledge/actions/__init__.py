"""The verbs of ready replies; every change is audited."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from rafeeq.knowledge.models import Macro
from rafeeq.knowledge.queries import may_write_for, may_write_macro
from rafeeq.knowledge.rules import STEPS, says_solved, unknown
from rafeeq.lib.text import one_line, without_nul
from rafeeq.staff.models import Team, User
from rafeeq.system.actions import audit
from rafeeq.system.rules import fingerprint


class MayNotWrite(Exception):
    """This person may not write ready replies here."""


class SaysSolved(ValueError):
    """The words call the matter solved, which only the customer may say; `args[0]` holds them, folded."""


class UnknownPlaceholders(ValueError):
    """The words ask for what nothing fills in; `args[0]` is the list."""


class ChangedMeanwhile(Exception):
    """Nothing was saved: somebody else has changed this ready reply; `now` is how it stands."""

    def __init__(self, now: Macro) -> None:
        super().__init__(now.name)
        self.now = now


class NoWords(ValueError):
    """A ready reply needs a name, and words in at least one language or something that it does."""


def save_macro(
    macro: Macro | None,
    *,
    by: User,
    name: str,
    text_ar: str = "",
    text_en: str = "",
    shortcut: str = "",
    team: Team | None = None,
    steps: Mapping[str, Any] | None = None,
    seen: str = "",
) -> Macro:
    """Write a new ready reply, or change one that looks as `seen` says (its `mark`; empty: however it looks).

    Raises MayNotWrite, NoWords, SaysSolved, UnknownPlaceholders, ChangedMeanwhile.
    """
    if not may_write_for(by, team) or (macro and not may_write_macro(by, macro)):
        raise MayNotWrite
    does = {key: value for key in STEPS if (value := (steps or {}).get(key)) not in (None, "", [])}
    _check(name, text_ar, text_en, does)
    with transaction.atomic():
        row = _held(macro, seen) if macro else Macro()
        before = _told(row) if macro else None
        row.name, row.shortcut = one_line(name)[:120], one_line(shortcut).lstrip("#").replace(" ", "_")[:40]
        row.text_ar, row.text_en, row.team = without_nul(text_ar).strip(), without_nul(text_en).strip(), team
        row.steps, row.changed_at = does, timezone.now()
        row.save()
        what = "macro.changed" if macro else "macro.made"
        audit(by=by, what=what, target=f"{row.pk} {row.name}", before=before, after=_told(row))
    return row


def mark(macro: Macro) -> str:
    """A short mark of a ready reply, to see whether somebody changed it since."""
    return fingerprint([_told(macro), macro.is_active])


def _held(macro: Macro, seen: str) -> Macro:
    row = Macro.objects.select_for_update(of=("self",)).select_related("team").get(pk=macro.pk)
    if seen and mark(row) != seen:
        raise ChangedMeanwhile(row)
    return row


def remove_macro(macro: Macro, *, by: User) -> None:
    """Take a ready reply out of use. Raises MayNotWrite."""
    if not may_write_macro(by, macro):
        raise MayNotWrite
    with transaction.atomic():
        Macro.objects.filter(pk=macro.pk).update(is_active=False, changed_at=timezone.now())
        audit(by=by, what="macro.removed", target=f"{macro.pk} {macro.name}", before=_told(macro))


def _check(name: str, text_ar: str, text_en: str, steps: Mapping[str, Any]) -> None:
    if not name.strip() or not (text_ar.strip() or text_en.strip() or steps):
        raise NoWords
    for text in (name, text_ar, text_en):
        if solved := says_solved(text):
            raise SaysSolved(solved)
    if strange := unknown(f"{text_ar}\n{text_en}\n{steps.get('note', '')}"):
        raise UnknownPlaceholders(strange)


def _told(row: Macro) -> dict[str, object]:
    return {
        "name": row.name,
        "shortcut": row.shortcut,
        "text_ar": row.text_ar,
        "text_en": row.text_en,
        "team": row.team_id,
        "steps": dict(row.steps),
    }
