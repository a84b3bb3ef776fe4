"""Whether an answer that a language model has put together may be said: only where it is made of quoted sentences.

The text must be whole quoted sentences with phrases of a short list between them; one sentence may be told in several
lines, clause after clause. So no figure, name or negation can be won or lost, and nothing can be put together anew or
lose its condition. Whatever fails has a reason by one word, and the article's own words are shown instead.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from rafeeq.knowledge.rules.answering.clauses import Sentence, Word, sentences_of, words_of
from rafeeq.knowledge.rules.answering.phrases import LONGEST_HEAD, denies, phrases
from rafeeq.lib.arabic.direction import BIDI_CONTROLS, language_guess
from rafeeq.lib.arabic.sentences import sentences
from rafeeq.lib.llm.draft import Draft, Part
from rafeeq.lib.llm.errand import Passage

LONGEST: Final = 1600  # letters of the text
POINTS_WITHIN: Final = 2  # words at the head of a sentence, its negation aside
SHORTEST_OF_TITLE: Final = 3  # letters of a word that tells one title from another
REASONS: Final = (
    "empty", "too_long", "no_span", "strange_passage", "strange_span", "markup", "link", "language", "number", "name",
    "negation", "ungrounded", "leaning", "misplaced",
    "part_left_out",
)  # fmt: skip
_MARKUP: Final = re.compile(
    rf"[{BIDI_CONTROLS}\u200b\ufeff\ud800-\udfff\0-\x08\x0b-\x1f\x7f]|</?[a-z!]|&#?\w+;|\]\(|```|\{{\{{|javascript:|data:\w+/",
    re.IGNORECASE,
)
_HEAD: Final = re.compile(rf"\s*([^:،,.!?؟\n]{{1,{LONGEST_HEAD}}}):\s*")
_SPACES: Final = re.compile(r"\s+")


class Refused(Exception):
    """The text may not be said; `why` is one of REASONS."""

    def __init__(self, why: str, about: str = "") -> None:
        super().__init__(f"{why}: {about}" if about else why)
        self.why, self.about = why, about


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a passage, by its place among those that were sent and theirs in it."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Worded:
    """What may be said, and the sentences that it is made of, in the order of the text."""

    text: str
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """One quoted sentence and where it stands."""

    passage: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class _Named:
    """What a head may name: words of the question, and titles."""

    asked: tuple[str, ...]
    titles: tuple[tuple[str, ...], ...]

    def holds(self, keys: tuple[str, ...]) -> bool:
        """Whether these words follow one another in one of them, and deny and limit nothing."""
        lists, count = phrases(), len(keys)
        if any(key in lists.negations or key in lists.limits for key in keys):
            return False
        return any(
            keys == one[at : at + count] for one in (self.asked, *self.titles) for at in range(len(one) - count + 1)
        )


@dataclass(frozen=True, slots=True)
class _Step:
    """What a sentence of the text is made of, and the words that stand before it as its head."""

    run: "_Run"
    head: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Run:
    """Clauses of one quoted sentence that follow one another."""

    unit: _Unit
    first: int
    last: int


def verified(draft: Draft, passages: Sequence[Passage], question: str, language: str, links: Sequence[str]) -> Worded:
    """What may be said of the draft. `links`: the addresses of the articles. Raises Refused."""
    text = draft.text.strip()
    if not text:
        raise Refused("empty")
    if len(text) > LONGEST:
        raise Refused("too_long")
    units = _units(draft.parts, passages)
    material = " \n".join(passages[one.passage].text[one.sentence.start : one.sentence.end] for one in units)
    ours = {one.lower().rstrip("/") for one in links}
    _refuse_markup(text, material, ours)
    if language_guess(text, default="en") != language:
        raise Refused("language")
    named = _Named(_said(question), tuple(_said(one.title) for one in passages))
    steps: list[_Step] = []
    for said in _lines(text):
        steps += _told(said, units, named, ours, steps[-1].run if steps else None)
    if not steps:
        raise Refused("ungrounded")
    for run in _joined([one.run for one in steps]):
        _refuse_left_out(run)
    used = [unit for unit, _steps in groupby(one.run.unit for one in steps)]
    _refuse_leaning(used, passages)
    _refuse_misplaced(steps, passages)
    if {passages[one.passage].part for one in used} != {one.part for one in passages}:
        raise Refused("part_left_out")
    return Worded(text, _quotes(used, passages))


def _lines(text: str) -> list[str]:
    """The sentences of the text; what ends with a colon together with what follows."""
    found: list[str] = []
    for one in sentences(text):
        said = text[one.start : one.end]
        if found and found[-1].endswith(":"):
            found[-1] += f"\n{said}"
        else:
            found.append(said)
    return found


def _told(said: str, units: Sequence[_Unit], named: _Named, ours: set[str], before: _Run | None) -> list[_Step]:
    """What one sentence of the text is made of, its head aside where it has one. Raises Refused."""
    known = [word for one in units for word in one.sentence.words]
    head, below = _headed(said, named)
    for heads, words in ((frozenset(), words_of(said)), (head, below)):
        told = [word for word in words if word.key not in ours and word.kind != "break"]
        try:
            _refuse_facts(told, known)
            return [_Step(run, heads) for run in _made_of(told, units, before)]
        except Refused:
            if heads == head:
                raise
    return []


def _units(parts: Sequence[Part], passages: Sequence[Passage]) -> list[_Unit]:
    """The whole sentences that the spans touch; Refused for a span that does not stand where it is said to."""
    if not parts:
        raise Refused("no_span")
    found: list[_Unit] = []
    for part in parts:
        if not 1 <= part.doc <= len(passages):
            raise Refused("strange_passage", str(part.doc))
        if denies(passages[part.doc - 1].title):
            raise Refused("negation", passages[part.doc - 1].title[:80])
        text = passages[part.doc - 1].text
        start, end = _place(part, text)
        touched = [_Unit(part.doc - 1, one) for one in sentences_of(text) if one.start < end and start < one.end]
        if not touched:
            raise Refused("strange_span", part.quote[:80])
        found += [one for one in touched if one not in found]
    return found


def _place(part: Part, text: str) -> tuple[int, int]:
    """Where a span stands; its words decide, in which only white space may differ."""
    if part.quote.strip():
        words = [re.escape(word) for word in _SPACES.split(part.quote.strip())]
        held = re.search(r"\s+".join(words), text)
        if held is None:
            raise Refused("strange_span", part.quote[:80])
        return held.span()
    if not 0 <= part.start < part.end <= len(text):
        raise Refused("strange_span", f"{part.start}-{part.end}")
    return part.start, part.end


def _refuse_markup(text: str, material: str, ours: set[str]) -> None:
    if held := _MARKUP.search(text):
        raise Refused("markup", held.group())
    known = {word.key for word in words_of(material) if word.kind == "link"} | ours
    for word in words_of(text):
        if word.kind == "link" and word.key not in known:
            raise Refused("link", word.key)


def _headed(said: str, named: _Named) -> tuple[frozenset[str], list[Word]]:
    """The words of «about …:» or «title:» at the head of a sentence, and those below; no words where it has no head.

    «About» names what was asked or a title, in words that follow one another there, and denies nothing. Without it only
    a whole title stands: «التوصيل مجاني:» out of a question would be an answer.
    """
    about, title = phrases().heads.match(said), _HEAD.match(said)
    if about and named.holds(keys := _said(about[1])):
        return frozenset(keys), words_of(said[about.end() :])
    if title and _said(title[1]) in named.titles:
        return frozenset(_said(title[1])), words_of(said[title.end() :])
    return frozenset(), words_of(said)


def _said(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared, its placeholders aside."""
    return tuple(word.key for word in words_of(text) if word.kind not in ("hole", "break"))


