from django.db import models
from django.utils import timezone


class IdempotencyKey(models.Model):
    """A request that a caller may repeat safely: the second time it gets the first answer.

    `status` is null while the first request is still at work.
    """

    owner = models.CharField(max_length=100)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=500)  # method and path, so that a key cannot answer for another route
    request_hash = models.CharField(max_length=64)  # SHA-256 of the body in hexadecimal
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    response = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_once_per_owner")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"
