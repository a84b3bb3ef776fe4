"""What is under way in the demo on the day it is looked at: promises, questions, approvals, complaints, a hand-over."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import time_machine
from django.db import transaction
from django.utils import timezone

from rafeeq.config.demo.company import Company
from rafeeq.flows import asking_inside, authority, complaints, hand_over, listening, promises, resolve, reviews
from rafeeq.sla.actions.promises import keep, make
from rafeeq.staff.models import Department, User
from rafeeq.tickets.actions.hand_overs import Packet
from rafeeq.tickets.models import Complaint, Ticket

_ABOUT_MONEY = ("مبلغ", "خصم", "التأمين", "رسوم", "استرداد")
BEGINS = timedelta(hours=30)  # before now: what has been quiet since then can be spoken of again
# The stages of a complaint with what each needs, in words that hold for any of them.
_STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("acknowledged", {}),
    ("assessed", {"severity": 3, "assessment": "تكرر الأمر على العميل نفسه بعد وعدين بالحل، وخسر بسببه أيام عمل."}),
    ("investigated", {"investigation": "أُغلق الطلب مرتين قبل التحقق مع العميل، ولم تُراجع نتيجة الزيارة الأولى."}),
    ("responded", {"answer": "راجعنا ما جرى خطوة خطوة. أخطأنا في إغلاق الطلب قبل تأكيدك، ونعتذر عن ذلك."}),
    ("decided", {"finding": "partly", "recourse": "هيئة الاتصالات والفضاء والتقنية، من صفحة شكاوى المستخدمين."}),
)


def live(company: Company, *, now: datetime) -> None:
    """Let the last day and a half happen, up to `now`. What the month has no matter for is left out."""
    quiet = _quiet(company, now - BEGINS)
    acts: list[tuple[float, Callable[[], object]]] = []
    if ticket := next(quiet["billing"], None):
        acts += [(26, _promises(ticket, _who(company, ticket))), (0.7, _asks_for_money(ticket, company))]
    if ticket := next(quiet["technical"], None):
        acts += [(5, _asks_inside(ticket, company)), (4, _understands(ticket, _who(company, ticket)))]
    if ticket := next(quiet["desk"], None):
        acts.append((1, _hands_over(ticket, company)))
    if ticket := next(quiet["delivery"], None) or next(quiet["jeddah"], None):
        acts.append((27, _owes(ticket, _who(company, ticket))))
    acts += [(22, lambda: _complain(company, now)), (2, promises.follow)]
    for hours, act in sorted(acts, key=lambda one: -one[0]):
        with time_machine.travel(now - timedelta(hours=hours), tick=False), transaction.atomic():
            act()


def _quiet(company: Company, since: datetime) -> dict[str, Iterator[Ticket]]:
    """Matters in work that nobody has touched lately, the newest first, by the team's key; each once."""
    found = list(
        Ticket.objects.filter(outcome__in=("open", "partly", "disputed"), updated_at__lt=since)
        .select_related("customer", "assignee", "team")
        .order_by("-number")[:40]
    )
    found.sort(key=lambda ticket: not any(word in ticket.subject for word in _ABOUT_MONEY))
    return {
        key: iter([one for one in found if one.team_id == company.teams[key].pk])
        for key in ("billing", "technical", "desk", "delivery", "jeddah")
    }


def _who(company: Company, ticket: Ticket) -> User:
    key = next(key for key, team in company.teams.items() if team.pk == ticket.team_id)
    return ticket.assignee or company.agents(key)[0]


def _promises(ticket: Ticket, by: User) -> Callable[[], object]:
    def act() -> None:
        made = make(ticket, by=by, text="نرسل لك كشف العمليتين", due=_in(hours=20))
        make(ticket, by=by, text="يعود المبلغ إلى حسابك", due=_in(hours=50))
        keep(made, by=by, result="أرسلنا كشف العمليتين بالبريد، ووصل تأكيد القراءة.")

    return act


def _owes(ticket: Ticket, by: User) -> Callable[[], object]:
    """A promise whose time passes without a result: it apologises by itself."""
    return lambda: make(ticket, by=by, text="يتصل بك الفني لتأكيد الموعد", due=_in(hours=24))


def _asks_for_money(ticket: Ticket, company: Company) -> Callable[[], object]:
    def act() -> None:
        khaled = company.people["khaled"]
        more = {"act": "refund", "currency": "SAR"}
        authority.grant(ticket, by=khaled, amount=Decimal("180.00"), why="الخصم الثاني لفاتورة الشهر نفسه.", **more)
        authority.grant(
            ticket,
            by=khaled,
            amount=Decimal("640.00"),
            why="ثلاثة أشهر خُصمت بعد إلغاء الاشتراك، والسجل يثبت ذلك.",
            **more,
        )

    return act


def _asks_inside(ticket: Ticket, company: Company) -> Callable[[], object]:
    def act() -> None:
        by = _who(company, ticket)
        network = Department.objects.get(name="إدارة الشبكة")
        first = asking_inside.ask(
            ticket, by=by, department=network, text="هل في أعمال صيانة على مقسم الحي هذا الأسبوع؟"
        )
        asking_inside.answer(
            first, by=company.people["reem"], text="نعم، استبدال وحدة في المقسم انتهى فجر أمس، وتبقى معايرة منفذين."
        )
        asking_inside.ask(ticket, by=by, department=network, text="متى تكتمل معايرة منفذ هذا العميل؟ ينتظر منا موعدًا.")

    return act


def _understands(ticket: Ticket, by: User) -> Callable[[], object]:
    return lambda: listening.restate(
        ticket, by=by, text="الخدمة تنقطع كل مساء منذ أسبوع، والمطلوب ثباتها أو خصم أيام الانقطاع."
    )


def _hands_over(ticket: Ticket, company: Company) -> Callable[[], object]:
    return lambda: hand_over.transfer_or_ask(
        ticket,
        Packet(
            f"يقول العميل: {ticket.preview}",
            done="راجعت بيانات الحساب وآخر ثلاث فواتير.",
            missing="قراءة العداد من الموقع.",
            promised="رد خلال يوم عمل.",
        ),
        by=_who(company, ticket),
        to_team=company.teams["technical"],
    )


def _complain(company: Company, now: datetime) -> None:
    """The register holds the month's complaints: one has been decided and is looked at again, one is looked into."""
    complaints.keep_register()
    for ticket in Ticket.objects.filter(outcome="disputed", updated_at__lt=now - BEGINS).order_by("-number")[:1]:
        resolve.complain(ticket)
        complaints.keep_register()
    complaints.note_acknowledgements()
    waiting = Complaint.objects.filter(ticket__is_conduct=False, ticket__updated_at__lt=now - timedelta(hours=22))
    waiting = waiting.filter(stage__in=("received", "acknowledged")).select_related("ticket__customer")
    for complaint, last in zip(waiting.order_by("-received_at")[:2], ("decided", "investigated"), strict=False):
        _bring(complaint, to=last, by=company.people["huda"])


def _bring(complaint: Complaint, *, to: str, by: User) -> None:
    stages = [stage for stage, _given in _STEPS]
    begin = stages.index(complaint.stage) + 1 if complaint.stage in stages else 0
    for stage, given in _STEPS[begin : stages.index(to) + 1]:
        complaints.take_step(complaint.ticket, to=stage, by=by, **given)
    if to == "decided":
        reviews.ask(complaint.ticket, objection="وُعدت بالحل مرتين، وما زال ما شكوت منه قائمًا.")


def _in(*, hours: int) -> datetime:
    return timezone.now() + timedelta(hours=hours)
