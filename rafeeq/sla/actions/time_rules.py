"""The verbs of time rules. A change is a successor from a moment on: what has been measured stays as it was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rafeeq.lib import working_time
from rafeeq.lib.text import one_line
from rafeeq.sla.models import TimeRule
from rafeeq.sla.queries.clocks import forget
from rafeeq.sla.queries.presets import preset
from rafeeq.sla.queries.time_rules import as_values
from rafeeq.sla.rules.changing import Refused, check, check_tightened
from rafeeq.sla.rules.targets import FITS, Target, due
from rafeeq.staff.models import Team, User
from rafeeq.staff.queries.hours import houses
from rafeeq.system.actions import audit
from rafeeq.system.rules import fingerprint


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of a rule. `targets`: the clock's kind → amount and unit."""

    name: str
    targets: Mapping[str, Mapping[str, Any]]
    fits: Mapping[str, list[Any]] = field(default_factory=dict)
    pause_cap_hours: int | None = None
    warn_at_percent: int = 75


def mark(rule: TimeRule) -> str:
    """A short mark of a rule, to see whether somebody changed it since."""
    return fingerprint([told(rule), str(rule.ends_at), rule.order])


def add_rule(wanted: Wanted, *, by: User) -> TimeRule:
    """A new rule, before all others, from now on. Raises Refused."""
    with transaction.atomic():
        _in_force_or_coming()
        row = _made(wanted, TimeRule())
        row.save()
        _stand([row, *(one for one in _in_force_or_coming() if one.pk != row.pk)])
        audit(by=by, what="time_rule.made", target=_name(row), after=told(row))
    forget()
    return row


def change_rule(
    rule: TimeRule, wanted: Wanted, *, by: User, seen: str = "", begins: datetime | None = None
) -> TimeRule:
    """The rule as it holds from `begins` on (None: from now); what began before keeps the version it began with.

    A version that has not begun yet is written anew in its place. Raises Refused, also when `seen` is not its `mark`.
    """
    now = timezone.now()
    with transaction.atomic():
        old = _held(rule, seen)
        if old.ends_at is not None:
            raise Refused("has_successor" if old.successors.exists() else "ended")
        begins = begins or now
        if begins < now - timedelta(minutes=1):
            raise Refused("past", "begins")
        is_coming = old.applies_from > now
        row = old if is_coming else TimeRule(order=old.order, replaces=old)
        row.is_legal, row.preset, row.source = old.is_legal, old.preset, old.source
        before, was = told(old), as_values(old)
        row = _made(wanted, row, begins)
        if row.is_legal:
            check_tightened(was, as_values(row))
        row.save()
        ended = TimeRule.objects.filter(pk=row.replaces_id or 0)
        ended.update(ends_at=row.applies_from)
        audit(by=by, what="time_rule.changed", target=_name(row), before=before, after=told(row))
    forget()
    return row


def end_rule(rule: TimeRule, *, by: User, seen: str = "") -> None:
    """From now on the rule gives no clock any more; those that run keep it. Raises Refused."""
    now = timezone.now()
    with transaction.atomic():
        row = _held(rule, seen)
        if row.is_legal and row.applies_from < now - timedelta(days=1):
            raise Refused("legal_stays")
        if not _in_force_or_coming().exclude(pk=row.pk).exclude(pk=row.replaces_id or 0).exists():
            raise Refused("last")
        # The version before it, if this one has not begun, ends with it.
        of_both = Q(pk=row.pk) | Q(pk=row.replaces_id, ends_at__gt=now)
        TimeRule.objects.filter(of_both).exclude(ends_at__lte=now).update(ends_at=now)
        audit(by=by, what="time_rule.ended", target=_name(row), before=told(row))
    forget()


def move_rule(rule: TimeRule, *, up: bool, by: User) -> None:
    """Change the rule's place with the one before or behind it."""
    with transaction.atomic():
        rows = list(_in_force_or_coming())
        chains = _chains(rows)
        place = next((place for place, chain in enumerate(chains) if any(one.pk == rule.pk for one in chain)), None)
        other = None if place is None else place - 1 if up else place + 1
        if place is None or other is None or not 0 <= other < len(chains):
            return
        before = [_name(chain[-1]) for chain in chains]
        chains[place], chains[other] = chains[other], chains[place]
        _stand([one for chain in chains for one in chain])
        after = [_name(chain[-1]) for chain in chains]
        audit(by=by, what="time_rule.moved", target=_name(rule), before={"order": before}, after={"order": after})
    forget()


