"""What a customer may take badly in a reply, by rules that can be read: each hint has its words, its why and an offer."""

from rafeeq.lib.courtesy.hints import Around, Hint, hints
from rafeeq.lib.courtesy.phrases import BadPhrase, OwnPhrase, own_phrases
from rafeeq.lib.courtesy.rulebook import RULES, Rule, rules
from rafeeq.lib.courtesy.sameness import share_said_before

__all__ = [
    "RULES",
    "Around",
    "BadPhrase",
    "Hint",
    "OwnPhrase",
    "Rule",
    "hints",
    "own_phrases",
    "rules",
    "share_said_before",
]
