"""Words are found in whatever form they are asked for, by every database alike, and filters narrow what is seen."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from rafeeq.lib.arabic.folding import fold
from rafeeq.lib.search.terms import Nearness, is_met, terms_of, wanted
from rafeeq.tickets.actions.words import begin_again, put, renew_words, take_down_words, value_of
from rafeeq.tickets.models import Message, Ticket, WordsCursor
from rafeeq.tickets.models.words import BLOCK, RARE
from rafeeq.tickets.queries import search, searched
from rafeeq.tickets.queries.fresh import taken_down
from rafeeq.tickets.queries.matching import matching
from rafeeq.tickets.queries.narrowing import narrowed, read
from rafeeq.tickets.queries.search import found
from tests.cast import Cast
from tests.make import at, noted, replied, ticket, ticket_with_outcome
from tests.noises import NOISES

FORMS = {
    "الفاتورة": "الفاتورة فاتورة الفاتوره فاتوره والفاتورة بالفاتورة الفاتُورة ٱلفاتورة الفـاتورة فواتير",
    "إلغاء": "إلغاء إلغا الغاء ألغاء الإلغاء وإلغاء إِلغَاء",
    "مسؤول": "مسؤول مسئول مسوول المسؤول والمسؤول مَسؤول",
    "مُحَمَّد": "مُحَمَّد محمد مُحمد لمحمد",
}
# Twelve everyday differences of spelling: what was written, and what is typed.
SPELLINGS = (
    ("أريد الإلغاء", "الالغاء"), ("هذه فاتورتي القديمة", "القديمه"), ("في المستشفى الكبير", "المستشفي"),
    ("شُكْرًا جَزِيلًا", "شكرا جزيلا"), ("الطلب 4821", "٤٨٢١"), ("وصل الجهاز", "جهاز"), ("وبالمدرسة أيضًا", "المدرسة"),
    ("شـــاحن", "شاحن"), ("المهندسين", "مهندس"), ("ﻻحقًا", "لاحقا"), ("کتاب الضمان فی البیت", "كتاب البيت"),
    ("شؤون العملاء", "شئون"),
)  # fmt: skip
OURS = re.compile("فاتور|فواتير|لغا|لغي|سوول|سوال|سييل|محمد|حمد")


def others() -> list[str]:
    """What people write about other things."""
    lines = Path("tests/evals/ar/questions.jsonl").read_text("utf-8").splitlines()
    return [text for line in lines if not OURS.search(fold(text := json.loads(line)["question"]))]


def said_in(number: int, texts: list[str]) -> None:
    Message.objects.bulk_create(
        Message(ticket_id=number, direction="in", channel="email", text=text, at=timezone.now()) for text in texts
    )


def all_taken_down() -> None:
    while take_down_words():
        pass


def numbers(cast: Cast, typed: str, who: str = "noura") -> list[int]:
    return sorted(searched(cast.staff()[who], typed).values_list("number", flat=True))


def test_every_form_finds_what_was_planted_and_nothing_else(cast: Cast) -> None:
    crowd = others()
    assert len(crowd) > 200
    for part in range(6):
        said_in(ticket("غير ذلك", subject="أمر آخر").number, crowd[part::6])
    planted = {word: ticket(f"أكتب عن {word} منذ أمس", subject="أمر").number for word in FORMS}
    all_taken_down()
    missed = [
        (word, form)
        for word, forms in FORMS.items()
        for form in forms.split()
        if numbers(cast, form) != [planted[word]]
    ]
    assert missed == [], "27 of 27, without a false hit"


def test_twelve_everyday_spellings_are_found(cast: Cast) -> None:
    planted = {said: ticket(said, subject="أمر").number for said, _typed in SPELLINGS}
    all_taken_down()
    assert [said for said, typed in SPELLINGS if numbers(cast, typed) != [planted[said]]] == []


SAID = "أُلغيت بطاقتي رقم 4412 وسأل أحمد المسؤول على فاتورة هذا الشهر"


def test_ten_noises_of_typing_find_the_same_tickets(cast: Cast) -> None:
    """Whether they are in what was written or in what is asked."""
    noisy = [ticket(noise(SAID), subject="أمر").number for noise in NOISES.values()]
    plain = ticket(SAID, subject="أمر").number
    ticket("شكرًا جزيلًا لكم جميعًا", subject="غير ذلك")
    all_taken_down()
    for name, noise in NOISES.items():
        for asked in (*SAID.split(), SAID, f'"{SAID}"', "بطاق", "المسؤول فاتور"):
            assert numbers(cast, noise(asked)) == sorted([*noisy, plain]), (name, asked)


ODD = (
    "الفاتُورة رقم ١٢٣", "والفاتوره", "فواتير", "", "  ", "َُِّ", "😀 شكرًا 😀", "a_b C'est l'été", "١٬٢٣٤٫٥", "ﷲ ﻻ",
    "\u202eمقلوب\u202c", "صفر\u200cعرض", "x" * 300, "ط" * 90, "foo-bar@example.com", "NEAR AND OR NOT",
    "٪ % _ * ( ) \" '", "日本語 テスト", "straße Straße STRASSE", "مسئول ومسؤول", "لـلـمـدرسة", "2026-11-30T10:00",
)  # fmt: skip
ASKED = (
    "فاتورة", "الفاتورة", "فات", "123", "شكرا", "été", "b c", "1234", "الله", "مقلوب", "صفرعرض", "x" * 300, "ط" * 64,
    "example", "near and", "not", "日本語", "strasse", "مسوول", "مدرسه", "2026 11", "والف", "😀", "ا",
    "طلب متكر", "الطلب متص", "متكرر طلب", "near or no",
)  # fmt: skip


@pytest.mark.parametrize("nearness", ["exact", "forms", "begun"])
def test_every_database_finds_what_the_rules_say(cast: Cast, nearness: Nearness) -> None:
    one = ticket("أول")
    Message.objects.filter(ticket=one).delete()
    texts = {5000 * place: text for place, text in enumerate(ODD, 1)}  # over several blocks of numbers
    texts |= {7 * BLOCK - place: "طلب متكرر" if place % 3 else "طلب متصل" for place in range(1, RARE * 2)}
    Message.objects.bulk_create(
        Message(pk=pk, ticket=one, direction="in", channel="email", text=text, at=timezone.now())
        for pk, text in texts.items()
    )
    rows = list(Message.objects.order_by("pk").values_list("pk", "text"))
    begin_again()
    put([(pk, value_of("message", pk, terms_of(text))) for pk, text in rows])
    for typed in ASKED:
        asked = wanted(typed, begun=True)
        if asked:
            met = [pk for pk, text in reversed(rows) if is_met(terms_of(text), asked, nearness)]
            assert [row[0] for row in matching("message", asked, nearness, upto=rows[-1][0], most=50)] == met, typed


def test_the_exact_spelling_stands_before_other_forms_and_then_the_newest(cast: Cast) -> None:
    exact, other, newest = (ticket(f"عندي {word} هنا", subject="أمر") for word in ("فاتوره", "والفاتورة", "بالفواتير"))
    all_taken_down()
    asked = read(cast.noura, "فاتورة")
    hits = found(narrowed(cast.noura, asked), asked)
    assert [hit.ticket for hit in hits] == [exact.number, newest.number, other.number]


def test_while_one_types_many_words_are_looked_for_less_far_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    old = ticket("وصلت الشحنة ناقصة", subject="أمر")
    said_in(ticket("غير ذلك", subject="أمر").number, ["كلام آخر"] * 40)
    all_taken_down()

    def typed(words: str) -> list[int]:
        asked = read(cast.noura, words)
        return [hit.ticket for hit in found(narrowed(cast.noura, asked), asked, begun=True)]

    assert typed("وصلت الشحنه ناق") == typed("ناق") == [old.number]
    monkeypatch.setattr(search, "RECENT", 10)
    monkeypatch.setattr(search, "LOOKED_UP", 6)
    assert typed("ناق") == [old.number]
    assert typed("وصلت الشحنه ناق") == []
    assert numbers(cast, "وصلت الشحنه ناق") == [old.number], "the page of results finds it"


@pytest.mark.parametrize("taken", [False, True])
def test_filters_in_plain_words(cast: Cast, taken: bool) -> None:
    sara, solved = ticket("المبلغ ناقص"), ticket_with_outcome("confirmed", agent=cast.noura, supervisor=cast.khaled)
    omar = ticket("المبلغ زائد", sender="omar@example.com", name="عمر العتيبي")
    at(omar, timezone.now() - timedelta(days=40))
    Ticket.objects.filter(pk=omar.pk).update(created_at=timezone.now() - timedelta(days=40))
    replied(sara, cast.noura, "نراجع العملية")
    noted(omar, cast.khaled, "اتصل به البنك")
    if taken:
        all_taken_down()
    for typed, rows in {
        "من: سارة غير محلول": [sara],
        "من: سارة المطيري مؤكد الحل": [solved],
        "من: عمر المبلغ": [omar],
        "from: omar@example.com": [omar],
        "من: نورة غير محلول": [sara],
        "إلى: سارة غير محلول": [sara],
        "المبلغ -زائد غير محلول": [sara],
        '"المبلغ ناقص"': [sara],
        '"ناقص المبلغ"': [],
        "قبل: 30 يوم": [omar],
        "بعد: 30 يوم غير محلول": [sara],
        "غير مسند": [omar],
        "لدى: أنا غير محلول": [sara],
        "البنك غير محلول": [omar],
        f"#{omar.number}": [omar],
        "المبلغ رقم: 999999": [],
        "غير محلول -زائد": [sara],
        "فريق: الخيال المبلغ": [],
    }.items():
        assert numbers(cast, typed) == sorted(row.number for row in rows), typed
    assert numbers(cast, "غير محلول", who="fahd") == []
    assert numbers(cast, "من: عمر", who="fahd") == []


def test_a_rebuilt_table_says_how_far_it_is(cast: Cast) -> None:
    said_in(ticket("أول").number, ["كلمة"] * 1200)
    renew_words()
    all_taken_down()
    renew_words()
    assert taken_down().behind == 0, "by today's rules nothing is taken down twice"
    WordsCursor.objects.update(rules=0)
    renew_words()
    assert taken_down().behind == 100
    take_down_words()
    assert 0 < taken_down().behind < 100 or taken_down().missing("message") <= 500
    all_taken_down()
    assert taken_down().behind == 0
