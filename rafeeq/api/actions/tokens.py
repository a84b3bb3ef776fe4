"""Verbs about tokens: make one, take it back, note that it was used."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rafeeq.api.models import SCOPES, ApiToken
from rafeeq.api.rules import hash_of, spelled
from rafeeq.staff.models import User
from rafeeq.system.actions import Actor, audit

NOTED_EVERY = timedelta(minutes=1)


def create_token(
    user: User,
    *,
    name: str = "",
    scopes: list[str] | None = None,
    expires_at: datetime | None = None,
    by: Actor = None,
) -> str:
    """Make a token with this person's rights and return it; it cannot be shown again.

    `scopes`: what it may do at most, all by default. Raises ValueError for an unknown scope.
    """
    wanted = list(SCOPES) if scopes is None else scopes
    if not wanted or set(wanted) - set(SCOPES):
        raise ValueError(f"scopes are some of: {', '.join(SCOPES)}")
    prefix = secrets.token_hex(6)
    secret = spelled(prefix, secrets.token_urlsafe(32))
    with transaction.atomic():
        ApiToken.objects.create(
            prefix=prefix, hash=hash_of(secret), user=user, name=name[:120], scopes=wanted, expires_at=expires_at
        )
        audit(by=by, what="token.created", target=f"{prefix} {user.email}", after={"scopes": wanted})
    return secret


def revoke_token(token: ApiToken, *, by: Actor) -> None:
    """Take a token back; from now on it opens nothing."""
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
            audit(by=by, what="token.revoked", target=f"{token.prefix} {token.user.email}")


def note_use(token: ApiToken, now: datetime) -> None:
    """Remember that a token is in use: to the minute, so that reading costs no write."""
    before = now - NOTED_EVERY
    if token.last_used_at is None or token.last_used_at < before:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=before)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
