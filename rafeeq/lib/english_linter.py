"""The English side of the linter of instructions: the same four rules, by short lists of words."""

import re

from rafeeq.lib.instructions import lists

_PASSIVE = re.compile(
    r"\b(?:is|are|be|been|was|were|being)\s+(?:(?:not|then|also|never|always|\w+ly)\s+)?"
    r"(?:\w{3,}ed|sent|made|done|given|told|written|taken|kept|paid|sold|shown|found|called|put)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-z0-9'’-]+")


def lint(text: str, *, most_words: int) -> list[tuple[str, str, str]]:
    """(code, the words it is about, a better wording or nothing) for each finding."""
    found = []
    sentences = [one.strip() for one in re.split(r"(?<!\d)[.!?;\n]+(?!\d)", text) if one.strip()]
    for sentence in sentences:
        if len(_WORDS.findall(sentence)) > most_words:
            found.append(("long", sentence, ""))
        if passive := _PASSIVE.search(_told(sentence)):
            found.append(("passive", passive[0], ""))
    if sentences and not any(code == "passive" for code, *_rest in found) and not _heads(sentences[0]):
        found.append(("no_verb", sentences[0], ""))
    parts = [part for sentence in sentences for part in _actions(sentence)]
    if len(parts) > 1:
        found.append(("actions", text.strip(), "\n".join(f"{n}. {part}" for n, part in enumerate(parts, 1))))
    return found


def _told(sentence: str) -> str:
    """The sentence without the condition that opens it."""
    opens = (_WORDS.findall(sentence) or [""])[0].lower() in lists().english_opens
    return sentence.partition(",")[2] if opens and "," in sentence else sentence


def _heads(sentence: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(sentence)]
    if words and words[0] in lists().english_opens:
        _clause, comma, rest = sentence.partition(",")
        return any(word in lists().english_verbs for word in words[1:]) if not comma else _heads(rest)
    kept = [word for word in words if word not in lists().english_leads or word == "do"] or words
    return bool(kept) and (kept[0] in lists().english_verbs or words[:2] == ["do", "not"])


def _actions(sentence: str) -> list[str]:
    if not _heads(sentence) or sentence.lower().startswith(("never", "do not", "don't")):
        return []
    parts = re.split(r",?\s+(?:and then|then|and)\s+|,\s+", sentence)
    told = [parts[0]]
    for part in parts[1:]:
        first = (_WORDS.findall(part) or [""])[0].lower()
        if first in lists().english_verbs and _WORDS.findall(told[0])[0].lower() not in lists().english_opens:
            told.append(part[:1].upper() + part[1:])
    return told
