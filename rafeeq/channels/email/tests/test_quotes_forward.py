"""A whole-message forward names the person it came from; anything less is not taken for one."""

import pytest

from rafeeq.channels.email.quotes import Forwarded, forwarded

BODY = "أريد إلغاء الحجز.\n\nمع التحية\nبدر"

FORWARDS = {
    "gmail": "---------- الرسالة المُعاد توجيهها ----------\nمن: بدر العمري <badr@home.example>\n"
    "التاريخ: الخميس، 17 سبتمبر 2026 في 9:05 ص\n"
    "الموضوع: إلغاء حجز\nإلى: <care@store.example>\n\n\n",
    "gmail, english": "---------- Forwarded message ---------\nFrom: بدر العمري <badr@home.example>\n"
    "Date: Thu, Sep 17, 2026 at 9:05 AM\nSubject: إلغاء حجز\nTo: <care@store.example>\n\n\n",
    "thunderbird": "-------- رسالة ممرّرة --------\nالموضوع: \tإلغاء حجز\nالتاريخ: \tThu, 17 Sep 2026 09:05:00 +0300\n"
    "من: \tبدر العمري <badr@home.example>\nإلى: \tcare@store.example\n\n\n",
    "apple": "بداية الرسالة المُعاد توجيهها:\n\n> من: بدر العمري <badr@home.example>\n> الموضوع: إلغاء حجز\n"
    "> التاريخ: ١٧ سبتمبر ٢٠٢٦\n> إلى: care@store.example\n> \n",
    "apple, english": "Begin forwarded message:\n\nFrom: بدر العمري <badr@home.example>\nSubject: إلغاء حجز\n"
    "Date: 17 September 2026 at 9:05:00 GMT+3\nTo: care@store.example\n\n",
    "outlook": "________________________________\nمن: بدر العمري <badr@home.example>\n"
    "تم الإرسال: 17 سبتمبر 2026 9:05 ص\n"
    "إلى: care@store.example\nالموضوع: إلغاء حجز\n\n",
    "outlook, bare": "*From:* بدر العمري [mailto:badr@home.example]\n*Sent:* Thursday, September 17, 2026 9:05 AM\n"
    "*To:* care@store.example\n*Subject:* إلغاء حجز\n\n",
    "german": "-----Ursprüngliche Nachricht-----\nVon: بدر العمري <badr@home.example>\n"
    "Gesendet: Donnerstag, 17. September 2026 09:05\n"
    "An: care@store.example\nBetreff: إلغاء حجز\n\n",
    "french": "-------- Message transféré --------\nSujet : إلغاء حجز\nDate : Thu, 17 Sep 2026 09:05:00 +0300\n"
    "De : بدر العمري <badr@home.example>\nPour : care@store.example\n\n",
    "russian": "-------- Пересылаемое сообщение --------\nОт: بدر العمري <badr@home.example>\n"
    "Дата: 17.09.2026\nТема: إلغاء حجز\n"
    "Кому: care@store.example\n\n",
    "chinese": "---------- 转发的邮件 ----------\n发件人：بدر العمري <badr@home.example>\n日期：2026年9月17日\n"
    "主题：إلغاء حجز\n"
    "收件人：care@store.example\n\n",
}


@pytest.mark.parametrize("header", [pytest.param(value, id=key) for key, value in FORWARDS.items()])
@pytest.mark.parametrize("above", ["", "للعلم والإجراء\n\n", "\u200fFYI\n\nأُرسلت من الـ iPhone\n\n"])
def test_the_person_behind_a_forward(header: str, above: str) -> None:
    quoted = "> " in header
    body = "".join(f"> {line}\n" for line in BODY.splitlines()) if quoted else BODY
    found = forwarded(above + header + body)
    assert found is not None
    assert (found.name, found.address, found.subject) == ("بدر العمري", "badr@home.example", "إلغاء حجز")
    assert "care@store.example" in found.to
    assert "17" in found.date or "١٧" in found.date
    assert found.body == BODY


def test_a_sender_without_an_address() -> None:
    found = forwarded(
        "-----Original Message-----\nFrom: Badr\nSent: Thursday, September 17, 2026 9:05 AM\nSubject: x\n\nhello"
    )
    assert found == Forwarded("Badr", "", "x", "Thursday, September 17, 2026 9:05 AM", "", "hello")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "أريد إلغاء الحجز",
        "من: أبها\nإلى: جازان\nأحتاج نقل أثاث",
        "حاولت أمس أن أصل إليكم ولم أجد أحدا.\nوهذه رسالتي السابقة، أرجو قراءتها.\n\n" + FORWARDS["gmail"] + BODY,
        "أول\nثان\n" + FORWARDS["outlook"] + BODY,
        "في ١٧ سبتمبر ٢٠٢٦، الساعة ٩:٠٥ ص، كتب بدر <badr@home.example>:\n> أهلا",
        "---------- Forwarded message ---------\nhello",
    ],
)
def test_anything_less_is_no_forward(text: str) -> None:
    assert forwarded(text) is None
