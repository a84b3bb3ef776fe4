"""What ready replies may hold, told from their words alone."""

import re
from collections.abc import Mapping

from rafeeq.lib.arabic.folding import fold
from rafeeq.staff.rules import may_arrange, may_keep_macros

# The closed list of what a ready reply may ask to be filled in. It is filled by plain replacement, never by a template
# language: what stands in braces and is not one of these stays as it was written.
PLACEHOLDERS = ("customer_name", "ticket_number", "agent_name", "team_name", "subject")

# What a ready reply may do besides its words, in the order in which it does them: the person whom it goes to ("me" or
# a key), a priority, tags to put on, a reason's key, words of a note, for how many days it is put off.
STEPS = ("assign", "priority", "tags", "reason", "note", "snooze")

_PLACEHOLDER = re.compile(r"\{([a-z][a-z_]{1,39})\}")

# What calls a matter solved, after folding. Only the customer may say that.
_SOLVED = re.compile(
    r"(?:تم|تمت|جري) (?:بنجاح )?(?:حل|معالجه|انهاء|اغلاق) (?:ال)?(?:مشكل|طلب|شكو|بلاغ|تذكره)\w*|"
    r"(?:انحلت|حلت|عولجت) (?:ال)?(?:مشكل|شكو)\w*|(?:ال)?(?:مشكله|شكوي) (?:محلوله|انحلت|حلت)|"
    r"(?:problem|issue|matter|request|ticket|complaint) (?:has been|have been|was|is|is now) "
    r"(?:solved|resolved|fixed|closed)"
)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The words with every known placeholder that has a value replaced. What is unknown or empty stays as it is."""

    def value(found: re.Match[str]) -> str:
        known = values.get(found[1], "") if found[1] in PLACEHOLDERS else ""
        return known or found[0]

    return _PLACEHOLDER.sub(value, text)


def unfilled(text: str) -> list[str]:
    """The placeholders that still stand in the text, each once, as they are written: `{customer_name}`."""
    return list(dict.fromkeys(found[0] for found in _PLACEHOLDER.finditer(text)))


def unknown(text: str) -> list[str]:
    """The placeholders in the text that nothing will ever fill."""
    return [one for one in unfilled(text) if one[1:-1] not in PLACEHOLDERS]


def says_solved(text: str) -> str:
    """The words that call the matter solved before the customer has said so; empty when there are none."""
    for line in text.splitlines():
        found = _SOLVED.search(" ".join(fold(line).split()))
        if found and not re.search(r"[؟?]", line):
            return found.group()
    return ""


def matches(words: str, *texts: str) -> bool:
    """Whether each of the typed words begins, or stands in, one of the texts, whatever the spelling of alef and taa."""
    whole = " ".join(fold(text) for text in texts)
    return all(word in whole for word in fold(words).split())


def may_write(role: str, *, shared: bool, in_own_branch: bool = True) -> bool:
    """Whether a role may write a ready reply: supervisors those of their branch's teams, managers every one."""
    return may_arrange(role) or (may_keep_macros(role) and not shared and in_own_branch)
