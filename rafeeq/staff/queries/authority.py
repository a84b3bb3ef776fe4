"""Who may grant what without asking, and the limits that can be taken over as they are."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from rafeeq.staff.models import Limit, Role, User
from rafeeq.staff.rules import APPROVERS, is_within

PRESETS = Path(__file__).resolve().parent.parent / "presets" / "authority.toml"


def limits() -> list[Limit]:
    """Every limit, in the order in which a page tells them."""
    order = {role: place for place, role in enumerate(Role.values)}
    acts = {"refund": 0, "credit": 1, "waiver": 2, "exception": 3}
    return sorted(Limit.objects.all(), key=lambda one: (order.get(one.role, 99), acts.get(one.act, 9), one.currency))


def nobody_approves() -> bool:
    """Whether no role above an agent may grant anything: whatever somebody asks for, nobody could approve it."""
    return not Limit.objects.filter(role__in=APPROVERS).exists()


def limit(pk: int) -> Limit | None:
    return Limit.objects.filter(pk=pk).first()


def limits_of(act: str, currency: str) -> dict[str, Decimal | None]:
    """How much each role may grant of one thing in one currency; a role that is missing has to ask."""
    return dict(Limit.objects.filter(act=act, currency=currency).values_list("role", "amount"))


def own_limits(user: User) -> list[Limit]:
    """What this person may grant without asking."""
    return list(Limit.objects.filter(role=user.role).order_by("act", "currency"))


def may_grant(user: User, *, act: str, amount: Decimal | None, currency: str) -> bool:
    """Whether this is within the person's own authority."""
    kept = Limit.objects.filter(role=user.role, act=act, currency=currency).values_list("currency", "amount")
    return user.is_active and is_within(amount, dict(kept), currency)


def roles_that_may_approve(*, act: str, amount: Decimal | None, currency: str) -> list[str]:
    """The roles above whose people may decide on this, from the nearest to the farthest."""
    known = limits_of(act, currency)
    return [role for role in APPROVERS if role in known and is_within(amount, {currency: known[role]}, currency)]


def currencies_in_use() -> list[str]:
    """The currencies in which somebody may grant something."""
    return sorted(set(Limit.objects.exclude(currency="").values_list("currency", flat=True)))


@dataclass(frozen=True, slots=True)
class Preset:
    """Limits to take over: where they come from, how sure that is, and (role, act, currency, amount) each."""

    key: str
    names: Mapping[str, str]
    source: str
    url: str
    status: str
    limits: tuple[tuple[str, str, str, Decimal], ...]


@cache
def presets() -> dict[str, Preset]:
    """The limits that come with the product."""
    found: dict[str, Any] = tomllib.loads(PRESETS.read_text(encoding="utf-8"))
    return {key: _preset(key, said) for key, said in found.items()}


def _preset(key: str, said: dict[str, Any]) -> Preset:
    rows = tuple(
        (one["role"], act, one["currency"], Decimal(one["amount"])) for one in said["limits"] for act in one["acts"]
    )
    names = {"ar": said["name_ar"], "en": said["name_en"]}
    return Preset(key, names, said["source"], said["url"], said["status"], rows)
