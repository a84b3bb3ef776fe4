"""What a person of ours is told because something happened, and how they want to be told by mail."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.staff.models import User
from rafeeq.tickets.models import Event, Ticket


class Notice(models.Model):
    """One thing that happened, told to one person; made from the timeline, once for each event and person."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", pgettext_lazy("notice", "Assigned to you")
        OFFERED = "offered", pgettext_lazy("notice", "Offered to you")
        MENTIONED = "mentioned", pgettext_lazy("notice", "You were mentioned")
        ANSWERED = "answered", pgettext_lazy("notice", "The customer wrote")
        VERDICT = "verdict", pgettext_lazy("notice", "The customer's word")
        PROMISE = "promise", pgettext_lazy("notice", "A promise")
        RETURNED = "returned", pgettext_lazy("notice", "Returned to you")
        TO_DECIDE = "to_decide", pgettext_lazy("notice", "A hand-over waits for your approval")
        APPROVED = "approved", pgettext_lazy("notice", "Your hand-over was approved")
        REFUSED = "refused", pgettext_lazy("notice", "Your hand-over was not approved")
        UNTAKEN = "untaken", pgettext_lazy("notice", "Nobody has taken over what was offered")
        ASKED = "asked", pgettext_lazy("notice", "A colleague asks you")
        REPLIED = "replied", pgettext_lazy("notice", "Your question was answered")
        FOLLOW = "follow", pgettext_lazy("notice", "The day of a referral has come")
        FAILED = "failed", pgettext_lazy("notice", "Could not be delivered")
        WARNED = "warned", pgettext_lazy("notice", "A due time is near")
        LATE = "late", pgettext_lazy("notice", "A due time has passed")
        RAISED = "raised", pgettext_lazy("notice", "A delay was brought to you")
        APPROVAL = "approval", pgettext_lazy("notice", "An approval waits for you")
        DECIDED = "decided", pgettext_lazy("notice", "Your approval was decided")
        REVIEW = "review", pgettext_lazy("notice", "A decision is to be looked at again")
        REVIEWED = "reviewed", pgettext_lazy("notice", "A decision was looked at again")
        CORRECTED = "corrected", pgettext_lazy("notice", "The customer corrected our understanding")
        WISHED = "wished", pgettext_lazy("notice", "What would make it right for the customer")
        FAULTY = "faulty", pgettext_lazy("notice", "A step of a procedure is said to be wrong")
        UNWRITTEN = "unwritten", pgettext_lazy("notice", "A reason recurs without a procedure")
        ABUSE = "abuse", pgettext_lazy("notice", "A message was marked as abusive")
        REMEDY = "remedy", pgettext_lazy("notice", "What was granted could not be carried out")
        AUTOMATED = "automated", pgettext_lazy("notice", "An automatic rule tells you")
        STOPPED = "stopped", pgettext_lazy("notice", "An automatic rule was switched off")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    # The verdict (yes, partly, no), the kind of clock, of a promise its event (promise.broken), the question asked, an
    # automatic rule, or what befell an approval (late, granted, refused).
    detail = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="inbox_notice_once")]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="inbox_notice_of_person"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="inbox_notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ticket_id}"


class NoticeMail(models.Model):
    """How a person wants notices by mail. Without a row: not at all."""

    class When(models.TextChoices):
        OFF = "off", pgettext_lazy("notice mail", "Not by mail")
        AT_ONCE = "at_once", pgettext_lazy("notice mail", "At once")
        HOURLY = "hourly", pgettext_lazy("notice mail", "Once an hour, together")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    when = models.CharField(max_length=8, choices=When.choices, default=When.OFF)
    last_at = models.DateTimeField(default=timezone.now)  # up to when was mailed

    class Meta:
        verbose_name = _("notices by mail")

    def __str__(self) -> str:
        return self.when
