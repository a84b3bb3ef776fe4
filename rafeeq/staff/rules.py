"""What each role may see and do, told from the role alone."""

EVERYTHING = frozenset({"manager", "admin", "reviewer"})
OWN_BRANCH = frozenset({"supervisor"})
OWN_TEAMS = frozenset({"agent"})
ONLY_ASSIGNED = frozenset({"colleague", "owner"})

REACHES = ("everything", "branch", "teams", "assigned")


def reach(role: str) -> str:
    """How far a role sees: one of REACHES. An unknown role sees only what is assigned to it."""
    if role in EVERYTHING:
        return "everything"
    if role in OWN_BRANCH:
        return "branch"
    if role in OWN_TEAMS:
        return "teams"
    return "assigned"


def may_decline(role: str) -> bool:
    """Whether a role may refuse a customer's matter; an agent proposes, somebody with more distance decides."""
    return role in {"supervisor", "manager", "admin"}


def may_administer(role: str) -> bool:
    """Whether a role may change the installation's settings, mailboxes and people."""
    return role == "admin"
