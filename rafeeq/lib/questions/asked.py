"""Splits a customer's message into what is asked and what is asked for.

A sentence is cut into clauses; a clause asks when it holds an asking word in its place, a word of wanting, an order, or
ends with a question mark. Greetings, thanks and «أرجو الرد» are courtesy. Fixed complaints in the form of a question
(«معقول؟», «وين الضمير؟») ask nothing; «ليش ما تردون؟» does, because it can be answered. «ممكن أغيّر» asks whether,
«ممكن تغيّرون» asks for.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from rafeeq.lib.arabic.pieces import Words, words
from rafeeq.lib.questions import cues as c
from rafeeq.lib.questions.cues import Answer

Kind = Literal["question", "request"]
HARD = frozenset(".!?؟\n؛;…") | {"•", "●", "▪", "–", "—"}
SOFT = frozenset("،,:()")
LONGEST_GREETING = 12  # words
FARTHEST = 24  # words behind «أعرف» in which what is to be known is looked for
MOST = 200  # questions of one message; nobody answers more
LONGEST_TAIL = 2  # with fewer words than this behind it an asking word stands at the end: «الفاتورة غلط ليه»


@dataclass(frozen=True, slots=True)
class Asked:
    """One question or request: where it stands in the message, and what an answer to it would hold."""

    start: int
    end: int
    text: str
    kind: Kind
    answer: Answer


class _Clause(NamedTuple):
    begin: int
    end: int
    marked: bool  # a question mark closes it


class _Cue(NamedTuple):
    at: int
    kind: Kind
    answer: Answer
    opens: bool = True  # whether what is asked begins here, not at the beginning of the clause


def split(message: str) -> list[Asked]:
    """The questions and requests of a message, in their order."""
    w = Words(message)
    quiet = w.silent()
    asked: list[Asked] = []
    topic: Asked | None = None  # «لدي استفسار بخصوص الفاتورة»: asks something only where no question follows it
    for clause in _clauses(w):
        if clause.begin in quiet:
            continue
        if len(asked) >= MOST:
            break
        for part in _parts(w, clause):
            one = _asked(w, part)
            if one is None:
                topic = None
                continue
            if topic is not None and topic is asked[-1] and one.kind == "question":
                asked.pop()
            asked.append(one)
            topic = one if _only_topic(w, part, one) else None
    return asked


def _only_topic(w: Words, part: _Clause, one: Asked) -> bool:
    """Whether a clause only says what it is about, and is left open by a comma or a colon."""
    told = one.answer == "what" and any(word in c.TOPIC for word in w.word[part.begin : part.end])
    return told and w.word[part.end] in SOFT


def _clauses(w: Words) -> list[_Clause]:
    """Sentences, and what stands between commas; a decimal point and a number of a list cut nothing in two."""
    clauses: list[_Clause] = []
    begin = 0
    for i in range(w.count + 1):
        word = w.word[i] if i < w.count else "\n"
        if word not in HARD and word not in SOFT and not _bullet(w, i):
            continue
        if word in ".:" and i and w.word[i - 1].isdecimal() and w.joined(i + 1) and w.word[i + 1].isdecimal():
            continue
        if i > begin:
            clauses.append(_Clause(begin, i, word in "?؟" and word != ""))
        begin = i + 1
    return clauses


def _bullet(w: Words, i: int) -> bool:
    return w.word[i] in ("-", "*") and (i == 0 or w.word[i - 1] == "\n")


def _parts(w: Words, clause: _Clause) -> list[_Clause]:
    """A clause cut where another question or request begins in it."""
    cuts: list[int] = []
    has_cue = False
    cues = {i: cue for i in range(clause.begin, clause.end) if (cue := _cue(w, i, clause))}
    last = max(cues, default=-1)
    for i in range(clause.begin, clause.end):
        if w.word[i] in c.STRONG_LINKS and has_cue and last > i:
            cuts.append(i)
        cue = cues.get(i)
        if cue is None:
            continue
        if cue.opens and i > clause.begin and _new(w, clause, cue, cuts[-1] if cuts else clause.begin, has_cue):
            at = i
            if cuts and all(word in c.LINKS for word in w.word[cuts[-1] : i]):
                continue
            while at > clause.begin + 1 and w.word[at - 1] in c.LINKS:
                at -= 1
            cuts.append(at)
        has_cue = True
    edges = [clause.begin, *cuts, clause.end]
    return [_Clause(begin, end, clause.marked and end == clause.end) for begin, end in pairwise(edges) if end > begin]


def _new(w: Words, clause: _Clause, cue: _Cue, last: int, has_cue: bool) -> bool:  # noqa: PLR0911  a reader gives up in many places
    """Whether a cue in the middle of a clause begins something new."""
    i, before = cue.at, w.word[cue.at - 1]
    if w.word[i] == "let":
        return True
    if before in c.TELL or before in c.KNOW or (before in c.MAY and cue.answer != "act"):
        return False
    if any(word in c.TELL or word in c.KNOW for word in w.word[max(last, i - 4) : i]) and w.word[i][:1] != "و":
        return False
    if any(word in c.DUNNO for word in w.word[max(last, i - 2) : i]):
        return False
    tail = clause.end - i - 1
    if cue.kind == "request":
        return not has_cue or i - last > 2 or w.word[i][:1] == "و"
    if w.word[i][:1] == "و" and w.word[i] not in c.ASKING:
        return True
    if before in c.LINKS:
        return True
    return (tail >= LONGEST_TAIL or (tail == 1 and i - last >= 2)) and (not has_cue or i - last >= 3)


def _cue(w: Words, i: int, clause: _Clause) -> _Cue | None:  # noqa: PLR0911  a reader gives up in many places
    """What the word at `i` asks, if it asks."""
    word = w.word[i]
    if word.isascii():
        return _english(w, i, clause)
    bare = word[1:] if word[:1] in "وف" and len(word) > 2 and word not in c.KNOWN else word
    first = _first(w, i, clause)
    asking = _asking(w, i, bare, first=first, marked=clause.marked)
    if asking:
        return _Cue(i, "question", asking)
    if bare in c.MAY and i + 1 < clause.end and not (i and w.word[i - 1] in c.NOT and not clause.marked):
        return _may(w, i, bare, clause)
    if bare in c.WANT and not (i and w.word[i - 1] in c.NOT) and w.word[i + 1] not in c.THANK:
        return _wanted(w, i, clause)
    if bare in c.OPEN_TELL:
        return _Cue(i, "question", "what")
    if bare in c.ORDERS and (first or bare not in c.ONLY_FIRST) and not (i and w.word[i - 1] in c.NOT):
        return _Cue(i, "request", "act")
    return None


def _first(w: Words, i: int, clause: _Clause) -> bool:
    """Whether only greetings and links stand before it."""
    greeted = w.word[clause.begin : i]
    return len(greeted) <= LONGEST_GREETING and all(one in c.OPENERS or one in c.LINKS for one in greeted)


def _asking(w: Words, i: int, bare: str, *, first: bool, marked: bool) -> Answer | None:
    following, before = w.word[i + 1], w.word[i - 1] if i else ""
    if bare == "ما" and (following in c.WHAT_IS) and (first or marked):
        return "when" if following in ("موعد", "وقت") else "why" if following in ("سبب", "السبب") else "what"
    if bare == "من" and following in c.WHO_IS and (first or marked):
        return "who"
    if bare in c.WHICH:
        return "what" if marked and following[:2] != "ال" and following not in ("", "والله") else None
    answer = c.ASKING.get(bare)
    if answer == "how many" and (before in c.NO_NUMBER_ASKED or following in c.ALWAYS_TELLS):
        return None
    if (
        answer is not None
        and following == "ما"
        and bare in ("متي", "وين", "كيف")
        and before not in c.TELL
        and not marked
    ):
        return None  # «متى ما تبون»
    return answer


def _may(w: Words, i: int, bare: str, clause: _Clause) -> _Cue:
    """«ممكن أغيّر» asks whether; «ممكن ترجعون لي» asks for; «ممكن أعرف متى» asks when."""
    ahead = w.word[i + 1 : min(i + 4, clause.end)]
    if any(word in c.TELL for word in ahead):
        return _Cue(i, "question", _told(w, i, clause))
    verb = next((word for word in ahead if word not in c.OPENERS), "")
    ours = bare in c.OF_MINE or (verb[:1] in ("ا", "ن") and verb[:2] != "ال" and bare not in _YOURS and len(verb) >= 3)
    before = w.word[i - 1] if i > clause.begin else ""
    if ours or (verb[:1] == "ي" and bare in _MAYBE):
        return _Cue(i, "question", "yes or no", opens=before != "هل")
    return _Cue(i, "request", "act", opens=before != "هل")


_YOURS = words("يمكنكم بإمكانكم تقدرون تقدروا تقدر فيكم فيكن فيك قادرين يمديكم يمكنك")
_MAYBE = words("يمكن ينفع يصير")


def _wanted(w: Words, i: int, clause: _Clause) -> _Cue:
    ahead = w.word[i + 1 : min(i + 4, clause.end)]
    if any(word in c.TELL for word in ahead):
        return _Cue(i, "question", _told(w, i, clause))
    return _Cue(i, "request", "act")


def _told(w: Words, i: int, clause: _Clause) -> Answer:
    """What somebody wants to know: of the asking word that follows, or simply what."""
    for j in range(i + 1, min(clause.end, i + FARTHEST)):
        word = w.word[j]
        answer = c.ASKING.get(word) or (c.ASKING.get(word[1:]) if word[:1] == "ل" else None)
        if answer and not (answer == "yes or no" and word == "الا"):
            return answer
        if word in _OF_TIME:
            return "when"
        if word in _OF_REASON:
            return "why"
    return "what"


_OF_TIME = words("موعد وقت تاريخ")
_OF_REASON = words("سبب السبب أسباب")


def _english(w: Words, i: int, clause: _Clause) -> _Cue | None:  # noqa: PLR0911  a reader gives up in many places
    word, following = w.word[i], w.word[i + 1]
    first = _first(w, i, clause)
    linked = first or (w.word[i - 1] in ("and", "also", "but", "so", "then") and w.word[i - 2] != "you")  # “you also”
    if word == "i" and (following in c.I_WANT or (following in ("would", "'d") and w.word[i + 2] in c.I_WANT)):
        return _english_want(w, i, clause)
    if word == "i'd" and following in c.I_WANT:
        return _english_want(w, i, clause)
    if word in c.ENGLISH_ASKING:
        known = any(one in c.KNOW for one in w.word[max(clause.begin, i - 4) : i])
        if known or (linked and (clause.marked or following in c.AUXILIARY or w.word[i + 2] in c.AUXILIARY)):
            return _Cue(i, "question", _how_many(w, i), opens=not known)
        return None
    if word in ("can", "could", "would", "will") and following == "you" and linked:
        told = any(one in c.KNOW for one in w.word[i + 2 : i + 4])
        return _Cue(i, "question", _told(w, i, clause)) if told else _Cue(i, "request", "act")
    if word in c.AUXILIARY and following in c.SUBJECT and linked:
        return _Cue(i, "question", "yes or no")
    if word in ("please", "kindly") and following:
        told = following in ("tell", "let", "explain", "clarify", "advise") or w.word[i + 1] == "confirm"
        return _Cue(i, "question", _told(w, i, clause)) if told else _Cue(i, "request", "act")
    if word == "let" and following == "me" and w.word[i + 2] == "know":
        return _Cue(i, "question", _told(w, i, clause))
    if word in c.ENGLISH_ORDERS and linked:
        return _Cue(i, "question", _told(w, i, clause)) if word in c.KNOW else _Cue(i, "request", "act")
    return None


def _how_many(w: Words, i: int) -> Answer:
    if w.word[i] == "how" and w.word[i + 1] in ("much", "many"):
        return "how many"
    if w.word[i] == "how" and w.word[i + 1] == "long":
        return "when"
    return c.ENGLISH_ASKING[w.word[i]]


def _english_want(w: Words, i: int, clause: _Clause) -> _Cue:
    if any(one in c.KNOW for one in w.word[i + 1 : i + 6]):
        return _Cue(i, "question", _told(w, i, clause))
    return _Cue(i, "request", "act")


def _asked(w: Words, part: _Clause) -> Asked | None:
    """What a part of a clause asks, if it asks anything."""
    begin, end = _trimmed(w, part)
    if begin >= end or _says(w, begin, end, c.COURTESY) or _says(w, begin, end, c.RHETORICAL):
        return None
    found = [cue for i in range(begin, end) if (cue := _cue(w, i, _Clause(begin, end, part.marked)))]
    if not found:
        if not part.marked or not any(w.word[i].isalpha() for i in range(begin, end)):
            return None
        return _made(w, begin, end, "question", "yes or no")
    chosen = _chosen(found)
    if chosen.kind == "request" and _just_reply(w, begin, end):
        return None
    if chosen.at > begin and chosen.opens and end - chosen.at > LONGEST_TAIL:
        begin = max(begin, min(cue.at for cue in found))
    return _made(w, begin, end, chosen.kind, chosen.answer)


def _chosen(found: list[_Cue]) -> _Cue:
    """A question that a request leads to is a question: «ابغى اعرف ليش»; «هل يمكنكم إرسال» is a request."""
    first = found[0]
    if first.answer == "yes or no" and len(found) > 1 and found[1].kind == "request" and found[1].at - first.at <= 2:
        return _Cue(first.at, "request", "act")
    return first


def _trimmed(w: Words, part: _Clause) -> tuple[int, int]:
    """Without greetings, names called upon and links at the beginning, and marks at the end."""
    begin, end = part.begin, part.end
    while begin < end and (
        w.word[begin] in c.OPENERS
        or w.word[begin] in c.LINKS
        or not (w.word[begin].isalnum() or "'" in w.word[begin])
        or (w.word[begin].isdecimal() and w.word[begin + 1] in (".", ")", "-", "/") and begin == part.begin)
    ):
        if w.word[begin] in ("من", "بعد") and w.word[begin + 1] not in c.OPENERS:
            break
        begin += 1
    end = next((i for i in range(begin + 2, end) if w.word[i] in c.BECAUSE), end)
    while end > begin and not w.word[end - 1].isalnum():
        end -= 1
    return begin, end


def _says(w: Words, begin: int, end: int, wordings: tuple[tuple[str, ...], ...]) -> bool:
    """Whether one of the wordings stands at the beginning, behind two words at most."""
    for at in range(begin, min(begin + 3, end)):
        for wording in wordings:
            if tuple(w.word[at : at + len(wording)]) == wording and at + len(wording) <= end:
                return True
    return False


def _just_reply(w: Words, begin: int, end: int) -> bool:
    """«أرجو الرد بسرعة», please help me: asks for nothing but an answer."""
    rest = [word for word in w.word[begin:end] if word not in c.EMPTY]
    return bool(rest) and all(word in c.JUST_REPLY for word in rest)


def _made(w: Words, begin: int, end: int, kind: Kind, answer: Answer) -> Asked:
    start, stop = w.start[begin], w.end[end - 1]
    return Asked(start, stop, w.text[start:stop], kind, answer)
