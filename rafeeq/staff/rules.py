"""What each role may see and do, told from the role alone."""

from typing import Literal

EVERYTHING = frozenset({"manager", "admin", "reviewer"})
OWN_BRANCH = frozenset({"supervisor"})
OWN_TEAMS = frozenset({"agent"})


def reach(role: str) -> Literal["everything", "branch", "teams", "assigned"]:
    """How far a role sees. An unknown role sees only what is assigned to it."""
    if role in EVERYTHING:
        return "everything"
    if role in OWN_BRANCH:
        return "branch"
    if role in OWN_TEAMS:
        return "teams"
    return "assigned"


def hears_complaints_about_conduct(role: str) -> bool:
    """Whether a role reads what customers complain of about people: who leads, never who works beside them."""
    return role in {"manager", "admin"}


def may_decline(role: str) -> bool:
    """Whether a role may refuse a customer's matter; an agent proposes, somebody with more distance decides."""
    return role in {"supervisor", "manager", "admin"}


def may_administer(role: str) -> bool:
    """Whether a role may change what concerns the whole installation: the company, mailboxes, retention."""
    return role == "admin"


def may_arrange(role: str) -> bool:
    """Whether a role may arrange the daily work for everybody: reasons, tags, signatures, texts."""
    return role in {"manager", "admin"}


def may_erase(role: str) -> bool:
    """Whether a role may hand out, erase or hold back everything that is known of a customer, and merge two."""
    return role in {"supervisor", "manager", "admin"}


def may_import(role: str) -> bool:
    """Whether a role may take in files of customers, visits and orders."""
    return role in {"manager", "admin"}
