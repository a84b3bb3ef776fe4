"""Takes out of a text what tells who somebody is: names that are known, phones, addresses, accounts, cards, identities.

Own rules with their check digits, so that an order number stays an order number; phones by the library that knows them.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rafeeq.lib.arabic.folding import folded

KINDS: Final = ("name", "mail", "iban", "card", "identity", "phone", "secret", "number")
REGIONS: Final = (
    "SA",
    "AE",
    "EG",
    "JO",
    "KW",
    "QA",
    "BH",
    "OM",
    "MA",
    "TN",
    "DZ",
    "IQ",
    "LB",
    "YE",
    "SD",
    "LY",
    "PS",
    "SY",
)
LONGEST = 20_000
_DIGITS = str.maketrans({chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)})
_DIGIT = re.compile(r"\d")  # whatever follows but mail addresses holds one
# Whatever may repeat without end is bounded or never gone back over: a letter of 20,000 signs costs what its signs do.
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b", re.IGNORECASE)
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_DATE = re.compile(r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?!\d)")
_NUMBER = re.compile(r"(?<!\d)\d{10}(?!\d)")
_INTRODUCED = re.compile(r"(?:\bmy name is\s+|(?<!\w)و?اسمي\s+(?:هو\s+)?)([^\W\d_]+(?:\s+[^\W\d_]+)?)", re.IGNORECASE)
_SECRET = re.compile(
    r"(?:\bpassword|\bpasscode|\bpin|\botp|\bcvv|كلم[ةه] (?:ال)?(?:سر|مرور)|الرقم السري|رمز (?:التحقق|الدخول)"
    r"|كود التحقق)"
    r"\W{1,3}(?:is |هو |هي )?(\w*\d\w*)",
    re.IGNORECASE,
)
# Numbers of orders, contracts and requests: five digits and more, letters and digits in one, or whatever is called so.
_ORDER = re.compile(
    r"(?<![\w.])(?=[A-Za-z]{1,6}-?\d|\d{5}|\d+-)(?=(?>[\w-]*?\d){3})"
    r"(?:[A-Za-z]{1,6}-?\d[\w-]*|\d{5,}[\w-]*|\d+-[\w-]{0,60}\d{3,})(?!\w)"
    r"|(?:#|\b(?:order|ticket|request|invoice|contract)\s*+(?:number|no\.?|nr\.?)?\s*+[:#]?\s*+"
    r"|رقم\s*+(?:ال\w{1,40}\s*+)?[:#]?\s*+|طلبي?\s++(?:رقم\s*+)?)(\d[\w-]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """Something that tells who somebody is, and where it stands."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """A text that may leave the house: a placeholder such as [phone-1] for each thing, and what it stands for."""

    text: str
    kept: dict[str, str] = field(default_factory=dict, repr=False)

    def back(self, text: str) -> str:
        """The words again in place of their placeholders."""
        return _PLACEHOLDER.sub(lambda one: self.kept.get(one.group(), one.group()), text)


_PLACEHOLDER = re.compile(rf"\[({'|'.join(KINDS)})-\d+\]")


def placeholders(text: str) -> list[str]:
    """Of what kind each different thing is that was taken out of a text that has left."""
    return [one[1] for one in {one.group(): one for one in _PLACEHOLDER.finditer(text)}.values()]


def masked(text: str, names: Iterable[str] = ()) -> Masked:
    """The text without anything of that kind, the numbers of orders included; the same thing under the same name."""
    parts, at = [], 0
    known: dict[tuple[str, str], str] = {}
    count: Counter[str] = Counter()
    kept: dict[str, str] = {}
    for one in found(text, names, strictly=True):
        words = text[one.start : one.end]
        spelled = (one.kind, folded(words).text)
        if spelled not in known:
            count[one.kind] += 1
            known[spelled] = f"[{one.kind}-{count[one.kind]}]"
        kept.setdefault(known[spelled], words)
        parts += [text[at : one.start], known[spelled]]
        at = one.end
    return Masked("".join([*parts, text[at:LONGEST]]), kept)


def found(text: str, names: Iterable[str] = (), *, strictly: bool = False) -> list[Found]:
    """Everything of that kind in the text, in its order, nothing twice.

    `strictly`: numbers of orders as well, and the name that somebody says to have; more goes than has to.
    """
    plain = text[:LONGEST].translate(_DIGITS)
    spans = [*_names(text[:LONGEST], names), *_matched(plain)]
    if strictly:
        bare = _DATE.sub(lambda one: "." * len(one.group()), plain)
        spans += [Found("number", *one.span(1 if one[1] else 0)) for one in _ORDER.finditer(bare)]
        spans += [Found("name", *one.span(1)) for one in _INTRODUCED.finditer(plain)]
    spans += [Found("phone", start, end) for start, end in _phones(plain)]
    kept: list[Found] = []  # in their order, and none over another: each looks at its two neighbours alone
    for one in sorted(spans, key=lambda one: KINDS.index(one.kind)):
        at = bisect_left(kept, one.start, key=lambda other: other.start)
        after_last = at == 0 or kept[at - 1].end <= one.start
        if after_last and (at == len(kept) or one.end <= kept[at].start):
            kept.insert(at, one)
    return kept


def redacted(text: str, names: Iterable[str] = (), *, mark: Callable[[str], str] = "[{}]".format) -> str:
    """The text with a mark in place of each."""
    parts, at = [], 0
    for one in found(text, names):
        parts += [text[at : one.start], mark(one.kind)]
        at = one.end
    return "".join([*parts, text[at:LONGEST]])


def _matched(plain: str) -> Sequence[Found]:
    spans = [Found("mail", one.start(), one.end()) for one in _MAIL.finditer(plain)] if "@" in plain else []
    if not _DIGIT.search(plain):
        return spans
    spans += [Found("iban", *one.span()) for one in _IBAN.finditer(plain) if _is_iban(one.group())]
    spans += [Found("card", *one.span()) for one in _CARD.finditer(plain) if _is_card(one.group())]
    spans += [Found("identity", *one.span()) for one in _NUMBER.finditer(plain) if _is_identity(one.group())]
    spans += [Found("secret", *one.span(1)) for one in _SECRET.finditer(plain)]
    return spans


def _names(text: str, names: Iterable[str]) -> list[Found]:
    """The known names in whatever spelling, whole words, with the particles that may stand before them."""
    known = list(names)
    if not known:
        return []
    shape = folded(text)
    spans = []
    for name in known:
        for word in {fold_of for part in name.split() if len(fold_of := folded(part).text.strip()) >= 3}:
            for one in re.finditer(rf"(?<!\w)[وفلبك]?{re.escape(word)}(?!\w)", shape.text):
                spans.append(Found("name", *shape.span(*one.span())))
    return spans


def _phones(plain: str) -> list[tuple[int, int]]:
    if sum(letter.isdigit() for letter in plain) < 7:
        return []
    import phonenumbers

    plain = _DATE.sub(lambda one: "x" * len(one.group()), plain)
    spans: set[tuple[int, int]] = set()
    for region in REGIONS:
        for one in phonenumbers.PhoneNumberMatcher(plain, region, leniency=phonenumbers.Leniency.VALID):
            spans.add((one.start, one.end))
    return sorted(spans)


def _is_iban(text: str) -> bool:
    bare = re.sub(r"[ -]", "", text).upper()
    digits = "".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])
    return 15 <= len(bare) <= 34 and int(digits) % 97 == 1


def _is_card(text: str) -> bool:
    bare = re.sub(r"\D", "", text)
    return 13 <= len(bare) <= 19 and _luhn(bare)


def _is_identity(bare: str) -> bool:
    """A Saudi identity or residence number."""
    return bare[0] in "12" and _luhn(bare)


def _luhn(digits: str) -> bool:
    doubled = [int(one) * (2 if place % 2 else 1) for place, one in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0
