"""The closed lists of words in the JSON: the same as the record's own, so that a new one appears here by itself."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from pydantic_core import CoreSchema, core_schema

from rafeeq.customers import models as customers
from rafeeq.sla.models import Clock, Promise
from rafeeq.sla.rules.clocks import STATES
from rafeeq.staff.models import Act as GrantedAct
from rafeeq.system.outside_words import TROUBLES as OUTSIDE
from rafeeq.tickets import models as tickets
from rafeeq.tickets.models.claim import Source as ClaimSource
from rafeeq.tickets.models.claim import Verdict as ClaimVerdict


class OneOf:
    """A text that is one of these words."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.literal_schema(self.words)


Outcome = Annotated[str, OneOf(tickets.Outcome.values)]
Status = Annotated[str, OneOf(tickets.Status.values)]
Kind = Annotated[str, OneOf(tickets.Kind.values)]
Priority = Annotated[str, OneOf(tickets.Priority.values)]
Tier = Annotated[str, OneOf(customers.Tier.values)]
AddressKind = Annotated[str, OneOf(customers.Address.Kind.values)]
DealingKind = Annotated[str, OneOf(customers.Dealing.Kind.values)]
ClockKind = Annotated[str, OneOf(Clock.Kind.values)]
PromiseState = Annotated[str, OneOf(Promise.State.values)]
StepState = Annotated[str, OneOf(["open", "done", "left_out"])]
ClockState = Annotated[str, OneOf(STATES)]
Language = Annotated[str, OneOf(("ar", "en"))]
Direction = Annotated[str, OneOf([*tickets.Message.Direction.values, "note"])]
DeliveryState = Annotated[str, OneOf(tickets.Delivery.State.values)]
Act = Annotated[str, OneOf(GrantedAct.values)]
RemedyState = Annotated[str, OneOf(tickets.Remedy.State.values)]
ToldBack = Annotated[str, OneOf(word for word in tickets.Remedy.State.values if word != tickets.Remedy.State.ORDERED)]
Decision = Annotated[str, OneOf(tickets.Approval.Decision.values)]
ActorKind = Annotated[str, OneOf(tickets.Event.Actor.values)]
Verdict = Annotated[str, OneOf(ClaimVerdict.values)]
# Staff cannot record that the customer used their own link: only the link can.
HeardAt = Annotated[str, OneOf(word for word in ClaimSource.values if word != ClaimSource.LINK)]

# The events that webhooks can be told of. Internal notes are not among them.
TOLD: dict[str, LazyText] = {
    "ticket.opened": _("A request was opened"),
    "message.received": _("The customer wrote"),
    "message.sent": _("We answered the customer"),
    "ticket.assigned": _("Somebody became responsible"),
    "ticket.handed_over": _("A request was offered to others"),
    "hand_over.accepted": _("A request was taken over"),
    "claim.made": _("A solution was proposed"),
    "verdict.given": _("The customer gave their word"),
    "claim.lapsed": _("The customer did not answer; closed, unconfirmed"),
    "ticket.declined": _("A request was declined"),
    "ticket.withdrawn": _("The customer withdrew the request"),
    "ticket.made_formal": _("The customer made this a formal complaint"),
    "promise.made": _("Something was promised"),
    "promise.kept": _("A promise was kept"),
    "promise.broken": _("A promise was broken: its time has passed without a result"),
    "clock.breached": _("A due time has passed"),
    "approval.asked": _("An approval was asked for"),
    "approval.granted": _("An approval was given"),
    "approval.refused": _("An approval was refused"),
    "remedy.ordered": _("Something was granted to the customer"),
    "remedy.done": _("What was granted has been carried out"),
    "remedy.failed": _("What was granted could not be carried out"),
}

# Why nothing could be handed over, by the name of the trouble that stands first in what is kept of it.
TROUBLES: dict[str, LazyText | str] = OUTSIDE | {"NoSecret": _("The secret cannot be opened: renew it.")}


def trouble_of(error: str) -> tuple[LazyText | str, str]:
    """What went wrong, in words, and the technical rest of it."""
    name, _colon, rest = error.partition(":")
    return (TROUBLES[name], rest.strip()) if name in TROUBLES else ("", error)
