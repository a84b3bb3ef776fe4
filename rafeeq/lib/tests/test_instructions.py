"""Instructions are judged as a careful reader would, and each finding comes with something better."""

from pathlib import Path

from rafeeq.lib.arabic_linter import lint_step, lint_steps, lint_text

LABELLED = Path(__file__).with_name("instructions.tsv")
CODES = ("long", "passive", "no_verb", "actions")
PRECISION, RECALL = 0.95, 0.9


def labelled() -> list[tuple[set[str], str]]:
    rows = [line.split("\t") for line in LABELLED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(set(codes.split()) - {"-"}, text) for codes, text in rows]


def better(text: str, code: str) -> str:
    return next(one.better for one in lint_text(text) if one.code == code)


def test_each_code_is_found_and_seldom_cried_in_vain() -> None:
    rows = labelled()
    assert len(rows) >= 200
    assert len({text for _codes, text in rows}) == len(rows)
    told = [({one.code for one in lint_text(text)}, codes, text) for codes, text in rows]
    for code in CODES:
        right = [text for found, codes, text in told if code in found & codes]
        wrong = [text for found, codes, text in told if code in found - codes]
        missed = [text for found, codes, text in told if code in codes - found]
        assert len(right) >= PRECISION * len(right + wrong), (code, wrong)
        assert len(right) >= RECALL * len(right + missed), (code, missed)


def test_what_would_be_better_is_written_out() -> None:
    assert better("يتم إرسال رسالة إلى العميل.", "passive") == "أرسل رسالة إلى العميل"
    assert better("سيتم الاتصال بالعميل خلال يومين", "passive") == "اتصل بالعميل خلال يومين"
    assert better("لا يتم صرف التعويض قبل الموافقة", "passive") == "لا تصرف التعويض قبل الموافقة"
    assert better("تسجيل الشكوى في النظام", "no_verb") == "سجّل الشكوى في النظام"
    assert better("على الموظف مراجعة العقد", "no_verb") == "راجع العقد"
    assert better("مقارنة السعرين", "no_verb") == "قارن السعرين", "by its pattern, for no list holds it"
    assert better("تحقق من الهوية ثم اطبع العقد", "actions") == "1. تحقق من الهوية\n2. اطبع العقد"
    assert better("افتح الطلب وأرسل رسالة إلى العميل", "actions") == "1. افتح الطلب\n2. أرسل رسالة إلى العميل"
    long = next(codes_text[1] for codes_text in labelled() if codes_text[0] == {"long", "actions"})
    first, second = better(long, "long").split("\n")
    assert max(len(first.split()), len(second.split())) <= 20


def test_a_step_has_its_why_and_the_need_it_serves_and_nine_are_enough() -> None:
    assert [one.code for one in lint_step("افتح ملف العميل")] == ["no_why", "no_need"]
    assert lint_step("افتح ملف العميل", why="نعرف ما سبق", need="ألا يعيد قصته") == []
    assert lint_step("", why="") == []
    whole, each = lint_steps([("اسأل العميل", "س", "ح")] * 10)
    assert ([one.code for one in whole], [one for one in each if one]) == (["many_steps"], [])
    assert lint_steps([("اسأل العميل", "س", "ح")] * 9)[0] == []
