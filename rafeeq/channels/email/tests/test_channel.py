"""What leaves: the words, their direction, their files, the way back, in the customer's language."""

import email
import re
from email.message import EmailMessage
from email.policy import default

import pytest

from rafeeq.channels.email.dress import LARGEST
from rafeeq.channels.email.intake import receive_raw
from rafeeq.channels.email.mime import parse
from rafeeq.flows import reply, resolve
from rafeeq.flows.notify import ask
from rafeeq.lib.colour import READABLE, WHITE, contrast
from rafeeq.system.actions import change_preferences
from rafeeq.system.storage import keep
from rafeeq.tickets.actions.ledger import note_reminder
from rafeeq.tickets.models import Attachment
from tests import make
from tests.cast import Cast
from tests.letters import answer, letter

from .conftest import Post


def page_of(raw: bytes) -> str:
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def text_of(raw: bytes) -> str:
    """The text twin, but for the link, which is another one in each mail."""
    return re.sub(r"/t/\S+", "/t/", parse(raw).text)


def wears(cast: Cast, logo: bytes) -> None:
    kept = {"stored": keep(logo, prefix="brand"), "type": "image/png", "width": 1, "height": 1}
    change_preferences({"company.logo": kept}, by=cast.salman, role="admin")


def test_an_arabic_reply_stands_right_to_left_and_ends_with_the_way_to_its_page(cast: Cast, post: Post) -> None:
    make.replied(make.ticket(), cast.noura, files=(make.file("إيصال التحويل.png"),))
    [raw] = post()
    mail = parse(raw)
    assert mail.subject.startswith("رد: خصم مكرر في فاتورة أكتوبر [#")
    assert mail.text.startswith(make.REPLY)
    [line] = [line for line in mail.text.splitlines() if "/t/" in line]
    assert line.startswith("https://help.rafeeq.example/t/")
    assert '<html lang="ar" dir="rtl">' in page_of(raw)
    assert [(part.name, part.content) for part in mail.attachments] == [("إيصال التحويل.png", make.PNG)]
    assert mail.automatic is None  # a person wrote it


def test_a_reply_with_a_picture_inside(cast: Cast, post: Post) -> None:
    picture = make.file("مخطط.png", content_id="plan", is_inline=True)
    html = '<p>انظروا <b>المخطط</b>:</p><img src="cid:plan">'
    reply.reply(make.ticket(), by=cast.noura, text="انظروا المخطط", html=html, files=(picture,))
    [raw] = post()
    [part] = parse(raw).attachments
    assert (part.inline, part.content_id) == (True, "plan")
    assert "<b>المخطط</b>" in page_of(raw)
    assert "/t/" in page_of(raw)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_mail_wears_the_companys_look_and_its_text_does_not(cast: Cast, post: Post, language: str) -> None:
    asked = make.ticket() if language == "ar" else make.ticket("Where is my order? I paid twice.", language="en")
    words = "تفاصيل الطلب في https://oasis.example/4417" if language == "ar" else "See https://oasis.example/4417"
    make.replied(asked, cast.noura, words)
    [plain] = post()
    pale = {"company.name_ar": "الواحة", "company.name_en": "Oasis <Telecom>", "company.accent": "#f0c419"}
    change_preferences(pale, by=cast.salman, role="admin")
    wears(cast, make.PNG)
    make.replied(asked, cast.noura, words)
    make.claimed(asked, cast.noura)
    replied, claimed = post()
    own = "الواحة" if language == "ar" else "Oasis &lt;Telecom&gt;"
    for raw in (replied, claimed):
        page, [logo] = page_of(raw), parse(raw).attachments
        assert (logo.content, logo.inline, logo.content_id) == (make.PNG, True, "company-logo")
        assert f'<img src="cid:company-logo" alt="{own}"' in page
        [line, *links] = re.findall(r"(?:solid |<a [^>]*color:)(#[0-9a-f]{6})", page)
        assert links
        assert {contrast(colour, WHITE) >= READABLE for colour in (line, *links)} == {True}
        assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert text_of(replied) == text_of(plain), "the text twin is as it was"
    receive_raw(answer(replied, "شكرًا لكم", files={"logo.png": make.PNG}))
    assert make.fresh(asked).message_count == 4
    assert not Attachment.objects.filter(message__ticket=asked, message__direction="in").exists(), "our logo, come back"


def test_a_logo_that_not_every_mail_can_carry_leaves_the_name(cast: Cast, post: Post) -> None:
    heavy = make.PNG + b"\0" * LARGEST
    change_preferences({"company.name_ar": "الواحة"}, by=cast.salman, role="admin")
    wears(cast, heavy)
    make.replied(make.ticket(), cast.noura)
    [raw] = post()
    assert parse(raw).attachments == ()
    assert ">الواحة</strong>" in page_of(raw)


def test_a_customer_who_writes_english_hears_english(cast: Cast, post: Post) -> None:
    row = receive_raw(letter("Where is my order? I paid twice.", subject="Order 4417"))
    assert row.ticket is not None
    make.replied(row.ticket, cast.noura, "It leaves tomorrow.")
    acknowledged, replied = post()
    assert "We have received your request" in parse(acknowledged).subject
    assert parse(replied).subject.startswith("Re: Order 4417 [#")
    assert "Your request and everything said in it:" in parse(replied).text
    assert '<html lang="en" dir="ltr">' in page_of(replied)


def test_question_and_reminder_say_what_was_done_and_are_marked_as_written_by_machine(cast: Cast, post: Post) -> None:
    claim = make.claimed(make.ticket(), cast.noura)
    note_reminder(claim)
    ask(claim, reminder=True)
    mails = [parse(raw) for raw in post()]
    assert len(mails) == 2
    for mail in mails:
        assert make.DONE in mail.text
        assert "/t/" in mail.text
        assert mail.automatic == "auto_reply"
    assert mails[0].message_id in mails[1].references


def test_a_refusal_says_why_by_which_rule_and_where_to_object(cast: Cast, post: Post) -> None:
    decision = make.declined(make.ticket(), cast.khaled)
    [raw] = post()
    for words in (decision.why, decision.rule, decision.appeal):
        assert words in parse(raw).text


def test_no_mail_of_ours_carries_what_was_noted_inside(cast: Cast, post: Post) -> None:
    ticket = make.ticket()
    make.noted(ticket, cast.noura, "العميلة غاضبة جدًا")
    make.replied(ticket, cast.noura)
    resolve.propose(make.fresh(ticket), by=cast.noura, what_was_done=make.DONE)
    for raw in post():
        assert "غاضبة" not in parse(raw).text + page_of(raw)
