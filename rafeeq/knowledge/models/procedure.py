"""Procedures: what is done in a recurring matter, step by step, each with its why; in versions, copied by branches."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.staff.models import Branch, User
from rafeeq.tickets.models import Reason


class Procedure(models.Model):
    """What is done when a customer comes for one of its reasons. Its words lie in its versions.

    A branch copy (`branch`, `parent`) is for its branch what the central one is for all others; it comes with the
    central one's reasons, and may change what the central one has not locked. The procedure of calm mode has no reason:
    a person of ours begins it.
    """

    name = models.CharField(_("name"), max_length=120)
    reasons = models.ManyToManyField(Reason, blank=True, related_name="procedures")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    is_calm = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("procedure")
        constraints = [
            models.CheckConstraint(
                condition=Q(branch=None, parent=None) | Q(branch__isnull=False, parent__isnull=False),
                name="knowledge_copy_has_branch_and_parent",
            ),
            models.UniqueConstraint(
                fields=["parent", "branch"], condition=Q(is_active=True), name="knowledge_one_copy_a_branch"
            ),
            models.UniqueConstraint(
                fields=["is_calm"], condition=Q(is_calm=True, parent=None), name="knowledge_one_calm_procedure"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProcedureVersion(models.Model):
    """One wording of a procedure: a draft until it is published, and never changed afterwards.

    `why`, `example` and `counter_example` make it understood before it is followed. `avoid`: what not to say while it
    runs, one a line, and after an arrow what can be said instead.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    why = models.TextField(_("why"), blank=True)
    example = models.TextField(_("example"), blank=True)
    counter_example = models.TextField(_("counter-example"), blank=True)
    avoid = models.TextField(_("what not to say"), blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    # None: it came with the product.
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    applies_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("version of a procedure")
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="knowledge_version_number"),
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(published_at=None), name="knowledge_one_draft_a_procedure"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, applies_from=None) | Q(applies_from__gte=F("published_at")),
                name="knowledge_version_applies_once_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.number}"


class Step(models.Model):
    """One step of a version. `key` is the same in every version and copy that has this step."""

    version = models.ForeignKey(ProcedureVersion, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=8)
    text = models.CharField(_("what is done"), max_length=500, blank=True)
    why = models.CharField(_("why"), max_length=500, blank=True)
    need = models.CharField(_("which need of the customer it serves"), max_length=200, blank=True)
    is_locked = models.BooleanField(default=False)
    gates_claim = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("step of a procedure")
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="knowledge_step_place"),
            models.UniqueConstraint(fields=["version", "key"], name="knowledge_step_key"),
        ]

    def __str__(self) -> str:
        return self.text
