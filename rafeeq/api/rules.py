"""How a token is written, and how what leaves for a webhook is signed and tried again.

A token: a mark to recognise it by, a prefix to find it by, and 256 random bits. A webhook's message is signed as
Standard Webhooks say: HMAC-SHA256 over its id, its time and its body.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MARK = "rafeeq"  # so that a token found in a log or a repository is known for what it is
LONGEST_PREFIX = 16


def spelled(prefix: str, random: str) -> str:
    """The whole token. The prefix holds no underscore."""
    return f"{MARK}_{prefix}_{random}"


def prefix_of(token: str) -> str:
    """The part that a token is found by; empty when this cannot be one of ours."""
    mark, _one, rest = token.partition("_")
    prefix, _two, random = rest.partition("_")
    looks_right = mark == MARK and len(prefix) <= LONGEST_PREFIX and random and token.isascii()
    return prefix if looks_right else ""


def hash_of(token: str) -> str:
    """What is kept of a token: SHA-256. A fast hash is right here, for 256 random bits cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(token: str, kept: str) -> bool:
    """Whether `kept` is this token's hash; takes the same time for every answer."""
    return hmac.compare_digest(hash_of(token), kept)


SECRET_MARK = "whsec_"  # noqa: S105 - what secrets begin with, and no secret
# When to try again after each failure; after the last one it is given up (about 28 hours in all).
BACK_OFF = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=5),
    timedelta(hours=10), timedelta(hours=10),
)  # fmt: skip
DISABLED_AFTER = timedelta(days=3)  # in which nothing was taken
GONE = 410
MOST_PATIENCE = timedelta(hours=10)  # that the other side can ask for


def spelled_secret(random: bytes) -> str:
    """A webhook's secret as it is shown."""
    return SECRET_MARK + base64.b64encode(random).decode("ascii")


def signatures(secrets: Iterable[str], *, message_id: str, at: int, body: bytes) -> str:
    """The header `webhook-signature`: one signature for each secret that is in force."""
    signed = f"{message_id}.{at}.".encode() + body
    made = (hmac.digest(base64.b64decode(one.removeprefix(SECRET_MARK)), signed, "sha256") for one in secrets)
    return " ".join(f"v1,{base64.b64encode(one).decode('ascii')}" for one in made)


@dataclass(frozen=True, slots=True)
class Sent:
    """What follows from one try: it was taken, or is tried again after `wait`, or is given up (neither)."""

    taken: bool = False
    wait: timedelta | None = None
    gone: bool = False  # nobody there wants anything any more


def after_try(status: int | None, attempts: int, *, retry_after: str = "") -> Sent:
    """What follows from an answer, or from none (`status` None), at the try of this number (from 1)."""
    if status is not None and 200 <= status < 300:
        return Sent(taken=True)
    if status == GONE:
        return Sent(gone=True)
    if attempts > len(BACK_OFF):
        return Sent()
    wait = BACK_OFF[attempts - 1]
    if retry_after.isascii() and retry_after.isdecimal():
        wait = min(max(wait, timedelta(seconds=int(retry_after[:6]))), MOST_PATIENCE)
    return Sent(wait=wait)


def has_failed_for_days(failing_since: datetime | None, now: datetime) -> bool:
    """Whether nothing was taken for so long that a webhook is switched off."""
    return failing_since is not None and now - failing_since >= DISABLED_AFTER
