"""Set what each role may grant without asking. Every change is in the record of changes."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from rafeeq.lib import money
from rafeeq.staff.models import Act, Limit, User
from rafeeq.staff.queries.authority import Preset, limits_of
from rafeeq.staff.rules import upside_down
from rafeeq.staff.wording import amount_fault
from rafeeq.system.actions import audit


class UpsideDown(Exception):
    """Somebody could then grant more than who oversees them: `pairs` of roles, the smaller first. Nothing was saved."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__(str(pairs))
        self.pairs = pairs


def set_limit(
    *, role: str, act: str, currency: str = "", amount: Decimal | None = None, by: User, anyway: bool = False
) -> Limit:
    """From now on this role may grant so much of this; `amount` None: without a limit.

    Raises ValidationError for an amount that cannot be, and (unless `anyway`) UpsideDown.
    """
    if act == Act.EXCEPTION:
        currency, amount = "", None
    else:
        _refuse_faults(currency, amount)
    with transaction.atomic():
        known = limits_of(act, currency)
        pairs = upside_down(known | {role: amount})
        if act != Act.EXCEPTION and not anyway and pairs and any(role in pair for pair in pairs):
            raise UpsideDown(pairs)
        kept, _made = Limit.objects.update_or_create(role=role, act=act, currency=currency, defaults={"amount": amount})
        if role not in known or known[role] != amount:
            before = _spelled(act, known[role], currency) if role in known else None
            after = _spelled(act, amount, currency)
            audit(by=by, what="limit.set", target=f"{role} {act} {currency}".strip(), before=before, after=after)
    return kept


def set_limits(*, limits: Iterable[tuple[str, str, Decimal]], currency: str, by: User) -> None:
    """Several limits (role, act, amount), the larger role first: all of them or none. Raises as `set_limit`."""
    with transaction.atomic():
        for role, act, amount in limits:
            set_limit(role=role, act=act, currency=currency, amount=amount, by=by)


def remove_limit(limit: Limit, *, by: User) -> None:
    """From now on this role asks in every case of this."""
    with transaction.atomic():
        if Limit.objects.filter(pk=limit.pk).delete()[0]:
            before = _spelled(limit.act, limit.amount, limit.currency)
            target = f"{limit.role} {limit.act} {limit.currency}".strip()
            audit(by=by, what="limit.removed", target=target, before=before)


def apply_preset(preset: Preset, *, by: User) -> None:
    """Take the limits of a preset over; what it does not name stays."""
    with transaction.atomic():
        for role, act, currency, amount in preset.limits:
            set_limit(role=role, act=act, currency=currency, amount=amount, by=by, anyway=True)


def _refuse_faults(currency: str, amount: Decimal | None) -> None:
    found = money.fault(Decimal(1) if amount is None else amount, currency, zero=True)
    if found is not None:
        field = "currency" if found == "unknown_currency" else "amount"
        raise ValidationError(amount_fault(found, currency), code=field)


def _spelled(act: str, amount: Decimal | None, currency: str) -> dict[str, object]:
    if act == Act.EXCEPTION:
        return {"allowed": True}
    return {"unlimited": True} if amount is None else {"amount": f"{amount.normalize():f} {currency}"}
