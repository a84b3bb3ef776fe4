"""What customers missed becomes a task that lists them, is somebody's, and ends by an article or a reason."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rafeeq.knowledge.actions import gaps as actions
from rafeeq.knowledge.actions.articles import Words, begin
from rafeeq.knowledge.models import Asked, Gap, Sighting
from rafeeq.knowledge.queries import gaps as queries
from tests import make
from tests.cast import Cast, signed_in

FACTS = (
    "أن رسوم التحويل الدولي ٥٧ ريالًا",
    "كم رسوم التحويل الدولي",
    "رسوم التحويل للخارج ما كانت معروفة",
)


def contacts(cast: Cast, facts: tuple[str, ...] = FACTS, **more: str) -> None:
    """Each fact missed by one contact, as whoever proposed the solution says."""
    noura = signed_in(cast.noura, "en")
    for fact in facts:
        ticket = make.ticket(sender=more.get("sender", "sara@example.com"))
        answer = noura.post(f"/inbox/{ticket.number}/resolution/", {"what_was_done": "شُرحت الرسوم", "missing": fact})
        assert answer.status_code == 302


def test_three_contacts_with_one_missing_fact_make_one_task_that_lists_them(cast: Cast) -> None:
    contacts(cast)
    actions.sight("search", "تغيير كلمة المرور", key="visit 1")
    assert actions.gather() == 4
    assert actions.gather() == 0
    (task,) = queries.tasks()
    assert task.count == 3
    noura = signed_in(cast.noura, "en")
    page = noura.get("/knowledge/gaps/").content.decode()
    assert "3 contacts" in page
    assert "كلمة المرور" not in page, "one search is no task yet"
    assert "كلمة المرور" in noura.get("/knowledge/gaps/?view=seldom").content.decode()
    page = noura.get(f"/knowledge/gaps/{task.pk}/").content.decode()
    assert all(fact in page for fact in FACTS)
    hidden = signed_in(cast.fahd, "en").get(f"/knowledge/gaps/{task.pk}/").content.decode()
    assert hidden.count("In a request that is not for you to see") == 3


def test_it_is_somebodys_and_ends_by_an_article_or_a_reason(cast: Cast) -> None:
    contacts(cast)
    actions.gather()
    task, khaled = Gap.objects.get(), signed_in(cast.khaled, "en")
    here = f"/knowledge/gaps/{task.pk}"
    khaled.post(f"{here}/owner/", {"owner": cast.noura.pk})
    assert "Nobody sees to it yet" not in signed_in(cast.noura, "en").get("/knowledge/gaps/?view=mine").content.decode()
    khaled.post(f"{here}/end/", {})
    assert Gap.objects.get().closed_at is None, "neither an article nor a reason"
    article = begin(by=cast.aziz, words=Words("رسوم التحويل", body="٥٧ ريالًا"))
    khaled.post(f"{here}/end/", {"article": article.pk})
    closed = Gap.objects.get()
    assert (closed.article, closed.closed_by, closed.owner) == (article, cast.khaled, cast.noura)
    assert "Closed by an article" in khaled.get("/knowledge/gaps/?view=closed").content.decode()
    assert list(queries.tasks()) == []
    contacts(cast, FACTS[1:], sender="other@example.com")
    actions.gather()
    assert Gap.objects.get().closed_at is not None, "two are not enough"
    contacts(cast, FACTS[1:2], sender="third@example.com")
    actions.gather()
    assert [one.count for one in queries.tasks()] == [6], "it is missing after all"
    actions.close(Gap.objects.get(), by=cast.khaled, why_not="يُكتب في الفاتورة نفسها")
    khaled.post(f"{here}/end/", {"again": "1"})
    assert Gap.objects.get().closed_at is None


def test_one_contact_counts_once_and_nobody_is_named(cast: Cast) -> None:
    ticket = make.ticket()
    for place in range(3):
        actions.sight("not_solved", "سارة تسأل عن رسوم التحويل 0551234567", key=f"use {place}", ticket=ticket)
        actions.sight("not_solved", "مرة أخرى", key=f"use {place}", ticket=ticket)
    assert not actions.sight("search", " ؟ 12 ", key="visit 2")
    actions.gather()
    assert Gap.objects.get().count == 1
    assert set(Sighting.objects.values_list("text", flat=True)) == {"… تسأل عن رسوم التحويل …"}


def test_what_was_asked_in_vain_rises_by_itself(cast: Cast) -> None:
    asked = {"language": "ar", "channel": "help", "customer": cast.sara}
    for place in range(3):
        Asked.objects.create(question=f"أنا سارة، كم رسوم التحويل الدولي {place}؟", kind="abstained", **asked)
    Asked.objects.create(question="أريد أن أقاضيكم في المحكمة", kind="escalated", why="legal", **asked)
    actions.rise()
    actions.rise()
    assert actions.gather() == 3
    (task,) = queries.tasks()
    assert queries.sources_of([task]) == {task.pk: {"abstained": 3}}
    assert "سارة" not in task.words


def test_however_much_is_asked_in_vain_the_latest_rises_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    for place in ("التحويل", "الضمان", "التقسيط", "الشحن", "الاسترجاع"):
        Asked.objects.create(question=f"كم رسوم {place}؟", kind="abstained", language="ar", channel="help")
    for most in (2, 4, 5):
        actions.rise()
        assert Sighting.objects.count() == most


def test_a_gap_that_somebody_makes_one_with_another_meanwhile_stops_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, shelf = Gap.objects.create(words="رسوم التحويل الدولي"), actions._shelf

    def slow(now: datetime) -> object:
        found = shelf(now)
        gone.delete()
        return found

    actions.sight("search", "رسوم التحويل الدولي", key="visit 1")
    actions.sight("search", "ضمان الجهاز", key="visit 2")
    with monkeypatch.context() as late:
        late.setattr(actions, "_shelf", slow)
        assert actions.gather() == 1
    assert actions.gather() == 1, "the next run finds what it is like now"
    assert set(Gap.objects.values_list("words", "count")) == {("رسوم التحويل الدولي", 1), ("ضمان الجهاز", 1)}


def test_what_ours_searched_in_vain_is_kept_once_without_people(cast: Cast) -> None:
    make.article(cast.khaled, "رسوم التحويل", "عشرة ريالات.")
    number, noura = make.ticket().number, signed_in(cast.noura)
    for words in ("تقسيط الأجهزة", "تقسيط  الأجهزه", "سارة المطيري", "رسوم التحويل", "", "55 1234567"):
        noura.post(f"/inbox/{number}/articles/missing/", {"q": words})
        noura.post("/knowledge/gaps/missing/", {"q": words})
    assert signed_in(cast.fahd).post(f"/inbox/{number}/articles/missing/", {"q": "الضمان"}).status_code == 404
    assert list(Sighting.objects.values_list("text", "ticket")) == [("تقسيط الأجهزة", number)]
    noura.post("/knowledge/gaps/missing/", {"q": "ضمان الشاشة سارة المطيري"})
    assert Sighting.objects.latest("pk").text == "ضمان الشاشة … …"
    counts = []
    for words in ("تقسيط الشاشة", "تقسيط الشاشة على عام كامل دون زيادة ولا كفيل ولا دفعة أولى"):
        with CaptureQueriesContext(connection) as asked:
            noura.post("/knowledge/gaps/missing/", {"q": words})
        counts.append(len(asked))
    assert counts[0] == counts[1], "a long search asks no more than a short one"
    assert 'hx-post="/knowledge/gaps/missing/"' in noura.get("/knowledge/?q=تقسيط").content.decode()
    assert "articles/missing/" in noura.get(f"/inbox/{number}/articles/?q=تقسيط").content.decode()


def test_two_tasks_are_made_one_and_one_is_made_two(cast: Cast) -> None:
    ticket = make.ticket()
    for place, words in enumerate(("رسوم التحويل", "رسوم التحويل الدولي", "ضمان الجهاز")):
        actions.sight("not_solved", words, key=f"use {place}", ticket=ticket)
    actions.sight("search", "ضمان الجهاز الجديد", key="visit")
    actions.gather()
    fee, warranty = Gap.objects.order_by("pk")
    khaled = signed_in(cast.khaled, "en")
    khaled.post(f"/knowledge/gaps/{warranty.pk}/same/", {"other": warranty.pk})
    assert Gap.objects.count() == 2, "nothing is the same as itself"
    khaled.post(f"/knowledge/gaps/{fee.pk}/same/", {"other": warranty.pk})
    (one,) = Gap.objects.all()
    assert (one.pk, one.count) == (fee.pk, 2), "one ticket and one search"
    page = f"/knowledge/gaps/{one.pk}/apart/"
    rows = list(Sighting.objects.order_by("pk"))
    for wrong in ([], [row.pk for row in rows], [0]):
        khaled.post(page, {"row": wrong})
        assert Gap.objects.count() == 1, wrong
    signed_in(cast.fahd).post(page, {"row": [rows[0].pk]})
    assert Gap.objects.count() == 1, "what one may not see is not moved"
    khaled.post(page, {"row": [rows[2].pk, rows[3].pk]})
    assert list(Gap.objects.order_by("pk").values_list("words", "count")) == [("رسوم التحويل", 1), ("ضمان الجهاز", 2)]
    actions.close(one, by=cast.khaled, why_not="يكفي")
    khaled.post(f"/knowledge/gaps/{one.pk}/same/", {"other": Gap.objects.get(closed_at=None).pk})
    assert Gap.objects.count() == 2


@pytest.mark.parametrize("rows", [2, 12])
def test_the_statements_do_not_grow_with_the_gaps(cast: Cast, rows: int, django_assert_max_num_queries: object) -> None:
    words = (
        "الفاتورة", "التركيب", "الضمان", "الشحن", "العقد", "الرمز",
        "المندوب", "الفرع", "التقسيط", "التجوال", "البطاقة", "الدفع",
    )  # fmt: skip
    for word in words[:rows]:
        for place in range(3):
            actions.sight("search", f"{word} {word}", key=f"{word} {place}")
    with django_assert_max_num_queries(12 + 3 * rows):  # type: ignore[operator]
        actions.gather()
    khaled = signed_in(cast.khaled, "en")
    khaled.get("/knowledge/gaps/")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        page = khaled.get("/knowledge/gaps/").content.decode()
    assert page.count(">3 contacts<") == rows
