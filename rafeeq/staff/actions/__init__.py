"""Verbs about people: found the house, invite, change, sign in and out, be away."""

from rafeeq.staff.actions.founding import (
    create_first_administrator,
    create_user,
    first_administrator_link,
    found,
    is_first_secret,
)

__all__ = ["create_first_administrator", "create_user", "first_administrator_link", "found", "is_first_secret"]
