"""How instructions are worded: short sentences, one action, a verb at their head, and somebody who acts.

Pure rules over words and word patterns, for Arabic and lightly for English. Each finding has a code, the words that it
is about and, where one can be made, a better wording. It advises: what is right in its place may stay.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rafeeq.lib import english_linter
from rafeeq.lib.arabic.direction import language_guess
from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.instructions import lists

MOST_WORDS, MOST_STEPS = 20, 9

_SENTENCES = re.compile(r"(?<!\d)[.](?!\d)|[!؟?؛\n]+")
_WORD = re.compile(r"[^\s،,:«»“”\"()\[\]]+")
_NUMBERED = re.compile(r"^\s*[\d٠-٩]+\s*[-.)ـ–]\s*")
_SHADDA = "\u0651"
_SUFFIXES = ("وها", "وه", "وهم", "ها", "هما", "هم", "ه", "نا", "ني", "ك", "كم", "وا", "ي", "ن")
_TO_WHOM = ("له", "لها", "لهم", "لنا", "لي")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that could be worded better: the `words` it is about, and a `better` wording where one is known."""

    code: str
    words: str
    better: str = ""


def lint_step(text: str, why: str = "", need: str = "") -> list[Finding]:
    """What could be better about one step; a step without a why or the need that it serves is told of as well."""
    found = lint_text(text)
    if text.strip() and not why.strip():
        found.append(Finding("no_why", text.strip()))
    if text.strip() and not need.strip():
        found.append(Finding("no_need", text.strip()))
    return found


def lint_steps(steps: Sequence[tuple[str, str, str]]) -> tuple[list[Finding], list[list[Finding]]]:
    """What could be better about all of them together, and about each: (text, why, need)."""
    whole = [Finding("many_steps", str(len(steps)))] if len(steps) > MOST_STEPS else []
    return whole, [lint_step(*step) for step in steps]


def lint_text(text: str) -> list[Finding]:
    """What could be better about the wording of one step."""
    if not text.strip():
        return []
    if language_guess(text) == "en":
        return [Finding(*told) for told in english_linter.lint(text, most_words=MOST_WORDS)]
    sentences = [whole for part in _SENTENCES.split(text) if len(whole := _NUMBERED.sub("", part).strip()) > 1]
    found = [finding for sentence in sentences for finding in (_long(sentence), _passive(sentence)) if finding]
    if sentences and not any(one.code == "passive" for one in found) and (headless := _headless(sentences[0])):
        found.append(headless)
    actions = [action for sentence in sentences for action in _actions(sentence)]
    if len(actions) > 1:
        found.append(Finding("actions", text.strip(), "\n".join(f"{n}. {one}" for n, one in enumerate(actions, 1))))
    return found


def _long(sentence: str) -> Finding | None:
    words = list(_WORD.finditer(sentence))
    if len(words) <= MOST_WORDS:
        return None
    middle, joints = len(words) // 2, []
    for place, word in enumerate(words[3:-3], 3):
        pauses = "،" in sentence[words[place - 1].end() : word.start()]
        if word[0] == "ثم" or pauses or (word[0][0] in "وف" and is_verb(_without_and(word[0]))):
            joints.append(place)
    if not joints:
        return Finding("long", sentence)
    at = words[min(joints, key=lambda place: abs(place - middle))].start()
    return Finding("long", sentence, f"{sentence[:at].rstrip(' ،')}.\n{_unjoined(sentence[at:])}")


def _unjoined(text: str) -> str:
    """The words without the "and" or "then" that joined them to what stands around."""
    text = re.sub(r"^ثم\s+|\s+ثم\s*$", "", text.strip())
    first = text.split(" ", 1)[0]
    if first.startswith(("و", "ف")) and (_is_imperative(first[1:]) or _is_present(fold(first[1:]))):
        return text[1:]
    return text


def _passive(sentence: str) -> Finding | None:
    words = list(_WORD.finditer(sentence))
    for place, word in enumerate(words[:-1]):
        bare = fold(word[0])
        joined = bare[1:] if bare[:1] in "وف" and bare[1:] in lists().done | lists().goes_on else bare
        following = words[place + 1]
        if joined in lists().done or (joined in lists().goes_on and _is_verbal_noun(following[0])):
            verb = imperative_of(following[0])
            if verb and place and fold(words[place - 1][0]) in {"لا", "لم", "لن"}:
                verb = _forbidden(verb)
            better = f"{verb}{sentence[following.end() :]}" if verb else ""
            return Finding("passive", sentence[word.start() : following.end()], better.strip())
    return None


