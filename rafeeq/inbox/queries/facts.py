"""What happened to a ticket, with the names and rows that its sentences need, and no others."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from typing import Any, NamedTuple

from rafeeq.automation.models import AutomationRule
from rafeeq.flows.macros import APPLIED, UNDONE, undone
from rafeeq.inbox.queries.sentences import PLAIN, STEPS, told_stage, told_step
from rafeeq.inbox.queries.spoken import MANY, Sending, sendings_of
from rafeeq.knowledge.models import Macro
from rafeeq.knowledge.queries.procedures import names_of
from rafeeq.routing.models import Route
from rafeeq.staff.models import Team, User
from rafeeq.system.statements import Question, asked, padded
from rafeeq.tickets.models import (
    Approval,
    Claim,
    Decision,
    Delivery,
    Event,
    HandOver,
    InternalQuestion,
    Kind,
    Priority,
    Reason,
    Referral,
    Remedy,
    Tag,
    Ticket,
)

PURPOSES = {"claim.made": "question", "ticket.declined": "decision"}
# Kinds whose `data` names the old and the new value.
CHANGES = {"ticket.assigned", "ticket.reason_set", "ticket.kind_changed", "ticket.priority_set"}
# Kinds whose `data` names the team that it went to, and where.
MOVES = {"ticket.moved": "to", "ticket.routed": "team"}
BY_MACROS = {APPLIED, UNDONE}
BY_RULES = {"automation.acted", "automation.stopped"}
CHOICES = {"ticket.kind_changed": dict(Kind.choices), "ticket.priority_set": dict(Priority.choices)}


class Happened(NamedTuple):
    """One event, as the timeline has it."""

    pk: int
    ticket_id: int
    seq: int
    kind: str
    actor: str
    actor_id: int | None
    at: datetime
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """One event, with the rows and names that its sentence needs."""

    kind: str
    actor: str
    who: str
    at: datetime
    words: Mapping[str, Any]
    ticket_id: int = 0
    claim: Claim | None = None
    hand_over: HandOver | None = None
    decision: Decision | None = None
    question: InternalQuestion | None = None
    referral: Referral | None = None
    approval: Approval | None = None
    remedy: Remedy | None = None
    sendings: Sequence[Sending] = ()


def facts_of(ticket: Ticket, numbers: Sequence[int], events: Sequence[Happened]) -> dict[int, Fact]:
    """These events by their ids, told in a number of queries that does not grow with them."""
    if not events:
        return {}
    names = _Names(ticket, numbers, events)
    return {event.pk: names.fact(event) for event in events}


class _Names:
    """The names behind the ids that a timeline holds, fetched once for all of its events."""

    def __init__(self, ticket: Ticket, numbers: Sequence[int], events: Sequence[Happened]) -> None:
        self.ticket, self.numbers, self.events = ticket, numbers, events
        self.kinds = {event.kind for event in events}

    def fact(self, event: Happened) -> Fact:
        data = event.data
        return Fact(
            kind=event.kind,
            actor=event.actor,
            who=self._who(event),
            at=event.at,
            words=self._words(event),
            ticket_id=event.ticket_id,
            claim=self.claims.get(data["claim"]) if "claim" in data else None,
            hand_over=self.hand_overs.get(data["hand_over"]) if "hand_over" in data else None,
            decision=self.decisions.get(data["decision"]) if "decision" in data else None,
            question=self.questions.get(data["internal_question"]) if "internal_question" in data else None,
            referral=self.referrals.get(data["referral"]) if "referral" in data else None,
            approval=self.approvals.get(data["approval"]) if "approval" in data else None,
            remedy=self.remedies.get(data["remedy"]) if "remedy" in data else None,
            sendings=self._sendings(event),
        )

    def _who(self, event: Happened) -> str:
        if event.actor == "staff":
            return self.people.get(event.actor_id or 0, "")
        return self.ticket.customer.name if event.actor == "customer" else ""

    def _words(self, event: Happened) -> Mapping[str, Any]:
        data = event.data
        if event.kind in PLAIN or event.kind in STEPS:
            return data | self._plain(event)
        if event.kind in CHANGES:
            changed = {"old": self._known(event.kind, data["from"]), "new": self._known(event.kind, data["to"])}
            return changed | {
                "because": data.get("because", ""),
                "how": data.get("how", ""),
                "route": self._route(data),
            }
        if event.kind in MOVES:
            led = {"team": self.teams.get(data[MOVES[event.kind]], ""), "route": self._route(data)}
            return led | {"rule": self.rules.get(data.get("rule", 0), "")}
        if event.kind in {"tag.added", "tag.removed"}:
            return {"tag": self.tags.get(data["tag"], "")}
        if event.kind == "delivery.failed":
            return {"failed": self.failed.get(data["delivery"])}
        return data | self._more(event)

    def _more(self, event: Happened) -> dict[str, Any]:
        if event.kind in BY_MACROS:
            return self._by_macro(event)
        return self._by_rule(event.data) if event.kind in BY_RULES else self._undo(event)

    def _by_macro(self, event: Happened) -> dict[str, Any]:
        """What a ready reply is called, and whether what it did can be undone here."""
        is_here = event.ticket_id == self.ticket.number and event.kind == APPLIED
        can_undo = is_here and self.ticket.merged_into_id is None and event.seq not in self.undone
        return {"macro": self.macros.get(event.data["macro"], ""), "seq": event.seq, "can_undo": can_undo}

    def _by_rule(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What an automatic rule is called, and what it told the customer."""
        return {"rule": self.rules.get(data["rule"], ""), "said": self.sent_by_rules.get(data.get("delivery", 0), "")}

    def _plain(self, event: Happened) -> dict[str, str]:
        sentence, drawing = PLAIN.get(event.kind) or STEPS[event.kind]
        told = str(sentence)
        if event.kind == "complaint.advanced":
            told = told_stage(event.data.get("stage", ""))
        elif event.kind in STEPS:
            told = told_step(event.kind, self.steps.get(event.data["step"], ""))
        return {"sentence": told, "drawing": drawing}

    def _undo(self, event: Happened) -> dict[str, Any]:
        """Whether a joining can be taken back here, and the other ticket's number for the form that does it."""
        data = event.data
        if event.ticket_id != self.ticket.number:
            return {}
        if event.kind == "ticket.absorbed":
            return {"can_undo": data["outcome"] is not None and data["ticket"] in self.numbers}
        if event.kind == "ticket.split_from":
            return {"can_undo": self.ticket.merged_into_id is None}
        if event.kind == "repeat.linked":
            return {"can_undo": self.ticket.repeat_of_id == data["of"], "ticket": data["of"]}
        return {}

    def _known(self, kind: str, value: Any) -> Any:
        if kind in CHOICES:
            return CHOICES[kind].get(value)
        return (self.people if kind == "ticket.assigned" else self.reasons).get(value)

    def _sendings(self, event: Happened) -> Sequence[Sending]:
        purpose = PURPOSES.get(event.kind)
        return self.sent.get((purpose, event.data.get("claim")), ()) if purpose else ()

    @cached_property
    def people(self) -> dict[int, str]:
        found = {event.actor_id for event in self.events if event.actor == "staff"}
        for event in self.events:
            if event.kind == "ticket.assigned":
                found |= {event.data["from"], event.data["to"]}
        return _names(User, found)

    @cached_property
    def reasons(self) -> dict[int, str]:
        return _names(Reason, self._ids({"ticket.reason_set"}, "from", "to"))

    @cached_property
    def teams(self) -> dict[int, str]:
        return _names(Team, self._ids({"ticket.moved"}, "to") | self._ids({"ticket.routed"}, "team"))

    def _route(self, data: Mapping[str, Any]) -> str:
        """What a route is called; nothing where none decided, or it was deleted since."""
        return self.routes.get(data.get("route", 0), "")

    @cached_property
    def routes(self) -> dict[int, str]:
        return _names(Route, self._ids({"ticket.routed", "ticket.assigned"}, "route"))

    @cached_property
    def steps(self) -> dict[int, str]:
        return names_of(self._ids(STEPS, "step"))

    @cached_property
    def macros(self) -> dict[int, str]:
        return _names(Macro, self._ids(BY_MACROS, "macro"))

    @cached_property
    def undone(self) -> set[int]:
        return undone(self.ticket)

    @cached_property
    def rules(self) -> dict[int, str]:
        return _names(AutomationRule, self._ids({"ticket.routed", *BY_RULES}, "rule"))

    @cached_property
    def sent_by_rules(self) -> dict[int, str]:
        """What rules told the customer."""
        ids = self._ids({"automation.acted"}, "delivery")
        return dict(Delivery.objects.filter(ticket__in=self.numbers, pk__in=ids).values_list("pk", "text"))

    @cached_property
    def tags(self) -> dict[int, str]:
        return _names(Tag, self._ids({"tag.added", "tag.removed"}, "tag"))

    @cached_property
    def claims(self) -> dict[int, Claim]:
        rows = Claim.objects.filter(ticket__in=self.numbers, pk__in=self._all("claim"))
        return {row.pk: row for row in rows.select_related("user", "cause")}

    @cached_property
    def decisions(self) -> dict[int, Decision]:
        rows = Decision.objects.filter(ticket__in=self.numbers, pk__in=self._all("decision"))
        return {row.pk: row for row in rows.select_related("user")}

    @cached_property
    def hand_overs(self) -> dict[int, HandOver]:
        around = ("from_team", "to_team", "to_agent", "by", "accepted_by")
        rows = HandOver.objects.filter(ticket__in=self.numbers, pk__in=self._all("hand_over"))
        return {row.pk: row for row in rows.select_related(*around)}

    @cached_property
    def questions(self) -> dict[int, InternalQuestion]:
        rows = InternalQuestion.objects.filter(ticket__in=self.numbers, pk__in=self._all("internal_question"))
        return {row.pk: row for row in rows.select_related("department", "to", "asked_by", "answered_by")}

    @cached_property
    def referrals(self) -> dict[int, Referral]:
        return {row.pk: row for row in Referral.objects.filter(ticket__in=self.numbers, pk__in=self._all("referral"))}

    @cached_property
    def approvals(self) -> dict[int, Approval]:
        rows = Approval.objects.filter(ticket__in=self.numbers, pk__in=self._all("approval"))
        return {row.pk: row for row in rows}

    @cached_property
    def remedies(self) -> dict[int, Remedy]:
        rows = Remedy.objects.filter(ticket__in=self.numbers, pk__in=self._all("remedy"))
        return {row.pk: row for row in rows}

    @cached_property
    def failed(self) -> dict[int, Delivery]:
        ids = self._ids({"delivery.failed"}, "delivery")
        return {row.pk: row for row in Delivery.objects.filter(ticket__in=self.numbers, pk__in=ids)}

    @cached_property
    def sent(self) -> Mapping[tuple[str, int | None], Sequence[Sending]]:
        return sendings_of(self.numbers, [purpose for kind, purpose in PURPOSES.items() if kind in self.kinds])

    def _ids(self, kinds: Collection[str], *keys: str) -> set[int]:
        found = {event.data.get(key) for event in self.events if event.kind in kinds for key in keys}
        return {pk for pk in found if pk}

    def _all(self, key: str) -> set[int]:
        return {event.data[key] for event in self.events if key in event.data}


def _names(
    model: type[User | Reason | Tag | Team | Route | AutomationRule | Macro], wanted: Iterable[int | None]
) -> dict[int, str]:
    ids = [pk for pk in wanted if pk]
    found: dict[int, str] = {}
    for start in range(0, len(ids), MANY):
        found |= dict(asked(_named(model), *padded(ids[start : start + MANY], MANY)))
    return found


@cache
def _named(model: type[User | Reason | Tag | Team | Route | AutomationRule]) -> Question:
    return lambda *ids: model.objects.filter(pk__in=ids).values_list("pk", "name")


def theirs_in(ticket: Ticket, event: Event, *, tags: Sequence[str]) -> Fact:
    """What somebody made of a fact, in words: who, when, from what, to what; of the tags, what they are now."""
    happened = Happened(*(getattr(event, name) for name in Happened._fields))
    fact = facts_of(ticket, [ticket.number], [happened])[event.pk]
    if event.kind in CHANGES:
        return fact
    return replace(fact, words={"old": "", "new": "، ".join(tags)})
