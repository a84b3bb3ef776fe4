"""Write rules, put them in order, switch them off and on; every change is audited."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from rafeeq.automation.actions.following import begin
from rafeeq.automation.conditions import CONDITIONS
from rafeeq.automation.models import AutomationRule, Waiting
from rafeeq.automation.registry import deeds
from rafeeq.automation.rules.triggers import ALL, TIMES
from rafeeq.lib.text import one_line
from rafeeq.sla.rules.targets import MOST, Target
from rafeeq.staff.models import User
from rafeeq.system.actions import audit, move_one
from rafeeq.system.rules import fingerprint
from rafeeq.ui.numbers import digits


class ChangedMeanwhile(Exception):
    """Nothing was saved: somebody else has changed this rule; `now` is how it stands."""

    def __init__(self, now: AutomationRule) -> None:
        super().__init__(now.name)
        self.now = now


def save_rule(
    row: AutomationRule | None,
    *,
    by: User,
    name: str,
    when: str,
    amount: int = 0,
    unit: str = "",
    fits: Mapping[str, Any],
    does: Mapping[str, Any],
    is_active: bool = True,
    seen: str = "",
) -> AutomationRule:
    """A new rule, behind the others, or a change of one that looks as `seen` says (its `mark`).

    Raises ValidationError, its code the field, and ChangedMeanwhile.
    """
    wanted = drawn(name=name, when=when, amount=amount, unit=unit, fits=fits, does=does)
    with transaction.atomic():
        made = _held(row, seen) if row else AutomationRule(order=_end(), version=0)
        before = told(made) if row else None
        for column in ("name", "when", "amount", "unit", "fits", "deeds"):
            setattr(made, column, getattr(wanted, column))
        if is_active and not made.is_active:
            made.stopped_at, made.stopped_why = None, ""
        made.is_active = is_active
        if before == told(made):
            return made
        made.version, made.changed_by, made.changed_at = made.version + 1, by, timezone.now()
        made.save()
        _wait_anew(made)
        begin()
        what = "automation.changed" if row else "automation.made"
        audit(by=by, what=what, target=f"{made.pk} {made.name}", before=before, after=told(made))
    return made


def drawn(
    *, name: str, when: str, amount: int, unit: str, fits: Mapping[str, Any], does: Mapping[str, Any]
) -> AutomationRule:
    """A rule as it would be, kept nowhere. Raises ValidationError."""
    made = AutomationRule(
        name=one_line(name)[:120],
        when=when,
        fits={key: value for key in CONDITIONS if (value := fits.get(key)) not in (None, "", [])},
        deeds={key: value for key in deeds() if (value := does.get(key)) not in (None, "", [], False)},
    )
    if when in TIMES:
        made.amount, made.unit = amount, unit
    _check(made)
    return made


def _check(rule: AutomationRule) -> None:
    if not rule.name.strip():
        raise ValidationError(_("A rule needs a name."), code="name")
    if rule.when not in ALL:
        raise ValidationError(_("Choose when it begins."), code="when")
    if rule.when in TIMES:
        try:
            Target(rule.amount, rule.unit)
        except (ValueError, TypeError):
            raise ValidationError(_amount_refused(rule), code="amount") from None
    if not rule.deeds:
        raise ValidationError(_("Choose at least one thing that the rule does."), code="deeds")


def _amount_refused(rule: AutomationRule) -> str:
    if rule.unit in MOST and isinstance(rule.amount, int) and rule.amount > MOST[rule.unit]:
        return _("That is too long: at most %(most)s of this unit.") % {"most": digits(MOST[rule.unit])}
    return _("Write how much time has to pass.")


def _wait_anew(rule: AutomationRule) -> None:
    """What waits for a rule that was changed goes by the new one: its time is counted anew when it is looked at."""
    mine = Waiting.objects.filter(rule=rule, event=None)
    if not rule.is_active or rule.when not in TIMES:
        mine.delete()
    else:
        mine.update(due_at=timezone.now())


def move_rule(row: AutomationRule, *, up: bool, by: User) -> None:
    """One place up or down."""
    with transaction.atomic():
        kept = AutomationRule.objects.select_for_update(of=("self",)).filter(removed_at=None)
        move_one(kept.order_by("order", "pk"), row, up=up, by=by, what="automation.moved")


def remove_rule(row: AutomationRule, *, by: User) -> None:
    """Take a rule away for good; what it did stays done, and told under its name."""
    with transaction.atomic():
        AutomationRule.objects.filter(pk=row.pk).update(is_active=False, removed_at=timezone.now())
        Waiting.objects.filter(rule=row).delete()
        audit(by=by, what="automation.removed", target=f"{row.pk} {row.name}", before=told(row))


def mark(row: AutomationRule) -> str:
    """A short mark of a rule, to see whether somebody changed it since."""
    return fingerprint(told(row))


def told(row: AutomationRule) -> dict[str, Any]:
    """A rule in the record of changes."""
    return {
        "name": row.name,
        "is_active": row.is_active,
        "when": row.when,
        "amount": row.amount,
        "unit": row.unit,
        "fits": dict(row.fits),
        "deeds": dict(row.deeds),
    }


def _end() -> int:
    return int(AutomationRule.objects.aggregate(end=Max("order"))["end"] or 0) + 1


def _held(row: AutomationRule, seen: str) -> AutomationRule:
    held = AutomationRule.objects.select_for_update(of=("self",)).get(pk=row.pk, removed_at=None)
    if seen and mark(held) != seen:
        raise ChangedMeanwhile(held)
    return held
