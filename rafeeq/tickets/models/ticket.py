"""The ticket: one customer, one matter, from first contact to last, over any number of channels."""

from functools import reduce
from operator import and_

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.customers.models import Customer
from rafeeq.staff.models import Branch, Team, User
from rafeeq.tickets.models.reason import Reason, Tag


class Kind(models.TextChoices):
    """What the customer came for. A complaint stays a complaint."""

    INQUIRY = "inquiry", pgettext_lazy("kind", "Inquiry")
    REQUEST = "request", pgettext_lazy("kind", "Request")
    COMPLAINT = "complaint", pgettext_lazy("kind", "Complaint")
    SUGGESTION = "suggestion", pgettext_lazy("kind", "Suggestion")
    PRAISE = "praise", pgettext_lazy("kind", "Praise")
    DATA_RIGHTS = "data_rights", pgettext_lazy("kind", "Data rights")


class Status(models.TextChoices):
    """Where the work stands. It carries no truth about the outcome, and no measure reads it."""

    NEW = "new", pgettext_lazy("ticket status", "New")
    OPEN = "open", pgettext_lazy("ticket status", "Open")
    WAITING = "waiting", pgettext_lazy("ticket status", "Waiting for the customer")
    CLOSED = "closed", pgettext_lazy("ticket status", "Closed")


class Outcome(models.TextChoices):
    """What the ledger says came of the matter; see `rules.py` for how it is derived."""

    OPEN = "open", pgettext_lazy("outcome", "Not solved yet")
    CLAIMED = "claimed", pgettext_lazy("outcome", "Waiting for confirmation")
    CONFIRMED = "confirmed", pgettext_lazy("outcome", "Confirmed by the customer")
    PARTLY = "partly", pgettext_lazy("outcome", "Partly solved, says the customer")
    DISPUTED = "disputed", pgettext_lazy("outcome", "Not solved, says the customer")
    UNCONFIRMED = "unconfirmed", pgettext_lazy("outcome", "Closed, unconfirmed")
    DECLINED = "declined", pgettext_lazy("outcome", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("outcome", "Withdrawn by the customer")


class Priority(models.TextChoices):
    LOW = "low", pgettext_lazy("priority", "Low")
    NORMAL = "normal", pgettext_lazy("priority", "Normal")
    HIGH = "high", pgettext_lazy("priority", "High")
    URGENT = "urgent", pgettext_lazy("priority", "Urgent")


OPEN = ~Q(status="closed")
ENDED = (Outcome.CONFIRMED, Outcome.UNCONFIRMED, Outcome.DECLINED, Outcome.WITHDRAWN)


def _queue(name: str, under: str, *conditions: Q) -> models.Index:
    """The order of a list over one queue; it tells of itself who sleeps, so that counting reads no row."""
    return models.Index(
        fields=[
            under,
            "-updated_at",
            "-number",
            "snoozed_until",
            "is_conduct",
            "team" if under != "team" else "assignee",
        ],
        condition=reduce(and_, conditions),
        name=f"tickets_queue_{name}",
    )


class Ticket(models.Model):
    """One matter of one customer. Its `outcome` is the fold of its timeline, kept as a column for lists to ask."""

    number = models.BigAutoField(primary_key=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.INQUIRY)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.NEW)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.OPEN)
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    channel = models.CharField(max_length=16)
    language = models.CharField(max_length=5, default="ar")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="tickets", db_index=False)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.ForeignKey(
        Reason, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    repeat_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="repeats")
    # The same matter's ticket that this one went into: it is handled there, and shows only what happened before.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", db_index=False
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="tickets")

    created_at = models.DateTimeField(default=timezone.now)
    first_reply_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)
    # Since when the customer waits for a word from us; null while the ball is with the customer.
    waiting_since = models.DateTimeField(null=True, blank=True)

    # Asleep until then, out of every queue but its own; null once the customer writes or somebody wakes it.
    snoozed_until = models.DateTimeField(null=True, blank=True)

    # What a list shows, kept here so that a row costs no further query.
    preview = models.CharField(max_length=200, blank=True)
    message_count = models.PositiveIntegerField(default=0)
    hand_over_count = models.PositiveIntegerField(default=0)  # how often another team has accepted it
    offer_count = models.PositiveIntegerField(default=0)  # how often it was offered, whatever came of it
    reopen_count = models.PositiveIntegerField(default=0)

    # The head of this ticket's chain of events.
    event_count = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    # How many of its events the last checkpoint covered.
    checkpointed = models.PositiveIntegerField(default=0)
    # Raised to make every link given out so far useless.
    link_epoch = models.PositiveSmallIntegerField(default=0)
    # Since when the customer has it as a formal complaint; theirs to say alone, and nobody of ours takes it back.
    formal_at = models.DateTimeField(null=True, blank=True)
    # A complaint about somebody of ours: who may read it is told by its ConductComplaint.
    is_conduct = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("ticket")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(outcome__in=ENDED) | Q(merged_into__isnull=False),
                name="tickets_closed_only_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | (~Q(merged_into=models.F("number")) & Q(status="closed")),
                name="tickets_merged_is_closed",
            ),
        ]
        # The order of every list, under each thing that lists are narrowed by; the foreign keys need no index besides.
        indexes = [
            models.Index(fields=["-updated_at", "-number"], name="tickets_by_activity"),
            models.Index(fields=["branch", "-updated_at", "-number"], name="tickets_by_branch"),
            models.Index(fields=["team", "-updated_at", "-number"], name="tickets_by_team"),
            models.Index(fields=["assignee", "-updated_at", "-number"], name="tickets_by_assignee"),
            models.Index(fields=["customer", "-number"], name="tickets_by_customer"),
            # What was done for the same reason is asked beside every request.
            models.Index(fields=["reason", "-number"], condition=Q(reason__isnull=False), name="tickets_by_reason"),
            # The queues of the workspace: what waits in them, and nothing of what has ended.
            _queue("open", "team", OPEN),
            _queue("held", "assignee", OPEN),
            _queue("unassigned", "team", OPEN, Q(assignee__isnull=True)),
            _queue("claimed", "team", OPEN, Q(outcome="claimed")),
            _queue("waiting", "team", Q(status="waiting"), ~Q(outcome="claimed")),
            _queue("came_back", "team", OPEN, Q(outcome__in=("partly", "disputed")) | Q(reopen_count__gt=0)),
            _queue("complaint", "team", OPEN, Q(kind="complaint")),
            _queue("formal", "team", OPEN, Q(formal_at__isnull=False)),
            _queue("snoozed", "team", OPEN, Q(snoozed_until__isnull=False)),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="tickets_merged_into"),
            models.Index(
                fields=["number"], condition=Q(event_count__gt=models.F("checkpointed")), name="tickets_to_checkpoint"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def has_ended(self) -> bool:
        """Whether the ledger holds an end: the customer's yes or withdrawal, an explained no, or a labelled silence."""
        return self.outcome in ENDED

    @property
    def is_settled(self) -> bool:
        """Whether a yes, a refusal or a withdrawal stands and nobody has come back: there is nothing to claim."""
        return self.status == Status.CLOSED and self.outcome != Outcome.UNCONFIRMED
