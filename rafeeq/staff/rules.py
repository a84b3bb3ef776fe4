"""What each role may see and do, told from the role alone; and what it may grant, told from the limits."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

EVERYTHING = frozenset({"manager", "admin", "reviewer"})
OWN_BRANCH = frozenset({"supervisor"})
OWN_TEAMS = frozenset({"agent"})
# People of other departments: they see what they were asked about, and can be asked about anything.
LIGHT_SEATS = frozenset({"colleague", "owner"})


def reach(role: str) -> Literal["everything", "branch", "teams", "assigned"]:
    """How far a role sees. An unknown role sees only what is assigned to it."""
    if role in EVERYTHING:
        return "everything"
    if role in OWN_BRANCH:
        return "branch"
    if role in OWN_TEAMS:
        return "teams"
    return "assigned"


# Who may do what, beside what everybody may who sees a request: answer it, note, claim, hand over. The page of roles
# is made from this table; the functions below ask it, so that page and product cannot differ.
MAY: dict[str, frozenset[str]] = {
    "decline": frozenset({"supervisor", "manager", "admin"}),
    "approve": frozenset({"supervisor", "manager", "admin"}),
    "approve_hand_overs": frozenset({"supervisor", "manager", "admin"}),
    "hear_conduct": frozenset({"manager", "admin"}),
    "review": frozenset({"reviewer", "manager", "admin"}),
    "keep_complaints": frozenset({"supervisor", "reviewer", "manager", "admin"}),
    "restrict": frozenset({"supervisor", "manager", "admin"}),
    "erase": frozenset({"supervisor", "manager", "admin"}),
    "see_measures": frozenset({"supervisor", "manager", "admin"}),
    "see_hints": frozenset({"manager", "admin"}),
    "import": frozenset({"manager", "admin"}),
    "keep_macros": frozenset({"supervisor", "manager", "admin"}),
    "write_articles": frozenset({"agent", "supervisor", "reviewer", "manager", "admin"}),
    "validate_articles": frozenset({"supervisor", "manager", "admin"}),
    "arrange": frozenset({"manager", "admin"}),
    "administer": frozenset({"admin"}),
}


def hears_complaints_about_conduct(role: str) -> bool:
    """Whether a role reads what customers complain of about people: who leads, never who works beside them."""
    return role in MAY["hear_conduct"]


def may_decline(role: str) -> bool:
    """Whether a role may refuse a customer's matter; an agent proposes, somebody with more distance decides."""
    return role in MAY["decline"]


def may_see_measures(role: str) -> bool:
    """Whether a role sees the board and the measures: supervisors those of their branch, others all."""
    return role in MAY["see_measures"]


def may_see_hints(role: str) -> bool:
    """Whether a role sees what detectors noticed: who leads the service, and nobody beside the people concerned."""
    return role in MAY["see_hints"]


def may_approve_hand_overs(role: str) -> bool:
    """Whether a role may let a matter be handed on once more; the first hand-over needs nobody."""
    return role in MAY["approve_hand_overs"]


def may_review(role: str) -> bool:
    """Whether a role looks again at decisions that it had no part in (`tickets.rules.complaints.why_not`)."""
    return role in MAY["review"]


def may_keep_complaints(role: str) -> bool:
    """Whether a role reads the complaints register and hands it out: supervisors for what they see, their branch."""
    return role in MAY["keep_complaints"]


def may_restrict(role: str) -> bool:
    """Whether a role may have folded away for a while what a customer writes who insults our people."""
    return role in MAY["restrict"]


def may_erase(role: str) -> bool:
    """Whether a role may hand out, erase or hold back everything that is known of a customer, and merge two."""
    return role in MAY["erase"]


def may_import(role: str) -> bool:
    """Whether a role may take in files of customers, visits and orders."""
    return role in MAY["import"]


def may_keep_macros(role: str) -> bool:
    """Whether a role may keep ready replies: supervisors those of their branch's teams, others every one."""
    return role in MAY["keep_macros"]


def may_write_articles(role: str) -> bool:
    """Whether a role writes articles and proposes them; colleagues of other departments only read."""
    return role in MAY["write_articles"]


def may_validate_articles(role: str) -> bool:
    """Whether a role may say that any article is true; who owns an article may say it of that one."""
    return role in MAY["validate_articles"]


def enters_settings(role: str) -> bool:
    """Whether at least one room of the settings is open to a role."""
    return may_arrange(role) or may_keep_macros(role)


def may_arrange(role: str) -> bool:
    """Whether a role may arrange the daily work for everybody: reasons, tags, signatures, texts."""
    return role in MAY["arrange"]


def may_administer(role: str) -> bool:
    """Whether a role may change what concerns the whole installation: people, mailboxes, retention."""
    return role in MAY["administer"]


def climbs_in_a_circle(start: int, above: Mapping[int, int | None]) -> bool:
    """Whether somebody who climbs from one department to the one above it comes back to where they were."""
    seen, here = {start}, above.get(start)
    while here is not None:
        if here in seen:
            return True
        seen.add(here)
        here = above.get(here)
    return False


# Who decides on what exceeds another's authority, from the nearest to the farthest.
APPROVERS = ("supervisor", "manager", "admin")
# Each role of the first has its work overseen by the second: it should not be able to grant more.
OVERSEEN = (("agent", "supervisor"), ("supervisor", "manager"))


def may_approve(role: str) -> bool:
    """Whether people of this role are asked to approve; how much they may is told by their limits."""
    return role in MAY["approve"]


def is_within(amount: Decimal | None, limits: Mapping[str, Decimal | None], currency: str) -> bool:
    """Whether an amount is within these limits of one role and act, by currency; None there: without a limit."""
    if currency not in limits:
        return False
    most = limits[currency]
    return most is None or (amount is not None and amount <= most)


def upside_down(limits: Mapping[str, Decimal | None]) -> list[tuple[str, str]]:
    """Who could grant more than the role that oversees them; `limits` of one act and currency, by role.

    A role above that has no limit yet is passed over: limits are set one after the other.
    """
    both = [(role, above) for role, above in OVERSEEN if role in limits and above in limits]
    return [(role, above) for role, above in both if _is_more(limits[role], limits[above])]


def _is_more(mine: Decimal | None, theirs: Decimal | None) -> bool:
    return theirs is not None and (mine is None or mine > theirs)


# Looked for in this order: most browsers also name the ones they descend from.
BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_name(user_agent: str) -> str:
    """A browser and its system as people call them: "Chrome · Windows"; empty when neither is known."""
    found = (next((name for mark, name in marks if mark in user_agent), "") for marks in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, found))
