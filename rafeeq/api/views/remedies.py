"""What is granted to customers, the approvals it may need, and what became of it elsewhere."""

from django.utils.translation import gettext_noop
from ninja import Query, Router

from rafeeq.api import outputs, queries, render
from rafeeq.api.bearer import Call
from rafeeq.api.inputs import GivenDecision, GivenState, NewRemedy, Paging
from rafeeq.api.paging import EPOCH, next_part, place_in
from rafeeq.api.problems import Refusal
from rafeeq.api.views.tickets import MICROSECOND, seen
from rafeeq.flows import authority
from rafeeq.lib.text import without_nul
from rafeeq.staff.queries.authority import own_limits
from rafeeq.staff.rules import may_administer
from rafeeq.staff.wording import amount_fault
from rafeeq.tickets.actions.remedies import tell_back
from rafeeq.tickets.models import Approval
from rafeeq.tickets.queries.remedies import after, approval_for, waiting_for

router = Router(tags=["remedies"])


@router.post(
    "/tickets/{int:number}/remedies",
    response={201: outputs.Granted},
    summary=gettext_noop("Grant the customer something, or ask for the approval that it needs"),
)
def grant(request: Call, number: int, body: NewRemedy) -> tuple[int, outputs.Granted]:
    """Within the caller's authority it is granted at once; beyond it, somebody with more authority is asked."""
    ticket, user = seen(request, number), request.auth.user
    currency = body.currency or ""
    try:
        made = authority.grant(
            ticket, by=user, act=body.act, amount=body.amount, currency=currency, why=body.why.strip()
        )
    except authority.BadAmount as bad:
        field = "currency" if bad.fault == "unknown_currency" else "amount"
        raise Refusal("invalid", (field, bad.fault, amount_fault(bad.fault, currency))) from None
    if isinstance(made, Approval):
        return 201, outputs.Granted(remedy=None, approval=render.approval(made))
    return 201, outputs.Granted(remedy=render.remedy(made), approval=None)


@router.get(
    "/approvals",
    response=outputs.Part[outputs.ApprovalOut],
    summary=gettext_noop("What waits for the caller's approval, the oldest due first"),
)
def list_approvals(request: Call, asked: Query[Paging]) -> outputs.Part[outputs.ApprovalOut]:
    """Only what the caller's own limits reach, and never what they have asked for themselves."""
    user = request.auth.user
    place = place_in(asked.cursor, 2)
    rows = after(waiting_for(user, own_limits(user)), (EPOCH + place[0] * MICROSECOND, place[1]) if place else None)
    found = list(rows[: asked.limit + 1])
    page = found[: asked.limit]
    last = page[-1] if len(found) > len(page) else None
    further = next_part(request, (last.due_at - EPOCH) // MICROSECOND, last.pk) if last and last.due_at else None
    return outputs.Part[outputs.ApprovalOut](items=[render.approval(row) for row in page], next=further)


@router.post(
    "/approvals/{int:approval}/decision",
    response=outputs.ApprovalOut,
    summary=gettext_noop("Approve or refuse, or take back what one has asked for"),
)
def decide(request: Call, approval: int, body: GivenDecision) -> outputs.ApprovalOut:
    """What is approved is granted at once, in the name of whoever asked."""
    user = request.auth.user
    found = approval_for(user, approval)
    if found is None:
        raise Refusal("not_found")
    if body.decision == Approval.Decision.WITHDRAWN:
        return render.approval(authority.withdraw(found, by=user))
    granted = body.decision == Approval.Decision.GRANTED
    return render.approval(authority.decide(found, by=user, granted=granted, note=without_nul(body.note or "")))


@router.post(
    "/remedies/{int:remedy}/state",
    response=outputs.RemedyOut,
    summary=gettext_noop("Tell what became of something granted"),
)
def tell_state(request: Call, remedy: int, body: GivenState) -> outputs.RemedyOut:
    """For the system that carries it out. Told twice it is the same as once."""
    found = queries.remedy_seen_by(request.auth.user, remedy)
    if found is None:
        raise Refusal("not_found")
    if not may_administer(request.auth.user.role):
        raise Refusal("may_not_tell_back")
    return render.remedy(tell_back(found, by=request.auth.user, state=body.state, reference=body.reference or ""))
