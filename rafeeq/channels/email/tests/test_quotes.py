"""A reply keeps every word its sender wrote now, and none that the mail program copied below it."""

import sys

import pytest

from rafeeq.channels.email.quotes import forwarded, split_text
from rafeeq.channels.email.quotes.html import split_html

NEW = "وصلتني الشحنة أمس لكن الغلاف ممزّق.\n\nمتى تستبدلونها؟"
OLD = "نأمل أن تكون الشحنة قد وصلت سالمة"
NAME = "سلمى من المتجر"
ADDRESS = "care@store.example"

# What each Arabic mail program writes above a quote.
ARABIC_LINES = {
    "gmail web": f"في الخميس، 17 سبتمبر 2026 في 9:05 ص تمت كتابة ما يلي بواسطة {NAME} <{ADDRESS}>:",
    "gmail 2013": f"بتاريخ 17 سبتمبر، 2014 9:05 ص، جاء من {NAME} <{ADDRESS}>:",
    "gmail 2019": f"بتاريخ الخميس، 17 سبتمبر 2019، جاء من {NAME} <{ADDRESS}>:",
    "gmail android": f"في الخميس، ١٧ سبتمبر، ٢٠٢٦ ٩:٠٥ ص، كتب {NAME} <{ADDRESS}>:",
    "gmail android, no comma": f"في الخميس، ١٧ سبتمبر ٢٠٢٦ ٩:٠٥ كتب {NAME} <{ADDRESS}>:",
    "android, numbers": f'بتاريخ ١٧/٠٩/٢٠٢٦ ٩:٠٥ ص، كتب "{NAME}" <{ADDRESS}>:',
    "verb last": f"في الخميس، ١٧ سبتمبر ٢٠٢٦, ٩:٠٥ ص {NAME} <{ADDRESS}> كتب:",
    "apple": f"في ١٧ سبتمبر ٢٠٢٦، الساعة ٩:٠٥ ص، كتب/كتبت {NAME} <{ADDRESS}>:",
    "apple, she": f"في ١٧ أيلول ٢٠٢٦، الساعة ٩:٠٥ ص، كتبت {NAME} <{ADDRESS}>:",
    "thunderbird": f"على 17/9/26 \u202b09:05، كتب {NAME}:",
    "thunderbird, verb first": f"كتب {NAME} على 17/9/26 \u202b09:05:",
    "roundcube": f"كتب {NAME} في 2026-09-17 09:05:",
    "sogo": f"في الخميس, سبتمبر 17, 2026 09:05 +03, {NAME} <{ADDRESS}> كتب:",
    "evolution": f"في الخميس، 17-09-2026 عند 09:05 +0300 ، كتب {NAME}:",
    "kmail": f"في تاريخ الخميس 17 سبتمبر 2026 ، كتب المراسل {NAME} :",
    "sony": f"---- {NAME} كتب ----",
    "levant months": f"في الخميس، 17 تشرين الأول 2026 في 9:05 ص تمت كتابة ما يلي بواسطة {NAME} <{ADDRESS}>:",
    "maghreb months": f"في الخميس 17 جويلية 2026 في 9:05 ص كتب {NAME} <{ADDRESS}>:",
    "moroccan months": f"في الخميس 17 غشت 2026 في 9:05 ص كتب {NAME} <{ADDRESS}>:",
    "persian digits": f"في الخميس، ۱۷ سبتمبر ۲۰۲۶ ۹:۰۵ ص، كتب {NAME} <{ADDRESS}>:",
}

