"""What the installation remembers of itself: settings, audit, jobs and idempotency keys."""
