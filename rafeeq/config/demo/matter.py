"""One matter of the demo from its first word to its end, played through the same flows as in life."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from rafeeq.config.demo.clock import after, working
from rafeeq.config.demo.company import Company
from rafeeq.config.demo.crowd import Person
from rafeeq.config.demo.furniture import follow_steps, know
from rafeeq.config.demo.stories import Story, Teller
from rafeeq.flows import hand_over, reply, resolve
from rafeeq.flows.incoming import IncomingMessage, Sender
from rafeeq.flows.receive import receive
from rafeeq.staff.models import User
from rafeeq.tickets.actions import tickets
from rafeeq.tickets.models import Ticket

CHANNELS = ("email", "web", "phone")
OFTEN = (6, 3, 2)
HANDED_OVER = 0.14  # of the matters that first came to the wrong team
SAYS_NOTHING = 0.16  # of those asked never answer
WRITES_AGAIN = 0.45
NOTED = 0.4
TAGGED = 0.3
LEFT_ALONE = 0.05  # nobody has looked at it yet when the month ends
LEFT_OPEN = 0.07  # the customer's second word has found no answer yet
_MONTHS = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
_DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_TAGS = ("زيارة فني", "تعويض", "بوابة الدفع", "عميل قديم", "نقل سكن", "متابعة المشرف")
_DEVICES = ("مودم AX3000", "مودم HG-8145", "مقوي الإشارة M5")
_PLANS = ("باقة ألياف ٣٠٠", "باقة ألياف ١٠٠", "باقة العائلة", "باقة مفتوح ٥جي")

Steps = Iterator[datetime]


class Matter:
    """A customer, a story, and whoever answers. `live` yields each moment at which something happens next."""

    def __init__(self, company: Company, story: Story, person: Person, at: datetime, chance: random.Random) -> None:
        self.company, self.story, self.person, self.chance = company, story, person, chance
        self.teller = Teller(chance, _places(company, person, at, chance))
        self.team = story.team if story.team in company.teams else company.local_team(person.branch)
        self.agent: User = chance.choice(company.agents(self.team))
        self.at = at
        self.ticket: Ticket

    def live(self) -> Steps:
        """From the first word to whatever end the customer gives it."""
        self._arrive()
        if self.chance.random() < LEFT_ALONE:
            return
        yield from self._first_answer()
        if self.story.more and self.chance.random() < LEFT_OPEN:
            yield self._soon(hours=4)
            self._customer_says(self.story.more)
            return
        if self.story.answers:
            yield from self._work()
        if self.chance.random() < self.story.declined:
            yield from self._decline()
            return
        yield from self._end()

    def _arrive(self) -> None:
        channel = self.chance.choices(CHANNELS, OFTEN)[0]
        phone = channel == "phone"
        wrong = self.team in ("billing", "technical", "delivery") and self.chance.random() < HANDED_OVER
        received = receive(
            IncomingMessage(
                channel=channel,
                sender=Sender("phone" if phone else "email", self.person.phone if phone else self.person.email,
                              self.person.name),
                subject=self.teller.say(self.story.subjects),
                text=self.teller.say(self.story.openings),
                team=self.company.teams["desk" if wrong else self.team].pk,
                kind=self.story.kind,
                logged_by=self.agent.pk if phone else None,
                may_acknowledge=not phone,
            )
        )  # fmt: skip
        self.ticket = received.ticket
        know(self.ticket, self.person, self.company, self.chance)
        self.wrong = wrong

    def _first_answer(self) -> Steps:
        yield self._later(minutes=35)
        if self.wrong:
            yield from self._pass_on()
        tickets.set_reason(self.ticket, reason=self.company.reasons[self.story.reason], by=self.agent)
        if self.chance.random() < TAGGED:
            tickets.set_tags(self.ticket, names=[self.chance.choice(_TAGS)], by=self.agent)
        self._say(self.story.first)

    def _pass_on(self) -> Steps:
        giver = self.chance.choice(self.company.agents("desk"))
        hand_over.transfer(
            self.ticket,
            by=giver,
            to_team=self.company.teams[self.team],
            restatement=f"يقول العميل: {self.ticket.preview}",
            done="راجعت بيانات الحساب.",
            missing="القرار من صلاحية الفريق المختص.",
            promised="وعدته برد اليوم.",
        )
        yield self._later(minutes=25)
        receiver = self.company.supervisor(self.team) if giver == self.agent else self.agent
        hand_over.accept(self.ticket, by=receiver)
        self.agent = receiver

    def _work(self) -> Steps:
        if self.story.notes and self.chance.random() < NOTED:
            yield self._later(minutes=20)
            reply.note(self.ticket, by=self.agent, text=self.teller.say(self.story.notes))
        if self.story.more and self.chance.random() < WRITES_AGAIN:
            yield self._soon(hours=4)
            self._customer_says(self.story.more)
        yield self._later(minutes=200)
        self._say(self.story.answers)

    def _decline(self) -> Steps:
        yield self._later(hours=3)
        story = self.story
        lead = self.company.supervisor(self.team)
        resolve.decline(self.ticket, by=lead, why=story.why, rule=story.rule, appeal=story.appeal)

    def _end(self) -> Steps:
        claims = 0
        done = self.story.done
        while True:
            yield self._later(hours=3)
            cause = self.company.reasons[self.story.reason]
            follow_steps(Ticket.objects.get(pk=self.ticket.pk), by=self.agent)
            resolve.propose(
                self.ticket,
                by=self.agent,
                what_was_done=self.teller.say(done),
                cause=cause,
                missing=self._missing(claims),
            )
            claims += 1
            yield self._soon(hours=7)
            verdict = self._verdict(claims)
            if verdict:
                self._judge(verdict)
            if verdict == "no" and claims == 2:  # told twice that it is solved, and it was not
                resolve.complain(self.ticket)
            if verdict not in ("no", "partly") or claims == 3:
                return
            done = self.story.again
            yield self._later(hours=5)
            self._say(done)

    def _missing(self, claims: int) -> str:
        """The fact that would have spared the contact, as half of those who settle it say."""
        facts, number = self.story.missing, self.ticket.pk
        return facts[number // 2 % len(facts)] if facts and claims == 0 and number % 2 == 0 else ""

    def _verdict(self, claims: int) -> str:
        if self.chance.random() < SAYS_NOTHING:
            return ""
        if self.story.not_yet and self.chance.random() < self.story.hard / claims:
            return "no" if self.chance.random() < 0.6 else "partly"
        return "yes"

    def _judge(self, verdict: str) -> None:
        said = self.story.thanks if verdict == "yes" else self.story.not_yet
        comment = self.teller.say(said) if verdict != "yes" or self.chance.random() < 0.5 else ""
        first = self.ticket.messages.filter(direction="in").select_related("address").first()
        address = first.address if first is not None else None
        if address is not None and address.kind == "email":
            resolve.judge(self.ticket, verdict=verdict, comment=comment, address=address)
        else:
            lead = self.company.supervisor(self.team)
            if lead != self.agent:
                resolve.record_verdict(self.ticket, verdict=verdict, source="phone", by=lead, comment=comment)

    def _say(self, wordings: list[str]) -> None:
        reply.reply(self.ticket, by=self.agent, text=self.teller.say(wordings))

    def _customer_says(self, wordings: list[str]) -> None:
        sender = Sender("email", self.person.email, self.person.name)
        receive(
            IncomingMessage(
                channel="email", sender=sender, text=self.teller.say(wordings), proven=(self.ticket.number,)
            )
        )

    def _later(self, **median: int) -> datetime:
        """When one of ours gets to it."""
        self.at = working(after(self.at, median=timedelta(**median), chance=self.chance))
        return self.at

    def _soon(self, **median: int) -> datetime:
        """When the customer gets to it."""
        self.at = after(self.at, median=timedelta(**median), chance=self.chance)
        return self.at


def _places(company: Company, person: Person, at: datetime, chance: random.Random) -> dict[str, str]:
    """The names and numbers that this matter speaks of."""
    amount = chance.randrange(60, 480)
    return {
        "first_name": person.first_name,
        "district": person.district,
        "branch": company.branches[person.branch].name,
        "month": _MONTHS[(at.month - 2) % 12],
        "day": _DAYS[(at.weekday() + chance.randrange(1, 5)) % 7],
        "days": str(chance.randrange(3, 28)),
        "amount": str(amount),
        "amount2": str(249 + amount // 4),
        "invoice": f"F-{chance.randrange(100_000, 999_999)}",
        "order": f"T-{chance.randrange(10_000, 99_999)}",
        "reference": str(chance.randrange(1000, 9999)),
        "phone_end": person.phone[-4:],
        "device": chance.choice(_DEVICES),
        "plan": chance.choice(_PLANS),
    }