def _refuse_facts(words: Sequence[Word], known: Sequence[Word]) -> None:
    """No figure, sign or Latin word that stands in no quoted sentence, and no negation."""
    there = {word.key for word in known}
    allowed = {key for phrase in phrases().connecting for key in phrase}
    for word in words:
        if word.key in there or word.kind == "break" or word.key in allowed:
            continue
        if word.kind in ("number", "sign"):
            raise Refused("number", word.key)
        if word.key in phrases().negations:
            raise Refused("negation", word.key)
        if word.kind in ("link", "hole") or (word.key.isascii() and not all(one.key.isascii() for one in known)):
            raise Refused("name", word.key)


def _made_of(words: Sequence[Word], units: Sequence[_Unit], before: _Run | None) -> list[_Run]:
    """What a sentence of the text is made of: whole quoted sentences, or a part of one; Refused where of anything else.

    `before`: what the sentence before it ends with; the part that goes on from there is taken before others.
    """
    keys = [word.key for word in words]
    whole = {at: [word.key for word in one.sentence.words] for at, one in enumerate(units)}
    found = _path(keys, whole)
    if found is not None:
        return [_Run(units[at], 0, len(units[at].sentence.clauses) - 1) for at in found]
    bare = _without_phrases(keys)
    parts = [run for one in units for run in _parts(one, bare)]
    if not parts:
        raise Refused("negation" if _is_turned(keys, whole.values()) else "ungrounded", " ".join(keys)[:80])
    return [min(parts, key=lambda run: before is None or not _goes_on(before, run))]


def _parts(unit: _Unit, wanted: set[tuple[str, ...]]) -> Iterator[_Run]:
    """The parts of a sentence that say exactly this."""
    clauses, most = unit.sentence.clauses, max(map(len, wanted), default=0)
    for first in range(len(clauses)):
        said: list[str] = []
        for last in range(first, len(clauses)):
            said += [word.key for word in clauses[last]]
            if len(said) > most:
                break
            if tuple(said) in wanted:
                yield _Run(unit, first, last)


