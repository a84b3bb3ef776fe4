"""What may help with a request: only what customers confirmed, only what was probably meant, and nothing by itself."""

from typing import Any

import pytest

from rafeeq.inbox.queries.assist import assist
from rafeeq.inbox.tests.pages import sent, shown
from rafeeq.knowledge.actions import save_macro
from rafeeq.knowledge.actions.articles import Words, begin, validate
from rafeeq.knowledge.models import Edition
from rafeeq.knowledge.queries.finding import forget
from rafeeq.lib.unnamed import without_people
from rafeeq.tickets.actions.tickets import set_reason
from rafeeq.tickets.models import Reason, Ticket
from tests import make
from tests.cast import Cast, signed_in

TWICE = "انخصم مني مبلغ الاشتراك مرتين هذا الشهر، متى يرجع؟"


@pytest.fixture
def reason(cast: Cast) -> Reason:
    return make.reason()


def about(reason: Reason, cast: Cast, text: str = TWICE, **more: Any) -> Ticket:
    ticket = make.ticket(text, **{"subject": "", **more})
    set_reason(ticket, reason=reason, by=cast.noura)
    return make.fresh(ticket)


def test_only_what_customers_confirmed_is_offered_with_its_share(cast: Cast, reason: Reason) -> None:
    for place, verdict in enumerate(("yes", "yes", "no", "")):
        done = about(reason, cast, sender=f"c{place}@example.com", name="خالد العتيبي")
        make.claimed(done, cast.noura, f"أعدنا المبلغ الثاني إلى بطاقة خالد، رقم العملية {7_000_000 + place}.")
        if verdict:
            make.judged(done, verdict)
    unconfirmed = about(reason, cast, sender="d@example.com")
    make.claimed(unconfirmed, cast.noura, "طلبنا من العميل أن يتصل بالبنك.")
    ticket = about(reason, cast)
    (one,) = assist(cast.khaled, ticket).solutions
    assert (one.yes, one.judged) == (2, 3)
    assert 0.2 < one.low < 2 / 3 < one.high < 0.95
    assert one.text == "أعدنا المبلغ الثاني إلى بطاقة …، رقم العملية …."
    page = shown(signed_in(cast.khaled, "en"), f"/inbox/{ticket.number}/assist/")
    assert "2 of 3 customers said yes" in page
    assert "البنك" not in page, "nobody has confirmed that"
    assert assist(cast.khaled, make.ticket(sender="e@example.com")).solutions == [], "without a reason nothing is alike"


def test_a_probable_repeat_is_linked_by_one_tap_and_back(cast: Cast, reason: Reason) -> None:
    first = about(reason, cast)
    other = about(reason, cast, "كيف أغير عنوان التوصيل إلى جدة؟")
    assert assist(cast.noura, other).repeats == [], "the same reason alone is no repeat"
    again = make.ticket("للحين ما رجع مبلغ الاشتراك اللي انخصم مرتين", subject="")
    (found,) = assist(cast.noura, again).repeats
    assert (found.ticket, found.same_reason) == (first, False)
    noura = signed_in(cast.noura, "en")
    assert "Probably the same matter again" in shown(noura, f"/inbox/{again.number}/assist/")
    sent(noura, f"/inbox/{again.number}/repeat/", of=first.number)
    assert make.fresh(again).repeat_of == first
    assert assist(cast.noura, make.fresh(again)).repeats == []
    sent(noura, f"/inbox/{again.number}/repeat/undo/")
    assert make.fresh(again).repeat_of is None
    stranger = make.ticket(TWICE, sender="other@example.com")
    assert assist(cast.noura, stranger).repeats == [], "another person's"


def test_a_ready_reply_that_fits_is_offered_and_put_in_by_hand_alone(cast: Cast) -> None:
    fits = save_macro(None, by=cast.aziz, name="خصم مكرر", text_ar="أعدنا مبلغ الاشتراك الذي خُصم مرتين إلى بطاقتك.")
    save_macro(None, by=cast.aziz, name="عنوان التوصيل", text_ar="يمكنك تغيير العنوان من صفحة الطلب.")
    ticket, noura = make.ticket(TWICE), signed_in(cast.noura, "en")
    assert [macro.pk for macro, _ in assist(cast.noura, ticket).macros] == [fits.pk]
    assert "Put it into the reply" in shown(noura, f"/inbox/{ticket.number}/assist/")


def test_articles_that_speak_of_it_are_offered_to_whoever_may_read_them(cast: Cast) -> None:
    titles = ("استرداد المبلغ عند الخصم المكرر", "تغيير عنوان التوصيل")
    bodies = ("إذا انخصم مبلغ الاشتراك مرتين يرجع المبلغ خلال ثلاثة أيام.", "يمكنك تغيير العنوان من صفحة الطلب.")
    for title, body in zip(titles, bodies, strict=True):
        row = begin(by=cast.aziz, words=Words(title, body=body))
        validate(Edition.objects.get(article=row), by=cast.aziz)
    begin(by=cast.aziz, words=Words("انخصم مبلغ الاشتراك مرتين", body="مسودة لم يعتمدها أحد"))
    ticket = make.ticket(TWICE, subject="")
    forget()
    found = assist(cast.noura, ticket).articles
    assert [one.current.title for one in found if one.current] == [titles[0]]
    assert titles[0] in shown(signed_in(cast.noura), f"/inbox/{ticket.number}/assist/")
    wordy = "السلام عليكم، أنا عميلة عندكم من سنتين وما قصرتوا معي. " + TWICE + " راجعت كشف البنك وقالوا كلموا الشركة."
    thanks = "أحببت أن أشكر الأخت التي استقبلت والدتي في الفرع على حسن تعاملها وصبرها."
    told = [assist(cast.noura, make.ticket(text, subject="")).articles for text in (wordy, thanks)]
    assert [len(one) for one in told] == [1, 0], told


def test_the_statements_do_not_grow(cast: Cast, reason: Reason, django_assert_max_num_queries: object) -> None:
    for place in range(4):
        done = about(reason, cast, sender=f"c{place % 2}@example.com")
        make.claimed(done, cast.noura)
        make.judged(done, "yes")
    ticket = about(reason, cast, sender="c0@example.com")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assist(cast.khaled, ticket)


def test_people_are_taken_out_of_what_was_done() -> None:
    told = without_people("كلمنا خالد ولخالد على +966 55 123 4567 وعلى k@x.com، والمبلغ ٥٠٠ ريال.", ["خالد العتيبي"])
    assert told == "كلمنا … … على … وعلى …، والمبلغ ٥٠٠ ريال."
