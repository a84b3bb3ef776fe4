"""Customers with a matter each, agents of different honesty, and time that passes.

The truth (was it solved?) stays here. The product sees messages, replies, claims and the words of those customers who
answer; it must find its way to the truth from them, or say that it does not know.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import time_machine

from rafeeq.staff.models import User
from rafeeq.tickets.actions import ledger
from rafeeq.tickets.models import Ticket
from tests import make


@dataclass(frozen=True, slots=True)
class Agent:
    """How somebody works: what part of the matters they really solve, and what part they call solved all the same."""

    user: User
    solves: float = 0.9
    pretends: float = 0.0  # of what is not solved
    hours: float = 2.0  # until the first reply


@dataclass(slots=True)
class Matter:
    """One matter, and the truth about it."""

    ticket: Ticket
    agent: Agent
    is_solved: bool = False
    is_claimed: bool = False


@dataclass(slots=True)
class World:
    """A world that can be asked for its truth."""

    seed: int
    agents: list[Agent]
    answers: float = 0.5  # of customers who are asked whether it is solved
    returns: float = 0.4  # of customers whose matter is not solved and who did not answer
    matters: list[Matter] = field(default_factory=list)

    def live(self, many: int, start: datetime) -> None:
        """Let this many matters arrive, one every two hours, and take their course."""
        chance = random.Random(self.seed)
        with time_machine.travel(start, tick=False) as clock:
            for number in range(many):
                clock.move_to(start + timedelta(hours=2 * number))
                self._take_course(number, chance, clock)

    def _take_course(self, number: int, chance: random.Random, clock: Any) -> None:
        agent, sender = chance.choice(self.agents), f"sim{number}@example.com"
        matter = Matter(make.ticket(sender=sender), agent, is_solved=chance.random() < agent.solves)
        self.matters.append(matter)
        clock.shift(timedelta(hours=agent.hours * chance.uniform(0.5, 1.5)))
        make.replied(matter.ticket, agent.user)
        matter.is_claimed = matter.is_solved or chance.random() < agent.pretends
        if not matter.is_claimed:
            return
        clock.shift(timedelta(hours=1))
        claim = make.claimed(matter.ticket, agent.user)
        clock.shift(timedelta(hours=6))
        if chance.random() < self.answers:
            make.judged(matter.ticket, "yes" if matter.is_solved else "no")
            return
        clock.shift(timedelta(days=3))
        if not matter.is_solved and chance.random() < self.returns:
            make.customer_says(matter.ticket, sender=sender)
            clock.shift(timedelta(hours=1))
            make.replied(matter.ticket, agent.user)
            return
        clock.shift(timedelta(days=4))
        ledger.lapse(claim)

    @property
    def claimed(self) -> list[Matter]:
        """The matters that were called solved."""
        return [one for one in self.matters if one.is_claimed]

    @property
    def truly_solved(self) -> float:
        """What part of them is."""
        return sum(one.is_solved for one in self.claimed) / len(self.claimed)
