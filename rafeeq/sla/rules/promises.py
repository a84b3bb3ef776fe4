"""What a promise may say, when it is looked at by itself, and what counts as keeping it."""

import re
from datetime import datetime, timedelta
from typing import Literal

from rafeeq.lib.arabic.pieces import Words, words
from rafeeq.lib.working_time import Prepared

LONGEST_TEXT = 500
FARTHEST = timedelta(days=400)  # whoever promises something for later has mistyped the year
TOO_OLD = timedelta(days=3)  # after so long an apology that nobody sent would only surprise
PATIENCE = timedelta(hours=4)  # of working time, between the supervisors and the managers
NOTICE = timedelta(hours=2)  # of working time, before it is due

Why = Literal["", "text", "past", "far", "same", "owner", "reason", "result", "empty", "settled", "due"]


# A result made of nothing but these tells the customer nothing: they were called, and heard no news.
_EMPTY = words(
    "تم تمت جرى لقد قد وتم حل حله حلها الحل حلت انحل انحلت طلب طلبه طلبها الطلب المشكله مشكله الموضوع الامر المعامله",
    "العميل العميله للعميل بالعميل بالعميله الزبون معه معها مع به بها له لها عليه عليها علي من الي في عن",
    "التواصل الاتصال اتصال تواصل تواصلنا اتصلنا اتصلت تواصلت كلمنا كلمناه كلمناها كلمته كلمتها ابلغنا ابلغناه ابلاغ",
    "افاده افادته الرد رد رددنا لا ولا و ليس ما مو مش لسا لسه بعد يوجد فيه شي شيء جديد الجديد اي تحديث التحديث خبر",
    "قيد جار جاري وجاري الان حاليا العمل المتابعه متابعه الاجراء المعالجه معالجه اللازم المطلوب الاقفال اقفال اغلاق",
    "الاغلاق اغلق مغلق خلص خلاص انتهي انتهت انتهينا ننتظر انتظار الانتظار نتابع نعمل زال زالت زلنا حتي",
    "done ok okay yes no not none nothing new news update yet still in progress pending working on it we they was were",
    "is are has have had been i the a an to of with by called call contacted contact reached spoke talked told",
    "informed customer client him her them issue problem request ticket case waiting follow following up",
    "closed finished completed handled fixed resolved solved",
)


# A greeting up to its comma: "أهلًا أستاذ سالم،", "Dear Mr Salem,".
_GREETED = re.compile(
    r"\s*(?:أهل[اًا]+|اهلا|مرحب[اًا]+|حيا[كم]+|السلام عليكم|وعليكم السلام|صباح|مساء|عزيز[يت]+|الأستاذ|"
    r"أستاذ|الأخ|شكر[اًا]+|عفو[اًا]+|نعتذر|"
    r"hello|hi|dear|good (?:morning|evening)|thank you|thanks|sorry)\b[^،,]{0,60}[،,]\s*",
    re.IGNORECASE,
)


def refusal(text: str, due: datetime, now: datetime) -> Why:
    """Why this cannot be promised; empty when it can."""
    if not text.strip():
        return "text"
    if due <= now:
        return "past"
    return "far" if due - now > FARTHEST else ""


def says_something(result: str) -> bool:
    """Whether a result tells the customer anything beyond that somebody called, or that it is done."""
    words = Words(result)
    told = [word for word in words.word[: words.count] if any(letter.isalnum() for letter in word)]
    return any(word not in _EMPTY for word in told)


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence of a draft that holds these characters, as a promise is written down: without who is greeted."""
    first = max((text.rfind(mark, 0, start) for mark in ".!?؟\n؛;"), default=-1) + 1
    while greeted := _GREETED.match(text, first, start):
        first = greeted.end()
    ends = [place for mark in ".!?؟\n؛;" if (place := text.find(mark, end)) >= 0]
    return " ".join(text[first : min(ends, default=len(text))].split())[:LONGEST_TEXT]


def warn_at(made: datetime, due: datetime, hours: Prepared) -> datetime:
    """When its owner is reminded: two working hours before it is due, at work, and not before half of its time."""
    half = made + (due - made) / 2
    at = hours.next_open(max(half, hours.subtract(due, NOTICE)))
    return at if at < due else half


_DONE, _SOLVED = words("حل الحل حلها حله"), words("solved resolved fixed")


def tells_early_success(words: str) -> bool:
    """Whether an apology claims that the matter is solved, which nobody knows when a promise has just been broken."""
    text = Words(words)
    pairs = list(zip(text.word, text.word[1:], strict=False))
    done = {"تم": _DONE, "جرى": _DONE, "been": _SOLVED, "is": _SOLVED, "was": _SOLVED}
    return any(after in done.get(word, ()) for word, after in pairs)
