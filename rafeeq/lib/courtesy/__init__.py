"""What a customer may take badly in a reply, by rules that can be read: its words, why, and another wording."""

from rafeeq.lib.courtesy.hints import Around, Hint, hints
from rafeeq.lib.courtesy.phrases import BadPhrase, OwnPhrase, own_phrases
from rafeeq.lib.courtesy.rulebook import BY_PHRASE, RULES, Rule, rules
from rafeeq.lib.courtesy.sameness import share_said_before

__all__ = [
    "BY_PHRASE",
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
