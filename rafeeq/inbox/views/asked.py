"""The forms of a ticket's page, each made only when the page shows it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from rafeeq.inbox import calm_forms, complaint_forms, forms, hand_forms, listening_forms, promise_forms
from rafeeq.inbox.queries import around, joining
from rafeeq.inbox.queries.composer import Composer
from rafeeq.inbox.queries.packet import begun
from rafeeq.inbox.remedy_forms import GrantForm
from rafeeq.inbox.views.doors import StaffRequest
from rafeeq.lib.text import whole_number
from rafeeq.sla.models import Promise
from rafeeq.sla.queries.promises import promise_in
from rafeeq.staff.rules import may_approve_hand_overs, may_restrict
from rafeeq.tickets.models import Ticket
from rafeeq.tickets.queries import reasons
from rafeeq.tickets.queries.abuse import marked_in
from rafeeq.tickets.queries.asked_inside import departments, people_asked_in
from rafeeq.tickets.queries.complaints import complaint_of
from rafeeq.tickets.queries.listening import understood
from rafeeq.tickets.queries.merged import merged_numbers
from rafeeq.tickets.rules.complaints import next_stage

# What is edited in its place, and what opens in the page's dialog.
FACTS = ("assignment", "kind", "reason", "priority", "tags")
DOORS = (
    "hand_over", "hand_over_return", "hand_over_refusal", "ask_inside", "referral",
    "resolution", "verdict", "decision", "merge", "split", "repeat", "restatement", "restated", "expectation",
    "complaint", "promise", "promise_result", "promise_move", "promise_release", "promise_owner", "grant",
    "abuse", "restriction",
)  # fmt: skip

Make = Callable[[StaffRequest, Ticket, Any], forms.Asking]


def _assignment(request: StaffRequest, ticket: Ticket, data: Any) -> forms.Asking:
    return forms.AssignmentForm(data, takers=around.takers(ticket), initial={"to": ticket.assignee_id})


def _reason(request: StaffRequest, ticket: Ticket, data: Any) -> forms.Asking:
    return forms.ReasonForm(data, reasons=list(reasons()), initial={"reason": ticket.reason_id})


def _tags(request: StaffRequest, ticket: Ticket, data: Any) -> forms.Asking:
    return forms.TagsForm(data, initial={"tags": "، ".join(around.tags_of(ticket))})


def _resolution(request: StaffRequest, ticket: Ticket, data: Any) -> forms.Asking:
    return forms.ResolutionForm(data, reasons=list(reasons()), initial={"cause": ticket.reason_id})


def _promise(request: StaffRequest, ticket: Ticket) -> Promise:
    """The promise that is asked for: by the form's own address, or by the door's `?promise=`."""
    match = request.resolver_match
    pk = (match.kwargs.get("pk") if match else None) or whole_number(request.GET.get("promise", ""))
    found = promise_in(merged_numbers(ticket), pk) if pk is not None and pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _move(request: StaffRequest, ticket: Ticket, data: Any) -> forms.Asking:
    promise = _promise(request, ticket)
    return promise_forms.PromiseMoveForm(data, promise=promise, initial={"due": promise.due_at})


def _owner(request: StaffRequest, ticket: Ticket, data: Any) -> forms.Asking:
    promise = _promise(request, ticket)
    takers = [(pk, name) for pk, name in around.takers(ticket) if pk != promise.owner_id]
    return promise_forms.PromiseOwnerForm(data, promise=promise, takers=takers)


def hand_over_form(request: StaffRequest, ticket: Ticket, data: Any) -> hand_forms.HandOverForm:
    """The packet, begun with what is known of it."""
    known = begun(ticket, with_words=data is None)
    asks = bool(known.way) and not may_approve_hand_overs(request.user.role)
    return hand_forms.HandOverForm(data, receivers=around.receivers(), begun=known, asks=asks)


def ask_inside_form(request: StaffRequest, ticket: Ticket, data: Any) -> hand_forms.AskInsideForm:
    """Whom to ask: every department where somebody sits."""
    return hand_forms.AskInsideForm(data, departments=departments(), people=people_asked_in(departments()))


def _complaint(request: StaffRequest, ticket: Ticket, data: Any) -> forms.Asking:
    known = complaint_of(ticket)
    return complaint_forms.StepForm(data, to=next_stage(known.stage if known else "received") or "")


def _abuse(request: StaffRequest, ticket: Ticket, data: Any) -> forms.Asking:
    form = calm_forms.AbuseForm(data, messages=joining.separable(ticket), initial={"messages": marked_in(ticket)})
    form.may_restrict = may_restrict(request.user.role)
    return form


MAKERS: dict[str, Make] = {
    "assignment": _assignment,
    "kind": lambda request, ticket, data: forms.KindForm(data, initial={"kind": ticket.kind}),
    "reason": _reason,
    "priority": lambda request, ticket, data: forms.PriorityForm(data, initial={"priority": ticket.priority}),
    "tags": _tags,
    "complaint": _complaint,
    "restatement": lambda request, ticket, data: listening_forms.RestatementForm(
        data, initial={"text": understood(ticket)}
    ),
    "restated": lambda request, ticket, data: listening_forms.RestatedForm(data),
    "expectation": lambda request, ticket, data: listening_forms.ExpectationForm(data),
    "hand_over": hand_over_form,
    "hand_over_return": lambda request, ticket, data: hand_forms.GivenBackForm(data),
    "hand_over_refusal": lambda request, ticket, data: hand_forms.RefusalForm(data),
    "ask_inside": ask_inside_form,
    "referral": lambda request, ticket, data: hand_forms.ReferralForm(data),
    "abuse": _abuse,
    "restriction": lambda request, ticket, data: calm_forms.RestrictionForm(data),
    "grant": lambda request, ticket, data: GrantForm(data, user=request.user),
    "resolution": _resolution,
    "verdict": lambda request, ticket, data: forms.VerdictForm(data),
    "decision": lambda request, ticket, data: forms.DecisionForm(data),
    "merge": lambda request, ticket, data: forms.MergeForm(data, others=joining.others(request.user, ticket)),
    "split": lambda request, ticket, data: forms.SplitForm(
        data, messages=joining.separable(ticket), promises=joining.carried(ticket)
    ),
    "repeat": lambda request, ticket, data: forms.RepeatForm(data, earlier=joining.earlier(request.user, ticket)),
    "promise": lambda request, ticket, data: promise_forms.NewPromiseForm(data),
    "promise_result": lambda request, ticket, data: promise_forms.PromiseResultForm(
        data, promise=_promise(request, ticket)
    ),
    "promise_move": _move,
    "promise_release": lambda request, ticket, data: promise_forms.PromiseReleaseForm(
        data, promise=_promise(request, ticket)
    ),
    "promise_owner": _owner,
}


@dataclass(frozen=True, slots=True)
class Blank:
    """A form of the composer that nobody has sent: its one-time mark, and what was being written in it."""

    name: str
    words: str
    mark: str
    is_bound: bool = False


class Forms:
    """`forms["kind"]`: made when first asked for; the one that came back is given back as it is."""

    def __init__(
        self,
        request: StaffRequest,
        ticket: Ticket,
        returned: forms.Asking | None = None,
        composer: Composer | None = None,
    ) -> None:
        self._request, self._ticket = request, ticket
        self._made: dict[str, forms.Asking | Blank] = _blank(composer) if composer else {}
        if returned is not None:
            self._made[returned.name] = returned

    def __getitem__(self, name: str) -> forms.Asking | Blank:
        if name not in self._made:
            self._made[name] = filled(self._request, self._ticket, name, None)
        return self._made[name]


def _blank(composer: Composer) -> dict[str, forms.Asking | Blank]:
    written = {kind: draft.text for kind, draft in composer.drafts.items()}
    kinds = (forms.ReplyForm.name, forms.NoteForm.name, forms.LogForm.name)
    return {kind: Blank(kind, written.get(kind, ""), secrets.token_urlsafe(16)) for kind in kinds}


def filled(request: StaffRequest, ticket: Ticket, name: str, data: Any) -> forms.Asking:
    """The form of this name for this ticket, with what was entered (None: still empty). Raises KeyError."""
    return MAKERS[name](request, ticket, data)
