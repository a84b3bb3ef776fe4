"""What pages ask about procedures. They are everybody's to read; what is done in a ticket begins with the ticket."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from rafeeq.knowledge.models import Procedure, ProcedureVersion, Step, StepFault, Unwritten
from rafeeq.knowledge.rules.procedures import StepWords
from rafeeq.staff.models import User
from rafeeq.tickets.models import Reason
from rafeeq.tickets.queries import visible_to


def procedures() -> QuerySet[Procedure]:
    """Every procedure in use: central ones with their copies after them, each with what the list tells of it."""
    drafts = ProcedureVersion.objects.filter(procedure=OuterRef("pk"), published_at=None)
    newest = ProcedureVersion.objects.filter(procedure=OuterRef("pk"), published_at__isnull=False).order_by("-number")
    return (
        Procedure.objects.filter(is_active=True)
        .select_related("owner", "branch", "parent")
        .prefetch_related("reasons")
        .annotate(
            has_draft=Exists(drafts),
            published=Subquery(newest.values("number")[:1]),
            applies_from=Subquery(newest.values("applies_from")[:1]),
            faults=Count("versions__steps__faults", filter=Q(versions__steps__faults__settled_at=None), distinct=True),
        )
        .order_by("-is_calm", "name", "pk")
    )


def procedure(pk: int) -> Procedure | None:
    """One procedure, also one that is out of use."""
    return Procedure.objects.filter(pk=pk).select_related("owner", "branch", "parent").first()


def calm_procedure() -> Procedure | None:
    """The central procedure of calm mode, once somebody has needed it."""
    return Procedure.objects.filter(is_calm=True, parent=None).first()


def versions_of(row: Procedure) -> QuerySet[ProcedureVersion]:
    """Every version that was published, the newest first."""
    return row.versions.filter(published_at__isnull=False).select_related("published_by").order_by("-number")


def version_of(row: Procedure, number: int) -> ProcedureVersion | None:
    """One published version."""
    return versions_of(row).filter(number=number).first()


def newest(row: Procedure) -> ProcedureVersion | None:
    """The version that was published last, also one that applies only from a later day."""
    return versions_of(row).first()


def in_force(row: Procedure, now: datetime) -> ProcedureVersion | None:
    """The version that applies now."""
    return row.versions.filter(applies_from__lte=now).order_by("-applies_from", "-number").first()


def draft_of(row: Procedure) -> ProcedureVersion | None:
    """What is being written and not published."""
    return row.versions.filter(published_at=None).first()


def words_of(version: ProcedureVersion | None) -> list[StepWords]:
    """The steps of a version as they are written."""
    return [words(step) for step in version.steps.order_by("place")] if version else []


def words(step: Step) -> StepWords:
    """One step as it is written."""
    return StepWords(step.key, step.text, step.why, step.need, step.is_locked, step.gates_claim)


def taken_reasons(besides: Procedure | None = None) -> dict[int, str]:
    """The reasons that have a procedure already, and what it is called."""
    rows = Procedure.reasons.through.objects.filter(procedure__is_active=True)
    if besides is not None:
        rows = rows.exclude(procedure=besides)
    return dict(rows.values_list("reason_id", "procedure__name"))


def open_faults(user: User) -> QuerySet[StepFault]:
    """What is said to be wrong with steps, in requests that this person sees, and nobody has settled; oldest first.

    What was said in a complaint about somebody's conduct shows nothing to them, whoever keeps the procedure.
    """
    around = ("step__version__procedure", "by")
    said = StepFault.objects.filter(Q(ticket=None) | Q(ticket__in=visible_to(user)), settled_at=None)
    return said.select_related(*around).order_by("pk")


def open_fault(user: User, pk: int) -> StepFault | None:
    """One of them."""
    return open_faults(user).filter(pk=pk).first()


def unwritten() -> QuerySet[Unwritten]:
    """Reasons that keep coming and have no procedure, the most frequent first."""
    waiting = Unwritten.objects.filter(set_aside_at=None, reason__is_active=True)
    return waiting.exclude(reason__in=covered()).select_related("reason__parent").order_by("-count", "pk")


def covered() -> QuerySet[Reason, int]:
    """The reasons for which a published procedure stands, by themselves or by the reason above them."""
    versions = ProcedureVersion.objects.filter(
        procedure__is_active=True, procedure__parent=None, published_at__isnull=False
    )
    bound = Procedure.reasons.through.objects.filter(procedure__in=versions.values("procedure")).values("reason")
    return Reason.objects.filter(Q(pk__in=bound) | Q(parent__in=bound)).values_list("pk", flat=True)


def task(pk: int) -> Unwritten | None:
    """One task that waits."""
    return unwritten().filter(pk=pk).first()


def names_of(steps: Iterable[int]) -> dict[int, str]:
    """What these steps say."""
    return dict(Step.objects.filter(pk__in=list(steps)).values_list("pk", "text"))


def copies_of(row: Procedure) -> Sequence[Procedure]:
    """The branch copies in use."""
    return list(row.copies.filter(is_active=True).select_related("branch").order_by("branch__name"))