def _forbidden(verb: str) -> str:
    """What is not to be done, said to the person; empty where the list does not know the verb's present."""
    present = lists().present_of.get(verb.replace(_SHADDA, ""), "")
    return f"لا ت{present[1:]}" if present else ""


def _headless(sentence: str) -> Finding | None:
    """The sentence does not begin with somebody acting: no present or imperative verb stands at its head."""
    words = [(word.start(), word[0]) for word in _WORD.finditer(sentence)]
    if _heads([word for _at, word in words]):
        return None
    while len(words) > 1 and fold(words[0][1]) in lists().leads:
        words.pop(0)
    start, first = words[0]
    bare = fold(first)
    if bare in lists().duties or bare.removeprefix("و") in lists().duties or (bare == "علي" and len(words) > 2):
        verbs = [(imperative_of(word), at, word) for at, word in words[1:4]]
        verb = next((one for one in verbs if one[0]), None)
        return Finding("no_verb", sentence, f"{verb[0]}{sentence[verb[1] + len(verb[2]) :]}" if verb else "")
    if bare in lists().opens:
        after = re.split(r"[،,:]", sentence, maxsplit=1)
        if len(after) > 1 and after[1].strip():
            return None if _heads(_WORD.findall(after[1])) else Finding("no_verb", sentence, _headed(after[1]))
        return (
            None if any(_is_imperative(_without_and(word)) for _at, word in words[1:]) else Finding("no_verb", sentence)
        )
    return Finding("no_verb", sentence, _headed(sentence[start:]))


def _heads(words: Sequence[str]) -> bool:
    """Whether these words begin with a verb, or with not doing something."""
    kept = [word for word in words if fold(word) not in lists().leads] or list(words)
    if fold(words[0]) == "لا" and fold(kept[0])[0] == "ت":
        return True
    return is_verb(kept[0]) or is_verb(_without_and(kept[0]))


def _headed(text: str) -> str:
    """The same with its verbal noun made a verb, or with the verb that stands in it brought to its head."""
    text = text.strip()
    first, _space, rest = text.partition(" ")
    if verb := imperative_of(first):
        return f"{verb} {rest}".strip()
    words = text.split(" ")
    inside = next((place for place, word in enumerate(words) if place and _is_imperative(word)), 0)
    return " ".join([words[inside], *words[:inside], *words[inside + 1 :]]) if inside else ""


def _without_and(word: str) -> str:
    return word[1:] if word[:1] in "وف" and len(word) > 3 else word


def _actions(sentence: str) -> list[str]:
    """The sentence in parts, one for each action; one or none where it does not tell several people what to do."""
    opening = (_WORD.search(sentence) or [""])[0]
    if fold(opening) in lists().opens and "،" in sentence:
        condition, _comma, rest = sentence.partition("،")
        parts = _actions(_unjoined(rest))
        return [f"{condition}، {parts[0]}", *parts[1:]] if parts else []
    words = list(_WORD.finditer(sentence))
    if not words:
        return []
    head = [word[0] for word in words if fold(word[0]) not in lists().leads][:1]
    if fold(words[0][0]) == "لا" or not head:
        return []
    opened = fold(words[0][0]) in lists().opens
    orders = opened or _is_imperative(head[0])
    if not orders and not _is_present(fold(head[0])):
        return []
    starts, seen_first = [], not opened
    first = next((place for place, word in enumerate(words) if fold(word[0]) not in lists().leads), 0)
    for place, word in enumerate(words[first + 1 :], first + 1):
        if _begins_action(sentence, words, place, orders=orders):
            if seen_first:
                starts.append(word.start())
            seen_first = True
        elif opened and not seen_first and _is_imperative(word[0]):
            seen_first = True
    edges = [0, *starts, len(sentence)]
    return [_unjoined(sentence[a:b]).strip(" ،") for a, b in pairwise(edges)]


