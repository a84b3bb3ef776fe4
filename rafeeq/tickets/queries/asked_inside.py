"""What others owe the matter: who may read a question to a department, and what waits for an answer."""

from django.db.models import Q, QuerySet

from rafeeq.staff.models import Department, Seat, User
from rafeeq.tickets.models import InternalQuestion, Referral, Ticket
from rafeeq.tickets.queries.merged import merged_numbers
from rafeeq.tickets.queries.reading import visible_to

_OPEN = Q(answered_at=None, withdrawn_at=None)


def departments_of(user: User) -> QuerySet[Department]:
    """Where this person is asked: the department they sit in, and those that they head."""
    seat = Seat.objects.filter(user=user, department__isnull=False).values("department")
    return Department.objects.filter(Q(pk__in=seat) | Q(head=user))


def put_to(user: User) -> QuerySet[InternalQuestion]:
    """The questions that are put to this person: by name, or to a department of theirs.

    A complaint about somebody's conduct is asked about by name alone: nobody else of the department reads of it.
    """
    if not user.is_active:
        return InternalQuestion.objects.none()
    theirs = Q(department__in=departments_of(user), ticket__is_conduct=False)
    return InternalQuestion.objects.filter(Q(to=user) | theirs)


def asked_people(question: InternalQuestion) -> set[int]:
    """The person who was asked; else everybody who sits in the department, and who heads it."""
    if question.to_id is not None:
        return {question.to_id}
    seats = Seat.objects.filter(department=question.department_id).values("user")
    there = Q(pk__in=seats) | Q(pk=question.department.head_id or 0)
    return set(User.objects.filter(there, is_active=True).values_list("pk", flat=True))


def questions_for(user: User) -> QuerySet[InternalQuestion]:
    """The questions that this person may read: put to them, or about a ticket that they see. Decided here alone."""
    if not user.is_active:
        return InternalQuestion.objects.none()
    seen = InternalQuestion.objects.filter(ticket__in=visible_to(user))
    return InternalQuestion.objects.filter(Q(pk__in=put_to(user).values("pk")) | Q(pk__in=seen.values("pk")))


def is_open(question: InternalQuestion) -> bool:
    """Whether the answer is still owed."""
    return question.answered_at is None and question.withdrawn_at is None


def still_open(questions: QuerySet[InternalQuestion]) -> QuerySet[InternalQuestion]:
    return questions.filter(_OPEN)


def question_of(ticket: Ticket, pk: int) -> InternalQuestion | None:
    """One question about this ticket, or about one that went into it."""
    return InternalQuestion.objects.filter(ticket__in=merged_numbers(ticket), pk=pk).first()


def referral_of(ticket: Ticket, pk: int) -> Referral | None:
    """One referral of this ticket, or of one that went into it."""
    return Referral.objects.filter(ticket__in=merged_numbers(ticket), pk=pk).first()


def answers_awaited(ticket: Ticket) -> QuerySet[InternalQuestion]:
    """What other departments owe this very ticket, asked first first."""
    return still_open(InternalQuestion.objects.filter(ticket=ticket)).order_by("asked_at", "pk")


def referrals_of(ticket: Ticket) -> QuerySet[Referral]:
    """Whom the customer was referred to in this very ticket, first first."""
    return Referral.objects.filter(ticket=ticket).order_by("at", "pk")


def departments() -> QuerySet[Department]:
    """Every department that can be asked, by name."""
    return Department.objects.filter(dissolved_at=None).order_by("name")


def people_asked_in(departments: QuerySet[Department]) -> list[tuple[int, int, str]]:
    """Who can be asked by name: department, person, name; those who sit there, and who heads it."""
    seats = Seat.objects.filter(department__in=departments, user__is_active=True)
    heads = departments.filter(head__is_active=True)
    found = {*seats.values_list("department", "user", "user__name"), *heads.values_list("pk", "head", "head__name")}
    return sorted(found, key=lambda one: (one[0], one[2], one[1]))
