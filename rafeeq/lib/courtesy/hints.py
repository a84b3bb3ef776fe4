"""The hints to a draft. Better silent than wrong: quoted words, what others said, and denials are left alone."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rafeeq.lib.arabic.pieces import ENDS, Words, words
from rafeeq.lib.courtesy.phrases import SPLITS, OwnPhrase, match, own_steps
from rafeeq.lib.courtesy.rulebook import RULES, Index, Phrase, index, is_arabic, rules
from rafeeq.lib.courtesy.sameness import share_said_before
from rafeeq.lib.questions import split, unanswered

ALL_SAID: Final = 0.95  # of the words, from which a reply is called nothing but a ready reply
SHORTEST: Final = 8  # words of a reply from which it may be one, or may greet by name
MOST: Final = 24  # hints; nobody reads more
LOOKED_BACK: Final = 4  # words before a phrase in which a negation turns it round

_NOT: Final = words(
    "ليس ليست لست ليسوا مو مش مب مهو ماشي لا لم ما لن غير بلا دون بدون ماكو مافي ماكاين ولا وليس وليست وما ولم "
    "not never no isn't wasn't aren't weren't don't doesn't didn't won't needn't cannot can't without nobody"
)
_SAID: Final = words(
    "قال قالت قالوا قالو قالك قالكم قالولك قالوله قالتلك قيل ذكرت ذكرتم ذكرتي كتبت كتبتم كتبتي قلت قلتم قلتي تقول "
    "تقولون تقولين اخبروك اخبرك أخبرتنا اخبرتنا وصفت قولنا قوله قولهم سمعت قيلت بلغوك افادك ابلغوك حكولك قالولي قالوا "
    "said says told wrote mentioned telling called heard saying quoted replied"
)
_HERE: Final = words("لك لكم ليك لحضرتك you") | words("من سابقا مسبقا")  # «قلت لك»: our own words again
_BUT: Final = words("لكن ولكن بس انما but however")
_ABBREVIATION: Final = 4  # capitals of a word that may be no shouting: IBAN, SWIFT is told by its neighbours
_MARKS = re.compile(r"(?:[!！][\s]?){3,}|(?:[?؟!]){3,}")
_DRAWN = re.compile(r"[^\W\d_]*([^\W\d_])\1{3,}[^\W\d_]*")
_CAPITALS = re.compile(r"\b[A-Z][A-Z']+(?: +(?:[A-Z][A-Z']*)\b)+")
_TITLES: Final = words(
    "استاذ استاذة الاستاذ الاستاذة استاذنا ابو بو ام اخي اخوي اختي اخت اخ سيد سيدة السيد السيدة مدام سي للا دكتور "
    "دكتورة مهندس شيخ mr mrs ms dr sir madam"
)


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that might be said otherwise: the rule, where it stands, and one wording that is offered."""

    rule: str
    start: int
    end: int
    words: str
    offer: str = ""

    @property
    def key(self) -> str:
        """The rule and the words: what an ignored hint is known by, wherever the words move."""
        return f"{self.rule}:{' '.join(self.words.split())[:120]}"


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a draft; what is not known gives no hint."""

    asked: Sequence[str] = ()  # the customer's messages since our last reply
    said_before: Sequence[str] = ()  # ready replies, filled in, and one's own last replies
    is_complaint: bool = False
    name: str = ""  # the customer's, where this is the first reply
    own: Sequence[OwnPhrase] = ()
    off: Collection[str] = ()


def hints(draft: str, around: Around | None = None) -> list[Hint]:
    """The hints to a draft, the weightier first, then by place."""
    known = around or Around()
    if not draft.strip():
        return []
    w = Words(draft)
    language = "ar" if is_arabic(draft) else "en"  # an offer speaks as the draft does
    found = _by_phrase(w, _with_own(known, language))
    found += _shouting(w, language)
    found += _left_out(draft, known, language)
    found += _copied(w, known, language)
    found += _nameless(w, known, language)
    told = [hint for hint in found if hint.rule not in known.off]
    return sorted(told, key=lambda hint: (-rules()[hint.rule].weight, hint.start))[:MOST]


def _with_own(known: Around, language: str) -> list[Index]:
    if not known.own:
        return [index()]
    own = Index()
    for phrase in known.own:
        if phrase.rule in RULES:
            offer = phrase.offer or rules()[phrase.rule].offer.get(language, "")
            own.add(Phrase(phrase.rule, own_steps(phrase), offer))
    return [own, index()]


def _by_phrase(w: Words, indexes: Iterable[Index]) -> list[Hint]:
    """Where phrases stand: of those that overlap the longest, then the weightier."""
    quiet, questions = w.silent(), w.asked()
    spans: list[tuple[int, int, Phrase]] = []
    for at in range(w.count):
        if at in quiet:
            continue
        for one in indexes:
            for phrase in one.beginning_with(w.word[at]):
                end = match(w.word, at, phrase.steps)
                if end > at and not (phrase.asked and at in questions) and _is_ours(w, at, end, phrase):
                    spans.append((at, end, phrase))
    chosen: list[tuple[int, int, Phrase]] = []
    for at, end, phrase in sorted(spans, key=lambda span: (span[0] - span[1], RULES.index(span[2].rule), span[0])):
        if all(end <= begun or at >= ended for begun, ended, _ in chosen):
            chosen.append((at, end, phrase))
    return [_hint(w, phrase.rule, at, end, phrase.offer) for at, end, phrase in chosen]


def _hint(w: Words, rule: str, at: int, end: int, offer: str) -> Hint:
    start, stop = w.start[at], w.end[end - 1]
    return Hint(rule, start, stop, w.text[start:stop], offer)


def _is_ours(w: Words, at: int, end: int, phrase: Phrase) -> bool:
    """Whether the words are said by us and meant: not denied, not reported, not followed by what we can do."""
    rule = rules()[phrase.rule]
    if phrase.order and w.text[w.start[at]] == "أ":
        return False
    if rule.negation and any(word in _NOT for word in _clause(w, at)):
        return False
    if rule.reported and _is_reported(w, at):
        return False
    return rule.unless is None or phrase.anyway or not any(rule.unless.takes(word) for word in _after(w, end))


def _clause(w: Words, at: int) -> list[str]:
    """The few words before, up to where the clause begins."""
    begun = at
    while begun > 0 and at - begun < LOOKED_BACK and w.word[begun - 1] not in SPLITS:
        begun -= 1
    return w.word[begun:at]


def _is_reported(w: Words, at: int) -> bool:
    """Whether somebody said it before, as this sentence tells: «قال لك إن …», “you were told that …”."""
    for before in range(at - 1, -1, -1):
        word = w.word[before]
        if word in ENDS or word in _BUT:
            return False
        if word in _SAID and not (word.startswith(("قلت", "ذكرت")) and w.word[before + 1] in _HERE):
            return True
    return False


def _after(w: Words, end: int) -> Iterator[str]:
    """The rest of the sentence, and how the next one begins."""
    at = end
    while at < w.count and w.word[at] not in ENDS:
        yield w.word[at]
        at += 1
    while at < w.count and w.word[at] in ENDS:
        at += 1
    if at < w.count:
        yield w.word[at]


def _shouting(w: Words, language: str) -> list[Hint]:
    """Repeated marks, drawn-out letters, a word three times over, and capitals where no abbreviation stands."""
    text, offer = w.text, rules()["shouting"].offer.get(language, "")
    spans = [found.span() for found in (*_MARKS.finditer(text), *_DRAWN.finditer(text))]
    spans += [found.span() for found in _CAPITALS.finditer(text) if _is_loud(found.group().split())]
    for at in range(w.count - 2):
        if w.word[at][0].isalpha() and w.word[at] == w.word[at + 1] == w.word[at + 2]:
            spans.append((w.start[at], w.end[at + 2]))
    quiet = [(w.start[at], w.end[at]) for at in w.silent()]
    heard = [span for span in spans if not any(span[0] < end and start < span[1] for start, end in quiet)]
    return [Hint("shouting", start, end, text[start:end], offer) for start, end in heard]


def _is_loud(capitals: list[str]) -> bool:
    long = sum(len(word) > _ABBREVIATION for word in capitals)
    return long >= 2 or (long >= 1 and len(capitals) >= 3)


def _left_out(draft: str, known: Around, language: str) -> list[Hint]:
    """The customer's questions that the draft does not touch; their words, and no place in the draft."""
    asked = [one for text in known.asked for one in split(text)]
    offer = rules()["unanswered"].offer.get(language, "")
    return [Hint("unanswered", 0, 0, one.text, offer) for one in (unanswered(asked, draft) if asked else ())]


def _copied(w: Words, known: Around, language: str) -> list[Hint]:
    if not known.is_complaint or _length(w) < SHORTEST:
        return []
    if share_said_before(w.text, known.said_before) < ALL_SAID:
        return []
    return [Hint("copied", 0, len(w.text), "", rules()["copied"].offer.get(language, ""))]


def _nameless(w: Words, known: Around, language: str) -> list[Hint]:
    """A first reply that neither holds a part of the name nor a title: the mildest of all hints."""
    name = Words(known.name)
    parts = {word for word in name.word[: name.count] if len(word) > 1 and word[0].isalpha()}
    if not parts or _length(w) < SHORTEST:
        return []
    if any(word in parts or word in _TITLES or word.removeprefix("يا") in _TITLES for word in w.word[: w.count]):
        return []
    offer = rules()["nameless"].offer.get(language, "").replace("{name}", known.name.split()[0])
    return [Hint("nameless", 0, 0, "", offer)]


def _length(w: Words) -> int:
    return sum(word[0].isalnum() for word in w.word[: w.count])
