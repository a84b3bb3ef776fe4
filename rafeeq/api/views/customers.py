"""Customers, and their visits and orders as other systems of the company know them."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Query, Router

from rafeeq.api import outputs, queries, render
from rafeeq.api.bearer import Call
from rafeeq.api.inputs import CustomerFilters, GivenAddress, NewCustomer, NewDealing, Paging
from rafeeq.api.paging import next_part, place_in
from rafeeq.api.problems import Refusal
from rafeeq.customers.actions import recognise
from rafeeq.customers.actions.dealings import put_dealing
from rafeeq.customers.actions.records import change
from rafeeq.customers.models import Customer
from rafeeq.customers.queries import dealings_of, described, page_of, searched
from rafeeq.customers.rules import BadAddress
from rafeeq.staff.models import Branch
from rafeeq.staff.rules import may_import
from rafeeq.tickets.queries import visible_customers

router = Router(tags=["customers"])


def _seen(call: Call, pk: int) -> Customer:
    row = described(visible_customers(call.auth.user)).filter(pk=pk).first()
    if row is None:
        raise Refusal("not_found")
    return row


def _writes(call: Call) -> None:
    if not may_import(call.auth.user.role):
        raise Refusal("may_not_write_customers")


def _owner(address: GivenAddress, name: str, where: str) -> tuple[Customer, bool]:
    try:
        before = queries.newest_customer()
        owner, _address = recognise(kind=address.kind, value=address.value, name=name)
    except BadAddress:
        said = _("This cannot be an address of this kind.")
        raise Refusal("invalid", (f"{where}.value", "bad_address", said)) from None
    return owner, owner.pk > before


@router.get(
    "/customers", response=outputs.Part[outputs.CustomerRecord], summary=gettext_noop("Visible customers, newest first")
)
def list_customers(request: Call, asked: Query[CustomerFilters]) -> outputs.Part[outputs.CustomerRecord]:
    """Customers that the caller may see, with their addresses."""
    seen = searched(described(visible_customers(request.auth.user)), asked.q or "")
    place = place_in(asked.cursor, 1)
    rows, older = page_of(seen, before=place[0] if place else None, size=asked.limit)
    return outputs.Part[outputs.CustomerRecord](
        items=[render.record(row) for row in rows], next=next_part(request, older) if older else None
    )


@router.get("/customers/{int:customer}", response=outputs.CustomerRecord, summary=gettext_noop("A customer's record"))
def get_customer(request: Call, customer: int) -> outputs.CustomerRecord:
    """Who it is, how to reach them, and how they want to be spoken to."""
    return render.record(_seen(request, customer))


@router.post(
    "/customers",
    response={201: outputs.CustomerRecord, 200: outputs.CustomerRecord},
    summary=gettext_noop("Make a customer, or change the one with this address"),
)
def put_customer(request: Call, body: NewCustomer) -> tuple[int, outputs.CustomerRecord]:
    """201 for a new customer, 200 for a known one. What is not named stays; said twice it is the same as once."""
    _writes(request)
    owner, is_new = _owner(body.address, body.name or "", "address")
    given = {"name": body.name, "organisation": body.organisation, "tier": body.tier, "wants_language": body.language}
    values: dict[str, object] = {name: value for name, value in given.items() if value}
    if body.branch is not None:
        values["branch"] = _branch(body.branch)
    change(owner, by=request.auth.user, values=values)
    return (201 if is_new else 200), render.record(queries.record_of(owner.pk))


@router.get(
    "/customers/{int:customer}/dealings",
    response=outputs.Part[outputs.DealingOut],
    summary=gettext_noop("A customer's visits and orders, latest first"),
)
def list_dealings(request: Call, customer: int, asked: Query[Paging]) -> outputs.Part[outputs.DealingOut]:
    """What other systems told of this customer."""
    rows = dealings_of(_seen(request, customer)).order_by("-pk")
    place = place_in(asked.cursor, 1)
    if place:
        rows = rows.filter(pk__lt=place[0])
    found = list(rows[: asked.limit + 1])
    page = found[: asked.limit]
    more = len(found) > len(page)
    return outputs.Part[outputs.DealingOut](
        items=[render.dealing(row) for row in page], next=next_part(request, page[-1].pk) if more else None
    )


@router.post(
    "/dealings",
    response={201: outputs.DealingOut, 200: outputs.DealingOut},
    summary=gettext_noop("Tell of a visit or an order, or change it"),
)
def put_visit_or_order(request: Call, body: NewDealing) -> tuple[int, outputs.DealingOut]:
    """Known again by `kind` and `external_id`: 201 the first time, 200 after that. The customer is known by address."""
    _writes(request)
    owner, _is_new = _owner(body.customer.address, body.customer.name or "", "customer.address")
    row, is_new = put_dealing(
        customer=owner,
        kind=body.kind,
        external_id=body.external_id,
        at=body.at,
        branch=_branch(body.branch) if body.branch is not None else None,
        amount=Decimal(str(body.amount)) if body.amount is not None else None,
        currency=body.currency or "SAR",
        what=body.what or "",
    )
    return (201 if is_new else 200), render.dealing(row)


def _branch(reference: int | str) -> Branch:
    found = queries.branch_called(reference)
    if found is None:
        raise Refusal("invalid", ("branch", "not_known", _("There is no such branch.")))
    return found