ARABIC_HEADERS = {
    "outlook": f"من: {NAME} <{ADDRESS}>\nتم الإرسال: 17/سبتمبر/2026 09:05 ص\nإلى: mona@home.example\nالموضوع: الشحنة",
    "outlook, cc": f"من: {NAME} <{ADDRESS}>\nتاريخ الإرسال: الخميس, 17 سبتمبر 2026 9:05 ص\nإلى: mona@home.example\n"
    "نسخة: badr@home.example\nالموضوع: الشحنة",
    "outlook, no addresses": f"من: {NAME}\nأُرسلت: الخميس, 17 سبتمبر 2026 9:05 ص\nإلى: منى\nالموضوع: الشحنة",
    "outlook, bold": f"*من:* {NAME} <{ADDRESS}>\n*التاريخ:* الخميس، ١٧ سبتمبر ٢٠٢٦\n*إلى:* mona@home.example\n"
    "*الموضوع:* الشحنة",
    "outlook, underscores": f"{'_' * 32}\nمن: {NAME} <{ADDRESS}>\nارسلت: 17 سبتمبر 2026\nإلى: mona@home.example\n"
    "الموضوع: الشحنة",
    "outlook, separator": f"-----الرسالة الأصلية-----\nمن: {NAME} [mailto:{ADDRESS}]\nإلى: mona@home.example",
    "thunderbird": "-------- الرسالة الأصليَّة --------\nالموضوع: الشحنة\n"
    f"التاريخ: Thu, 17 Sep 2026 09:05:00 +0300\nمن: {NAME}",
    "roundcube": f"-------- الرسالة الأساسية --------\nالموضوع: الشحنة\nالتاريخ: 2026-09-17 09:05\nالمرسل: {NAME}\n"
    "المستقبل: mona@home.example\nنسخة إلي: badr@home.example",
    "sogo": f"-------- الرسالة الاصلية --------\nالموضوع: الشحنة\nمن: {NAME}\nردً علي: {ADDRESS}\nالمنظمة: متجر",
    "gmail forward": f"---------- الرسالة المُعاد توجيهها ----------\nمن: {NAME} <{ADDRESS}>\nالموضوع: الشحنة",
    "thunderbird forward": f"-------- رسالة ممرّرة --------\nمن: {NAME} <{ADDRESS}>\nالموضوع: الشحنة",
}

OTHER_LINES = {
    "en gmail": f"On Thu, Sep 17, 2026 at 9:05 AM Salma <{ADDRESS}> wrote:",
    "en apple": f"On 17 Sep 2026, at 09:05, Salma <{ADDRESS}> wrote:",
    "en thunderbird": "On 17/09/2026 09:05, Salma Nader wrote:",
    "en zoho": f"---- On Thu, 17 Sep 2026 09:05:00 +0300 {ADDRESS} wrote ----",
    "gmail 2010": f"2026-09-17 9:05 GMT+03:00 Salma <{ADDRESS}>:",
    "fr": f"Le jeu. 17 sept. 2026 à 09:05, Salma Nader <{ADDRESS}> a écrit :",
    "de": f"Am Do., 17. Sept. 2026 um 09:05 Uhr schrieb Salma Nader <{ADDRESS}>:",
    "de thunderbird": "Am 17.09.2026 um 09:05 schrieb Salma Nader:",
    "es": f"El jue, 17 sept 2026 a las 9:05, Salma Nader (<{ADDRESS}>) escribió:",
    "pt": f"Em qui., 17 de set. de 2026 às 09:05, Salma Nader <{ADDRESS}> escreveu:",
    "it": f"Il giorno gio 17 set 2026 alle ore 09:05 Salma Nader <{ADDRESS}> ha scritto:",
    "nl": f"Op do 17 sep 2026 om 09:05 schreef Salma Nader <{ADDRESS}>:",
    "nl apple": f"Op 17 sep. 2026 om 09:05 heeft Salma Nader <{ADDRESS}> het volgende geschreven:",
    "tr": f"Salma Nader <{ADDRESS}>, 17 Eyl 2026 Per, 09:05 tarihinde şunu yazdı:",
    "fa": f"در تاریخ پنجشنبه ۱۷ سپتامبر ۲۰۲۶ ساعت ۹:۰۵ Salma Nader <{ADDRESS}> نوشت:",
    "fa roundcube": "در 2026-09-17 09:05، سلما نادر نوشته است:",
    "ur": f"جمعرات، 17 ستمبر، 2026 کو 9:05 AM پر Salma Nader <{ADDRESS}> نے لکھا:",
    "he": f"\u202bבתאריך יום ה׳, 17 בספט׳ 2026 ב-9:05 מאת \u202aSalma Nader\u202c <\u202a{ADDRESS}\u202c>:\u202c",
    "ru": f"чт, 17 сент. 2026 г. в 09:05, Salma Nader <{ADDRESS}>:",
    "ru apple": f"17 сент. 2026 г., в 09:05, Salma Nader <{ADDRESS}> написал(а):",
    "pl": f"czw., 17 wrz 2026 o 09:05 Salma Nader <{ADDRESS}> napisał(a):",
    "pl roundcube": f"W dniu 2026-09-17 09:05:00 użytkownik Salma Nader <{ADDRESS}> napisał:",
    "sv": f"Den tors 17 sep. 2026 kl 09:05 skrev Salma Nader <{ADDRESS}>:",
    "da": f"Den tors. 17. sep. 2026 kl. 09.05 skrev Salma Nader <{ADDRESS}>:",
    "nb": f"tor. 17. sep. 2026 kl. 09:05 skrev Salma Nader <{ADDRESS}>:",
    "zh": f"Salma Nader <{ADDRESS}> 于2026年9月17日周四 09:05写道：",
    "zh apple": f"在 2026年9月17日，上午9:05，Salma Nader <{ADDRESS}> 写道：",
    "ja": f"2026年9月17日(木) 9:05 Salma Nader <{ADDRESS}>:",
    "ja apple": f"2026/09/17 9:05、Salma Nader <{ADDRESS}>のメール:",
    "ko": f"2026년 9월 17일 (목) 오전 9:05, Salma Nader <{ADDRESS}>님이 작성:",
}

