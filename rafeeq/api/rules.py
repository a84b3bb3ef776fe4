"""How a token is written: a mark to recognise it by, a prefix to find it by, and 256 random bits."""

import hashlib
import hmac

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