def _begins_action(sentence: str, words: Sequence[re.Match[str]], place: int, *, orders: bool) -> bool:
    word, before = words[place][0], fold(words[place - 1][0])
    gap = sentence[words[place - 1].end() : words[place].start()]
    fits = _is_imperative if orders else (lambda one: _is_present(fold(one)))
    if before in {"ثم", "وبعدها", "بعدها"} or "،" in gap:
        return fits(word) or fits(_without_and(word))
    joined = word[:1] == "و" and len(word) > 3 and before not in {"او", "ان"}
    is_noun = fold(word[1:]) in lists().nouns_too and _SHADDA not in word
    return joined and not is_noun and fits(word[1:])


def is_verb(word: str) -> bool:
    """Whether a word is a verb in the present or an imperative, by the list or by its pattern."""
    return _is_imperative(word) or _is_present(fold(word))


def _is_imperative(word: str) -> bool:
    bare = fold(word)
    if bare in lists().nouns or (bare.startswith("ال") and bare not in lists().imperatives):
        return False
    if any(stem in lists().imperatives for stem in _stems(bare)):
        return bare.startswith(("ا", "ت")) or not _is_other(word, bare)
    return _looks_imperative(word, bare)


def _is_other(word: str, bare: str) -> bool:
    """A shadda that stands elsewhere, or an ending of nouns."""
    return word.endswith("ة") or (bare in lists().verbal_nouns and bare not in lists().imperatives)


def _looks_imperative(word: str, bare: str) -> bool:
    """By its pattern: of the second form with its shadda, of the fourth, fifth, seventh, eighth and tenth."""
    letters = re.sub("[\u064b-\u0650\u0652]", "", word)
    if letters.endswith(("ة", "ات")):
        return False
    if re.fullmatch(f"ت?..{_SHADDA}.(?:ها|ه|هم)?", letters) or re.fullmatch("أ[^او]..|ت[^اي][^اي][^اي]", letters):
        return True
    if re.search("[\u064e-\u0650]$", word) and 2 <= len(bare) <= 4:
        return True  # «ادعُ», «هاتِ»: who writes the last vowel writes an order
    if re.fullmatch("[^اوي]ا[^اوي][^اويه]", bare):
        return True  # «رافق»; the nouns of this pattern that begin instructions stand in the list
    return letters[0] == "ا" and 4 <= len(bare) <= 6 and "ا" not in letters[1:] and not bare.endswith("ه")


def _is_present(bare: str) -> bool:
    bare = bare.removeprefix("س") if bare[1:2] in "يتن" and len(bare) > 4 else bare
    if bare in lists().nouns or bare in lists().duties or len(bare) < 3 or bare[0] not in "يتنا":
        return False
    if any(stem[1:] in lists().presents for stem in _stems(bare) if len(stem) > 2) and bare not in lists().verbal_nouns:
        return True
    return bare[0] == "ي" and len(bare) >= 4 and not bare.endswith("يه")


def _stems(bare: str) -> list[str]:
    """The word, and what is left of it without each ending that it may have."""
    endings = [*_SUFFIXES, *_TO_WHOM, "ون", "ين", "ان"]
    return [bare, *(bare[: -len(end)] for end in endings if bare.endswith(end) and len(bare) - len(end) >= 2)]


def imperative_of(word: str) -> str:
    """The imperative of a verbal noun as it stands in a sentence («الإرسال», «وإرسال»); empty for other words."""
    for spelled in dict.fromkeys((word, word.removeprefix("و"), word.removeprefix("ب"))):
        raw = spelled[2:] if spelled.startswith("ال") and len(spelled) > 4 else spelled
        if fold(raw) in lists().nouns:
            return ""
        if known := lists().verbal_nouns.get(fold(raw)):
            return known
        if made := _by_pattern(re.sub("[\u064b-\u0652]", "", raw)):
            return made
    return ""


def _by_pattern(raw: str) -> str:
    for pattern, verb in (
        (r"ت(.)(.)ي(.)", rf"\1\2{_SHADDA}\3"),
        (r"إ(.)(.)ا(.)", r"أ\1\2\3"),
        (r"م(.)ا(.)(.)ة", r"\1ا\2\3"),
        (r"(است..)ا(.)", r"\1\2"),
        (r"(ا[^ال]ت.)ا(.)", r"\1\2"),
        (r"(ان..)ا(.)", r"\1\2"),
    ):
        if re.fullmatch(pattern, raw):
            return re.sub(pattern, verb, raw)
    return ""


def _is_verbal_noun(word: str) -> bool:
    return bool(imperative_of(word))