OTHER_HEADERS = {
    "en": "From: Salma <{a}>\nSent: Thursday, September 17, 2026 9:05 AM\nTo: Mona\nSubject: Parcel",
    "en, no addresses": "From: Salma Nader\nSent: Thursday, September 17, 2026 9:05 AM\nTo: Mona\nSubject: Parcel",
    "en, bold": "*From:* Salma <{a}>\n*Sent:* Thursday, September 17, 2026 9:05 AM\n*To:* Mona\n*Subject:* Parcel",
    "fr": "De : Salma <{a}>\nEnvoyé : jeudi 17 septembre 2026 09:05\nÀ : Mona\nObjet : Colis",
    "de": "Von: Salma <{a}>\nGesendet: Donnerstag, 17. September 2026 09:05\nAn: Mona\nBetreff: Paket",
    "de separator": "-----Ursprüngliche Nachricht-----\nVon: Salma <{a}>\n"
    "Gesendet: Donnerstag, 17. September 2026 09:05",
    "es": "De: Salma <{a}>\nEnviado: jueves, 17 de septiembre de 2026 9:05\nPara: Mona\nAsunto: Paquete",
    "pt": "De: Salma <{a}>\nEnviado: quinta-feira, 17 de setembro de 2026 09:05\nPara: Mona\nAssunto: Encomenda",
    "it": "Da: Salma <{a}>\nInviato: giovedì 17 settembre 2026 09:05\nA: Mona\nOggetto: Pacco",
    "nl": "Van: Salma <{a}>\nVerzonden: donderdag 17 september 2026 09:05\nAan: Mona\nOnderwerp: Pakket",
    "tr": "Kimden: Salma <{a}>\nGönderildi: 17 Eylül 2026 Perşembe 09:05\nKime: Mona\nKonu: Paket",
    "fa": "از: Salma <{a}>\nارسال شده: پنجشنبه ۱۷ سپتامبر ۲۰۲۶ ۹:۰۵\nبه: Mona\nموضوع: بسته",
    "he": "מאת: Salma <{a}>\nנשלח: יום חמישי 17 ספטמבר 2026 09:05\nאל: Mona\nנושא: חבילה",
    "ru": "От: Salma <{a}>\nОтправлено: 17 сентября 2026 г. 9:05\nКому: Mona\nТема: Посылка",
    "pl": "Od: Salma <{a}>\nWysłano: czwartek, 17 września 2026 09:05\nDo: Mona\nTemat: Paczka",
    "sv": "Från: Salma <{a}>\nSkickat: den 17 september 2026 09:05\nTill: Mona\nÄmne: Paket",
    "da": "Fra: Salma <{a}>\nSendt: 17. september 2026 09:05\nTil: Mona\nEmne: Pakke",
    "zh": "发件人: Salma <{a}>\n发送时间: 2026年9月17日 9:05\n收件人: Mona\n主题: 包裹",
    "zh full width": "发件人：Salma <{a}>\n发送时间：2026年9月17日 9:05\n收件人：Mona\n主题：包裹",
    "ja": "差出人: Salma <{a}>\n送信日時: 2026年9月17日 9:05\n宛先: Mona\n件名: 荷物",
}


