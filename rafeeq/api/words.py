"""The closed lists of words in the JSON: the same as the record's own, so that a new one appears here by itself."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic_core import CoreSchema, core_schema

from rafeeq.customers import models as customers
from rafeeq.sla.models import Clock, Promise
from rafeeq.sla.rules.clocks import STATES
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
ClockState = Annotated[str, OneOf(STATES)]
Language = Annotated[str, OneOf(("ar", "en"))]
Direction = Annotated[str, OneOf([*tickets.Message.Direction.values, "note"])]
DeliveryState = Annotated[str, OneOf(tickets.Delivery.State.values)]
ActorKind = Annotated[str, OneOf(tickets.Event.Actor.values)]
Verdict = Annotated[str, OneOf(ClaimVerdict.values)]
# Staff cannot record that the customer used their own link: only the link can.
HeardAt = Annotated[str, OneOf(word for word in ClaimSource.values if word != ClaimSource.LINK)]
