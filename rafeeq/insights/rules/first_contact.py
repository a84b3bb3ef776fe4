"""What counts as solved at first contact: the lower and the upper bound, whatever the window is."""

from rafeeq.insights.rules.facts import Told


def confirmed(told: Told, days: int) -> tuple[str, ...]:
    """One contact, one team, no return in so many days, and the customer's yes. All that with silence is unknown."""
    if not told["is_claim"]:
        return ("-refused_or_withdrawn",)
    if int(told["contacts"] or 0) > 1 or int(told["teams"] or 1) > 1 or told["word"] in ("no", "partly"):
        return ("no",)
    if _within(told["back"], days):
        return ("no",)
    if _within(told["unsure"], days):
        return ("unknown",)
    return ("yes",) if told["word"] == "yes" else ("unknown",)


def not_repeated(told: Told, days: int) -> tuple[str, ...]:
    """Nobody came again. The silent are in it, so it is never the truth but its upper bound."""
    if not told["is_claim"]:
        return ("-refused_or_withdrawn",)
    if told["word"] == "no" or int(told["contacts"] or 0) > 1 or _within(told["back"], days):
        return ("no",)
    return ("unknown",) if _within(told["unsure"], days) else ("yes",)


def _within(after: object, days: int) -> bool:
    return after is not None and float(str(after)) <= days