@pytest.mark.parametrize("lines", [ARABIC_LINES, OTHER_LINES], ids=["arabic", "other"])
class TestAttribution:
    def test_above_marked_lines(self, lines: dict[str, str]) -> None:
        for program, line in lines.items():
            split = split_text(f"{NEW}\n\n{line}\n\n> {OLD}\n")
            assert split.new == NEW, program
            assert OLD in split.quoted, program

    def test_above_unmarked_lines(self, lines: dict[str, str]) -> None:
        for program, line in lines.items():
            assert split_text(f"{NEW}\n\n{line}\n\n{OLD}\n").new == NEW, program
            after_a_direction_mark = split_text(f"{NEW}\n\n\u200f{line}\n\n{OLD}\n")
            assert after_a_direction_mark.new == NEW, program
            assert OLD in after_a_direction_mark.quoted, program

    def test_wrapped_anywhere(self, lines: dict[str, str]) -> None:
        for line in lines.values():
            words = line.split(" ")
            for at in range(2, len(words) - 1):
                wrapped = " ".join(words[:at]) + "\n" + " ".join(words[at:])
                assert split_text(f"{NEW}\n\n{wrapped}\n\n> {OLD}\n").new == NEW, wrapped

    def test_directly_below_the_words_of_the_sender(self, lines: dict[str, str]) -> None:
        for program, line in lines.items():
            assert split_text(f"{NEW}\n{line}\n> {OLD}\n").new == NEW, program

    def test_with_windows_line_ends(self, lines: dict[str, str]) -> None:
        for program, line in lines.items():
            text = f"{NEW}\n\n{line}\n\n> {OLD}\n".replace("\n", "\r\n")
            assert split_text(text).new == NEW.replace("\n", "\r\n"), program


@pytest.mark.parametrize("headers", [ARABIC_HEADERS, OTHER_HEADERS], ids=["arabic", "other"])
def test_a_block_of_headers_cuts_all_below(headers: dict[str, str]) -> None:
    for program, header in headers.items():
        split = split_text(f"{NEW}\n\n{header.format(a=ADDRESS)}\n\n{OLD}\n")
        assert split.new == NEW, program
        assert split.quoted.endswith(OLD), program
        marked = "".join(f"\u200f{line}\n" for line in header.format(a=ADDRESS).splitlines())
        assert split_text(f"{NEW}\n\n{marked}\n{OLD}\n").new == NEW, program


@pytest.mark.parametrize(
    "signature",
    [
        "أُرسلت من الـ iPhone",
        "أرسلت من الـ iPhone",
        "من الـ iPhone الخاص بي",
        "مُرسل من هاتف Samsung Galaxy",
        "مرسل من هاتفي",
        "تم الإرسال من هاتف Huawei الخاص بي",
        "احصل على Outlook لـ iOS",
        "احصل على Outlook for Android<https://aka.ms/x>",
        "Sent from my iPhone",
        "Sent from Yahoo Mail on Android",
        "Get Outlook for iOS<https://aka.ms/o>",
        "Envoyé de mon iPhone",
        "Von meinem iPhone gesendet",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "iPhone'umdan gönderildi",
        "Отправлено с iPhone",
        "Wysłane z iPhone'a",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "发自我的iPhone",
        "iPhoneから送信",
        "נשלח מה-iPhone שלי",
        "ارسال\u200cشده از آیفون من",
    ],
)
def test_what_a_phone_signs_is_signature(signature: str) -> None:
    split = split_text(f"{NEW}\n\n{signature}\n\nعلى 17/9/26 09:05، كتب سلمى:\n> {OLD}\n")
    assert (split.new, split.signature) == (NEW, signature)


