"""How alike two short texts are: by the runs of letters that they share, whatever dialect or spelling they are in."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Final, TypeVar

from rafeeq.lib.arabic.dialects import standard
from rafeeq.lib.arabic.grams import grams

Key = TypeVar("Key", bound=Hashable)
Profile = frozenset[str]
LONGEST: Final = 2_000  # letters of a text that are looked at
_EVERYWHERE: Final = frozenset(grams(standard(
    "السلام عليكم ورحمة الله وبركاته مرحبا أهلا صباح الخير مساء لو سمحتم من فضلكم شكرا أريد هل في على من عن إلى عندي "
    "hello hi please thank you the and for with can you"
)))  # fmt: skip


def profile(text: str) -> Profile:
    """What a text is compared by; greetings and small words are left out of it."""
    return frozenset(grams(standard(text[:LONGEST]))) - _EVERYWHERE


def likeness(one: Profile, other: Profile) -> float:
    """From 0, nothing shared, to 1, the same (Dice's share of the runs of letters)."""
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


def nearest(one: Profile, others: Iterable[tuple[Key, Profile]], *, least: float) -> tuple[Key, float] | None:
    """The most alike of the others and how alike it is, if any reaches `least`; the earlier wins a tie."""
    best: tuple[Key, float] | None = None
    for key, other in others:
        alike = likeness(one, other)
        if alike >= least and (best is None or alike > best[1]):
            best = key, alike
    return best


def clustered(texts: Sequence[str], *, least: float) -> list[list[int]]:
    """The places of the texts in clusters: each joins the most alike cluster before it, or begins one of its own."""
    profiles = [profile(text) for text in texts]
    clusters: list[list[int]] = []
    for at, one in enumerate(profiles):
        found = nearest(one, ((place, profiles[own[0]]) for place, own in enumerate(clusters)), least=least)
        if found is None:
            clusters.append([at])
        else:
            clusters[found[0]].append(at)
    return clusters