def _without_phrases(keys: Sequence[str]) -> set[tuple[str, ...]]:
    """The words, and what is left of them once connecting phrases at either end are taken away."""
    begins, ends = [0], [len(keys)]
    for at in begins:  # grows while it is gone through
        for one in phrases().connecting:
            if tuple(keys[at : at + len(one)]) == one and at + len(one) not in begins:
                begins.append(at + len(one))
    for at in ends:
        for one in phrases().connecting:
            if at >= len(one) and tuple(keys[at - len(one) : at]) == one and at - len(one) not in ends:
                ends.append(at - len(one))
    return {tuple(keys[begin:end]) for begin in begins for end in ends if begin < end}


def _keys(run: _Run) -> list[str]:
    return [word.key for clause in run.unit.sentence.clauses[run.first : run.last + 1] for word in clause]


def _goes_on(before: _Run, run: _Run) -> bool:
    """Whether this part follows that one in their sentence."""
    return before.unit == run.unit and before.last + 1 == run.first


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """The parts, those that follow one another as one: a list may be told line by line."""
    found: list[_Run] = []
    for run in runs:
        if found and _goes_on(found[-1], run):
            found[-1] = _Run(run.unit, found[-1].first, run.last)
        else:
            found.append(run)
    return found


def _path(keys: Sequence[str], pieces: dict[int, list[str]]) -> list[int] | None:
    """The pieces that `keys` is made of, in their order, with connecting phrases between them; None: it is not."""
    best: dict[int, list[int]] = {0: []}  # what was used on the way to each place
    for at in range(len(keys)):
        if at not in best:
            continue
        for phrase in phrases().connecting:
            if tuple(keys[at : at + len(phrase)]) == phrase:
                best.setdefault(at + len(phrase), best[at])
        for name, piece in pieces.items():
            if keys[at : at + len(piece)] == piece:
                best[at + len(piece)] = [*best[at], name]
    return best.get(len(keys))


def _refuse_left_out(run: _Run) -> None:
    """A sentence is told whole: «for the small plan,» left out, its fee is everybody's."""
    lists, clauses = phrases(), run.unit.sentence.clauses
    left = [word.key for clause in (*clauses[: run.first], *clauses[run.last + 1 :]) for word in clause]
    if any(key in lists.negations or key in lists.limits for key in left):
        raise Refused("negation", " ".join(_keys(run))[:80])
    if left:
        raise Refused("ungrounded", " ".join(_keys(run))[:80])


def _refuse_leaning(used: Sequence[_Unit], passages: Sequence[Passage]) -> None:
    """A sentence that points back («ذلك», «فيه», this) follows the one that it stands behind in its passage."""
    for at, one in enumerate(used):
        there = sentences_of(passages[one.passage].text)
        place = there.index(one.sentence)
        head = [word.key for word in one.sentence.words if word.key not in phrases().negations][:POINTS_WITHIN]
        points = not phrases().pointing.isdisjoint(head)
        if points and place and (not at or used[at - 1] != _Unit(one.passage, there[place - 1])):
            raise Refused("leaning", " ".join(word.key for word in one.sentence.words)[:80])


def _refuse_misplaced(steps: Sequence[_Step], passages: Sequence[Passage]) -> None:
    """Where the text goes on to a passage of another title, its title is heard: «أوقات فرع العليا» are not of all."""
    for before, one in pairwise(steps):
        here, there = (passages[step.run.unit.passage].title for step in (one, before))
        new = {word.key for word in words_of(here)} - {word.key for word in words_of(there)}
        new = {key for key in new if len(key) >= SHORTEST_OF_TITLE}
        said = one.head | {word.key for word in one.run.unit.sentence.words}
        if before.run.unit.passage != one.run.unit.passage and new and new.isdisjoint(said):
            raise Refused("misplaced", here[:80])


def _is_turned(keys: Sequence[str], wholes: Iterable[list[str]]) -> bool:
    """Whether it is a quoted sentence but for its negations."""
    negations = phrases().negations
    said, no = Counter(key for key in keys if key not in negations), sum(key in negations for key in keys)
    for whole in wholes:
        bare = Counter(key for key in whole if key not in negations)
        if (said & bare).total() * 2 > bare.total() and no != sum(key in negations for key in whole):
            return True
    return False


def _quotes(used: Sequence[_Unit], passages: Sequence[Passage]) -> tuple[Quoted, ...]:
    """The sentences as quotations, each once; those that follow one another in their passage are one."""
    found: list[Quoted] = []
    for one in dict.fromkeys(used):
        start, end = one.sentence.start, one.sentence.end
        last = found[-1] if found else None
        follows = last is not None and last.passage == one.passage and last.end <= start
        if last and follows and not passages[one.passage].text[last.end : start].strip():
            found[-1] = Quoted(one.passage, last.start, end)
        else:
            found.append(Quoted(one.passage, start, end))
    return tuple(found)
