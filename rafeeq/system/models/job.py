from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone


def no_arguments() -> dict[str, Any]:
    """The arguments of a call without any."""
    return {"args": [], "kwargs": {}}


class Job(models.Model):
    """A call of a task that waits for its turn, is at work under a lease, or is over.

    The lease is the triple (id, worker, attempts): each claim counts `attempts` up, so a worker that was away too
    long can never be mistaken for the one that took over.
    """

    class State(models.TextChoices):
        WAITING = "waiting"  # for its time, for a worker, or for the worker that holds its lease
        DONE = "done"
        FAILED = "failed"  # given up after `max_attempts`; a person may try again

    task = models.CharField(max_length=200)  # dotted path of the task
    arguments = models.JSONField(default=no_arguments)
    queue = models.CharField(max_length=32, default="default")
    priority = models.SmallIntegerField(default=0)  # -100 to 100, higher first
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    run_at = models.DateTimeField(default=timezone.now)  # not before
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=10)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=80, blank=True)
    last_error = models.TextField(blank=True)  # the last lines of the traceback
    dedupe = models.CharField(max_length=255, unique=True, null=True, blank=True)
    enqueued_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # The idle look walks due jobs by time; the claim walks them by rank; both know only waiting rows.
            models.Index(fields=["run_at"], condition=Q(state="waiting"), name="job_due"),
            models.Index(fields=["-priority", "run_at", "id"], condition=Q(state="waiting"), name="job_rank"),
            models.Index(fields=["state", "finished_at"], condition=~Q(state="waiting"), name="job_over"),
        ]

    def __str__(self) -> str:
        return f"{self.task} ({self.state})"
