"""What customers are promised: made, kept with a result, moved before it is due."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Router

from rafeeq.api import outputs, queries, render
from rafeeq.api.bearer import Call
from rafeeq.api.inputs import NewPromise, PromiseMove, PromiseResult
from rafeeq.api.problems import Refusal
from rafeeq.api.views.tickets import seen
from rafeeq.flows import promises as flow
from rafeeq.sla.actions import promises
from rafeeq.sla.actions.promises import Refused
from rafeeq.sla.models import Promise
from rafeeq.sla.queries.promises import promise_for, promises_in
from rafeeq.sla.wording import REFUSALS
from rafeeq.tickets.queries.merged import merged_numbers

router = Router(tags=["promises"])
# The field of the body that a refusal is about, where it is not named alike.
FIELDS = {"past": "due", "far": "due", "same": "due", "empty": "result"}
GONE = {"settled", "due"}


@router.get(
    "/tickets/{int:number}/promises",
    response=outputs.Part[outputs.PromiseOut],
    summary=gettext_noop("What was promised in a ticket"),
)
def list_promises(request: Call, number: int) -> outputs.Part[outputs.PromiseOut]:
    """The earliest due first, with those of tickets that were merged into it."""
    rows = promises_in(merged_numbers(seen(request, number)))
    return outputs.Part[outputs.PromiseOut](items=[render.whole_promise(row) for row in rows])


@router.post(
    "/tickets/{int:number}/promises",
    response={201: outputs.PromiseOut},
    summary=gettext_noop("Promise the customer something by a date"),
)
def add_promise(request: Call, number: int, body: NewPromise) -> tuple[int, outputs.PromiseOut]:
    """The customer sees it on their page. Whoever has the ticket owns it, and else the caller."""
    ticket, user = seen(request, number), request.auth.user
    owner = queries.person_called(body.owner) if body.owner is not None else None
    if body.owner is not None and owner is None:
        raise Refusal("invalid", ("owner", "unknown", _("There is no such person.")))
    made = _done(lambda: promises.make(ticket, by=user, text=body.text, due=body.due, owner=owner))
    return 201, render.whole_promise(made)


@router.post(
    "/promises/{int:promise}/result",
    response=outputs.PromiseOut,
    summary=gettext_noop("Keep a promise: what came of it"),
)
def keep_promise(request: Call, promise: int, body: PromiseResult) -> outputs.PromiseOut:
    """A result that tells the customer nothing new is refused. After its time the promise counts as kept late."""
    owed = _seen(request, promise)
    return render.whole_promise(_done(lambda: promises.keep(owed, by=request.auth.user, result=body.result)))


@router.post(
    "/promises/{int:promise}/move",
    response={201: outputs.PromiseOut},
    summary=gettext_noop("Move a promise before it is due"),
)
def move_promise(request: Call, promise: int, body: PromiseMove) -> tuple[int, outputs.PromiseOut]:
    """Gives the promise that holds now. The customer is told the new date and the reason."""
    owed, user = _seen(request, promise), request.auth.user
    return 201, render.whole_promise(_done(lambda: flow.move(owed, by=user, due=body.due, reason=body.reason)))


def _seen(request: Call, pk: int) -> Promise:
    found = promise_for(request.auth.user, pk)
    if found is None:
        raise Refusal("not_found")
    return found


def _done(do: Callable[[], Promise]) -> Promise:
    try:
        return do()
    except Refused as refused:
        if refused.why in GONE:
            raise Refusal(
                "promise_settled", (FIELDS.get(refused.why, ""), refused.why, REFUSALS[refused.why])
            ) from None
        field = FIELDS.get(refused.why, refused.why)
        raise Refusal("invalid", (field, refused.why, REFUSALS[refused.why])) from None