def test_a_signature_below_two_dashes() -> None:
    split = split_text(f"{NEW}\n-- \nمنى الحربي\nجدة\n")
    assert (split.new, split.signature) == (NEW, "-- \nمنى الحربي\nجدة")


def test_the_footer_of_a_mailing_list_is_signature() -> None:
    footer = f"{'_' * 40}\nقائمة الشركاء\nhttps://lists.example/partners"
    split = split_text(f"{NEW}\n\n{footer}\n")
    assert (split.new, split.signature) == (NEW, footer)


# What people write that looks like what programs write.
@pytest.mark.parametrize(
    "text",
    [
        "في 9 أكتوبر 2026 سأسافر إلى الدمام.\nأرجو تأكيد البيانات الآتية:\nرقم الحجز 81",
        "راجعت الفرع في 9 أكتوبر 2026 الساعة 10:30 ولم أجد أحدا.\nبانتظار تفسيركم:\nمنى",
        "من: الطائف\nإلى: أبها\nأحتاج نقل أثاث غرفتين.",
        f"أريد نقل أثاث\n\n{'_' * 30}\nمن: الطائف\nإلى: أبها",
        "وصلني نموذجكم هكذا\nالموضوع: نقل\nالتاريخ: 9 أكتوبر 2026 10:30\nمن: الطائف\nإلى: أبها",
        "حوالة\nمن: حسابي\nالتاريخ: 9/10/2026 10:30\nإلى: حساب أخي\nالموضوع: إيجار",
        "هذا سؤالي الأول\n-- \nوهل تشحنون إلى أبها؟",
        "أريد نقل أثاث\nمن: الطائف\nإلى: أبها\nالتاريخ: 9 أكتوبر 2026 10:30",
        "في آخر محادثة كتبت الموظفة: سيصلك المبلغ خلال أسبوع.\nولم يصل.",
        'كتب الموظف:\n"سيصلك المبلغ"\nولم يصل شيء',
        "في 9 أكتوبر 2026 كتب لي موظفكم:\nسيصلك المبلغ\nولم يصل",
        "في 9 أكتوبر 2026 الساعة 10:30 كتب لي موظفكم badr@store.example أن المبلغ وصل:\nأين هو؟",
        "بحسب ما كتب زميلكم في 9/10/2026 10:30:\nالمبلغ مسترد",
        "أرسلت من جوالي صورة الفاتورة\nأين الرد؟",
        "كيف أرسلت الحوالة؟\nمن الجوال",
        "سؤال:\n\nأرسلت من جوالي صورة الفاتورة",
        "تم الإرسال من الفرع أمس",
        "الملاحظات:\n- الغلاف ممزق\n- اللون مختلف\n\n---\n\n1. أريد البديل\n2. أو المبلغ",
        "```\n### إعداد\n---\nOn Thu, Sep 17, 2026 at 9:05 AM Salma <care@store.example> wrote:\n"
        "----- Original Message -----\n```\nما الخطأ؟",
        "On Monday I wrote:\nplease call me back.\nNobody did.",
        "On 5 May 2026 I wrote:\nplease call me back.",
        "On the phone your colleague wrote:\nno refund.",
        "Yesterday your colleague said:\nno refund.",
        "From: Riyadh\nTo: Jeddah\nWeight: 3 kg",
        "Please ship\nFrom: Riyadh\nTo: Jeddah\nDate: 9 October 2026",
        "I have two questions.\n\n-----\n\nFirst, where is it?\n\n=====\n\nSecond, why?",
        "The original message was lost.\nOriginal message\nwas about a lamp.",
        "Sent from the warehouse yesterday, not arrived",
        "a > b\n> is a sign I like\nand so on",
    ],
)
def test_what_people_write_is_kept(text: str) -> None:
    split = split_text(text)
    assert (split.new, split.quoted, split.signature) == (text, "", "")