def adopt(key: str, *, by: User, language: str) -> list[TimeRule]:
    """Make rules of a preset, before all others. Raises Refused when it is adopted already, LookupError for none."""
    told_of = preset(key)
    made = []
    with transaction.atomic():
        if _in_force_or_coming().filter(preset=key).exists():
            raise Refused("adopted")
        for one in told_of["rules"]:
            wanted = Wanted(one["name"][language], one["targets"], one["fits"], one["pause_cap_hours"])
            row = _made(wanted, TimeRule(is_legal=True, preset=key, source=told_of["source"]))
            row.save()
            made.append(row)
        keys = {row.pk for row in made}
        _stand([*made, *(one for one in _in_force_or_coming() if one.pk not in keys)])
        for row in made:
            audit(by=by, what="time_rule.made", target=_name(row), after=told(row))
    forget()
    return made


def told(row: TimeRule) -> dict[str, Any]:
    """A rule as the record of changes tells it."""
    return {
        "name": row.name,
        "targets": {clock: f"{one['amount']} {one['unit']}" for clock, one in row.targets.items()},
        "fits": {name: values for name, values in row.fits.items() if values},
        "pause_cap_hours": row.pause_cap_hours,
        "warn_at_percent": row.warn_at_percent,
        "from": row.applies_from.date().isoformat(),
    }


def _made(wanted: Wanted, row: TimeRule, begins: datetime | None = None) -> TimeRule:
    targets = {}
    for clock, one in wanted.targets.items():
        try:
            targets[clock] = Target(one["amount"], one["unit"])
        except ValueError:
            raise Refused("never_met", clock) from None
    cap = None if wanted.pause_cap_hours is None else timedelta(hours=wanted.pause_cap_hours)
    check(targets, pause_cap=cap, warn_at_percent=wanted.warn_at_percent)
    row.name = one_line(wanted.name)[:120]
    if not row.name:
        raise Refused("no_name", "name")
    row.fits = {name: list(wanted.fits[name]) for name in FITS if wanted.fits.get(name)}
    known = set(Team.objects.filter(pk__in=row.fits.get("teams", ())).values_list("pk", flat=True))
    if known != set(row.fits.get("teams", ())):
        raise Refused("team", "teams")
    _check_hours(targets, row.fits.get("teams", ()))
    row.targets = {clock: {"amount": one.amount, "unit": one.unit} for clock, one in targets.items()}
    row.pause_cap_hours, row.warn_at_percent = wanted.pause_cap_hours, wanted.warn_at_percent
    row.applies_from = begins or timezone.now()
    row.order = row.order or 0
    return row


def _check_hours(targets: Mapping[str, Target], teams: Iterable[int]) -> None:
    """Working time needs hours: a calendar that opens too seldom is found now, not when a customer waits."""
    where, now = houses(), timezone.now()
    calendars = [where.of_team(team) for team in teams] or list(where.kept.values())
    for clock, target in targets.items():
        for kept in calendars if target.counts_work else ():
            try:
                due(target, now, kept.hours)
            except working_time.Refused:
                raise Refused("no_hours", clock) from None


def _in_force_or_coming() -> Any:
    """Versions that hold now or will, in order; held until the transaction ends."""
    rows = TimeRule.objects.select_for_update().filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()))
    return rows.order_by("order", "applies_from", "pk")


def _chains(rows: Iterable[TimeRule]) -> list[list[TimeRule]]:
    """Versions of one rule stand and move together."""
    chains: list[list[TimeRule]] = []
    for row in rows:
        if chains and chains[-1][0].order == row.order:
            chains[-1].append(row)
        else:
            chains.append([row])
    return chains


def _stand(rows: Iterable[TimeRule]) -> None:
    """Number the rules as they stand here; versions that replace each other keep one number."""
    orders: dict[int, int] = {}
    for place, row in enumerate(rows, 1):
        order = orders.get(row.replaces_id or 0, place * 10)
        orders[row.pk] = order
        if row.order != order:
            TimeRule.objects.filter(pk=row.pk).update(order=order)
            row.order = order


def _held(rule: TimeRule, seen: str) -> TimeRule:
    row = TimeRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if seen and mark(row) != seen:
        raise Refused("changed")
    return row


def _name(row: TimeRule) -> str:
    return f"{row.pk} {row.name}"
