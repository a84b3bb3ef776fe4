"""The four nouns the installation remembers."""

from rafeeq.system.models.audit import AuditEntry
from rafeeq.system.models.idempotency import IdempotencyKey
from rafeeq.system.models.job import Job
from rafeeq.system.models.setting import Setting

__all__ = ["AuditEntry", "IdempotencyKey", "Job", "Setting"]