class TestAnswersBetween:
    def test_answers_are_kept_with_the_lines_they_answer(self) -> None:
        body = "> أين تسكن؟\nفي أبها.\n\n> وما رقمك؟\nسبعة.\n"
        split = split_text(f"هذه أجوبتي\n\nعلى 17/9/26 09:05، كتب سلمى:\n{body}")
        assert split.new == f"هذه أجوبتي\n\n{body.rstrip()}"
        assert split.quoted == "على 17/9/26 09:05، كتب سلمى:"

    def test_short_answers_below_long_questions(self) -> None:
        long = "> هل تفضلون استلام الشحنة من الفرع القريب أم توصيلها إلى المنزل هذا المساء"
        body = f"{long}\nمن الفرع\n{long}\nنعم غدا\n> شكرا"
        assert split_text(f"أهلا\n\nعلى 17/9/26 09:05، كتب سلمى:\n{body}\n").new == f"أهلا\n\n{body}"

    def test_a_broken_quoted_line_is_no_answer(self) -> None:
        body = "> We would like to know whether you prefer to have it delivered on\nthursday evening\n> or later."
        assert split_text(f"{NEW}\n\nOn 17/09/2026 09:05, Salma wrote:\n{body}\n").new == NEW

    def test_what_a_list_or_phone_adds_below_is_no_answer(self) -> None:
        quote = f"على 17/9/26 09:05، كتب سلمى:\n> {OLD}\n\n"
        assert split_text(f"{NEW}\n\n{quote}{'_' * 40}\nشركاء mailing list\n").new == NEW
        assert split_text(f"{NEW}\n\n{quote}Sent from my iPhone\n").new == NEW

    def test_without_an_announcement_all_is_kept(self) -> None:
        text = "> أين تسكن؟\nفي أبها.\n\n> وما رقمك؟\nسبعة."
        assert split_text(text).new == text

    def test_an_answer_below_one_quote(self) -> None:
        split = split_text(f"على 17/9/26 09:05، كتب سلمى:\n> {OLD}\n> وشكرا\n\n{NEW}\n")
        assert split.new == NEW

    def test_a_quote_alone_is_kept(self) -> None:
        text = f"على 17/9/26 09:05، كتب سلمى:\n> {OLD}"
        assert split_text(text).new == text

    def test_a_quote_below_without_an_announcement(self) -> None:
        split = split_text(f"{NEW}\n\n> {OLD}\n> وشكرا\n")
        assert (split.new, split.quoted) == (NEW, f"> {OLD}\n> وشكرا")


@pytest.mark.parametrize(
    "line",
    [
        "كتبت لكم أمس",
        "كتبت إلى care@store.example",
        "سبق أن كتبت لكم:",
        "راجعت رسالتكم في 9/10/2026",
        "The driver said:",
        "I wrote:",
    ],
)
def test_the_last_line_above_a_quote_may_be_the_senders(line: str) -> None:
    assert split_text(f"{NEW}\n{line}\n> {OLD}\n").new == f"{NEW}\n{line}"


def test_characters_stay_as_they_were() -> None:
    new = "\u202bأُرِيدُ ٣ قِطَع\u202c ـــ « مُهِمّ »\u00a0!"
    assert split_text(f"{new}\n\n{ARABIC_LINES['gmail web']}\n> {OLD}\n").new == new


def test_our_own_marker_line() -> None:
    split = split_text(f"{NEW}\n\n--- يرجى الرد فوق هذا السطر ---\n{OLD}\n")
    assert (split.new, OLD in split.quoted) == (NEW, True)


def test_an_empty_message() -> None:
    assert split_text(" \n\n").new == ""


@pytest.mark.parametrize(
    "piece",
    [
        "> سطر مقتبس\n",
        "في 9 أكتوبر 2026 كتب:\n",
        "من: أحمد\n",
        "a@b.example <a@b.example> ",
        "كتب ",
        "- \n",
        "\n",
        "```\n",
        "-- \n",
        "Sent from my iPhone\n",
        "2026-09-17 ",
        "_" * 9,
        "في الخميس، 17 سبتمبر 2026 ",
    ],
)
def test_work_grows_with_length_and_no_faster(piece: str) -> None:
    assert _calls(piece * 600) < 3 * _calls(piece * 300) + 2000


def _calls(text: str) -> int:
    """Count Python function calls, which no busy machine can change."""
    count = 0

    def tally(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        split_text(text)
        split_html(text.replace("\n", "<br>"))
        forwarded(text)
    finally:
        sys.setprofile(before)
    return count
