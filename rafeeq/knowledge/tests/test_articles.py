"""Articles: who may do what, what people read and what they never read, and what calls for a look."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection, transaction

from rafeeq.knowledge import letters
from rafeeq.knowledge.actions import MayNotWrite, climbing
from rafeeq.knowledge.actions import articles as actions
from rafeeq.knowledge.actions.anew import follow_calendars, say_anew
from rafeeq.knowledge.actions.articles import Words
from rafeeq.knowledge.actions.climbing import climb
from rafeeq.knowledge.actions.uses import judge, say_wrong, settle_fault, use
from rafeeq.knowledge.actions.variables import BadKey, StillSaid, Taken, remove_variable, save_topic, save_variable
from rafeeq.knowledge.models import Article, ArticleEvent, Edition, Passage, Variable, Version, Writing, write_once
from rafeeq.knowledge.queries import articles as queries
from rafeeq.knowledge.rules.articles import Standing, is_for_customers
from rafeeq.staff.actions.hours import found_calendar
from rafeeq.system import preferences
from rafeeq.system.queries import preference
from tests import make
from tests.cast import Cast

BODY = "رسم التحويل {{fee.transfer}}.\n\n## الخطوات\n\n1. افتح التطبيق\n2. اختر التحويل"
WORDS = Words("التحويل بين الحسابات", "كيف تحوّل", BODY, "ابغى احول فلوس\nعايز أحوّل")


def edition(row: Article, language: str = "ar") -> Edition:
    return Edition.objects.select_related("newest", "current").get(article=row, language=language)


def fee(cast: Cast, value: str = "١٠ ريالات") -> Variable:
    return save_variable(Variable.objects.first(), by=cast.khaled, key="fee.transfer", value=value, value_en="10 SAR")


def test_from_a_draft_to_what_people_read(cast: Cast) -> None:
    row = actions.begin(by=cast.noura, words=WORDS, owner=cast.huda)
    with pytest.raises(actions.UnknownVariables) as unknown:
        actions.propose(row, by=cast.noura)
    assert unknown.value.args[0] == ["fee.transfer"]
    fee(cast)
    actions.propose(row, by=cast.noura)
    assert not queries.for_customers().exists()
    for nobody in (cast.noura, cast.reem):
        with pytest.raises(MayNotWrite):
            actions.validate(edition(row), by=nobody)
    with pytest.raises(ValueError, match="why"):
        actions.send_back(row, by=cast.khaled, why=" ")
    actions.validate(edition(row), by=cast.khaled, seen=1)
    assert [one.current and one.current.title for one in queries.for_customers()] == [WORDS.title]
    told = list(Passage.objects.order_by("position").values_list("heading", "text"))
    assert told == [
        (WORDS.title, "كيف تحوّل"),
        (WORDS.title, "رسم التحويل ١٠ ريالات."),
        ("الخطوات", "1. افتح التطبيق\n2. اختر التحويل"),
    ]
    actions.write(edition(row), by=cast.noura, words=replace(WORDS, title="عنوان آخر"), seen=1)
    assert str(queries.for_customers().get().current) == WORDS.title, "what nobody has validated stays unseen"
    with pytest.raises(actions.OthersWrote):
        actions.validate(edition(row), by=cast.khaled, seen=1)
    fee(cast, "١٢ ريالًا")
    say_anew(Variable.objects.get().pk)
    assert Passage.objects.filter(text__contains="١٢ ريالًا").exists()
    row.refresh_from_db()
    assert (row.again_for, row.review_on) == ("variable", queries.today())
    assert [event.what for event in queries.events_of(row)][:3] == ["again", "written", "validated"]
    with pytest.raises(StillSaid):
        remove_variable(Variable.objects.get(), by=cast.khaled)
    with pytest.raises(BadKey):
        save_variable(None, by=cast.khaled, key="a b", value="س")
    with pytest.raises(Taken):
        save_variable(None, by=cast.khaled, key="fee.transfer", value="س")
    actions.archive(row, by=cast.khaled)
    assert not queries.for_customers().exists()


def test_customers_read_what_is_validated_in_date_and_for_them(cast: Cast) -> None:
    """Every combination, by the database and by the rule over values."""
    today, grace = queries.today(), timedelta(days=preference(preferences.GRACE_DAYS))
    days = (None, today + timedelta(days=1), today, today - grace, today - grace - timedelta(days=1))
    resting = save_topic(None, by=cast.khaled, name="موقوف", is_active=False)
    used = save_topic(None, by=cast.khaled, name="التحويلات")
    every = [
        (Standing(state, audience, day, has, shelf is resting), shelf)
        for state, audience, day, has, shelf in product(
            Article.State.values, Article.Audience.values, days, (True, False), (None, used, resting)
        )
        if state != "validated" or day is not None
    ]
    rows = Article.objects.bulk_create(
        Article(state=one.state, audience=one.audience, review_on=one.review_on, topic=shelf, owner=cast.khaled)
        for one, shelf in every
    )
    words = edition(actions.begin(by=cast.khaled, words=Words("س", body="ص"))).newest
    Edition.objects.bulk_create(
        Edition(article=row, language="ar", current=words, validated_at=row.created_at)
        if one.has_current
        else Edition(article=row, language="ar")
        for row, (one, _shelf) in zip(rows, every, strict=True)
    )
    for who in (None, make.ticket().customer):
        may = {
            row.pk
            for row, (one, _shelf) in zip(rows, every, strict=True)
            if is_for_customers(one, is_customer=who is not None, today=today, grace=grace)
        }
        assert set(queries.for_customers(who).values_list("article", flat=True)) == may
        assert set(queries.answerable(who).values_list("article", flat=True)) == may
        assert len(may) == 3 * 2 * (1 if who is None else 2), "three days, two shelves, one or two kinds of readers"


def test_the_database_refuses_to_change_what_was_written(cast: Cast) -> None:
    words = make.article(cast.khaled, "الدفع", "بالبطاقة.").editions.get().versions.get()
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Version.objects.filter(pk=words.pk).update(body="نقدًا.")
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        ArticleEvent.objects.all().delete()
    assert write_once.is_protected(connection)
    words.refresh_from_db()
    assert words.body == "بالبطاقة."


def test_two_who_write_at_once_lose_nothing(cast: Cast) -> None:
    row = actions.begin(by=cast.noura, words=Words("س", body="ص"))
    actions.write(edition(row), by=cast.khaled, words=Words("س", body="قال خالد"), seen=1)
    with pytest.raises(actions.OthersWrote) as others:
        actions.write(edition(row), by=cast.noura, words=Words("س", body="قالت نورة"), seen=1)
    assert others.value.version.body == "قال خالد"
    assert Writing.objects.get(user=cast.noura).body == "قالت نورة"
    actions.write(edition(row), by=cast.noura, words=Words("س", body="قالت نورة"), seen=2)
    assert not Writing.objects.exists()
    assert [one.body for one in queries.versions_of(edition(row))] == ["قالت نورة", "قال خالد", "ص"]


def test_a_translation_is_behind_once_the_original_moved_on(cast: Cast) -> None:
    row = actions.begin(by=cast.khaled, words=Words("س", body="ص"))
    english = actions.add_edition(row, "en", by=cast.khaled)
    actions.write(english, by=cast.khaled, words=Words("T", body="text"), seen=0)
    for language in ("ar", "en"):
        actions.validate(edition(row, language), by=cast.khaled)
    assert queries.answerable().count() == 2
    actions.write(edition(row), by=cast.khaled, words=Words("س", body="ص جديد"), seen=1)
    assert queries.answerable().count() == 2, "people still read what was translated"
    actions.validate(edition(row), by=cast.khaled)
    behind = list(queries.for_customers().order_by("language").values_list("language", "is_behind"))  # type: ignore[misc]
    assert behind == [("ar", False), ("en", True)]
    actions.write(edition(row, "en"), by=cast.khaled, words=Words("T", body="text"), seen=1)
    actions.validate(edition(row, "en"), by=cast.khaled)
    assert queries.answerable().count() == 2, "the same words hold for the new ones"


def test_signals_call_for_a_look(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    faulty, useless = (actions.begin(by=cast.khaled, words=Words(title, body="ص")) for title in ("س", "ش"))
    for row in (faulty, useless):
        actions.validate(edition(row), by=cast.khaled)
    for _ in range(3):
        fault = say_wrong(edition(faulty).current, said="الرسم تغيّر", by=cast.noura)  # type: ignore[arg-type]
        judge(use(edition(useless).current, way="answered"), "not_solved")  # type: ignore[arg-type]
    for row, why in ((faulty, "faults"), (useless, "not_solved")):
        row.refresh_from_db()
        assert (row.again_for, row.review_on) == (why, queries.today())
    assert fault.due_at > fault.at
    letters.wrong_information(fault.pk)
    assert (mailoutbox[0].to, "س" in mailoutbox[0].subject) == ([cast.khaled.email], True)
    assert fault.said not in mailoutbox[0].body, "a customer's words stay in the house"
    with pytest.raises(MayNotWrite):
        settle_fault(fault, by=cast.noura, answer="س")
    settle_fault(fault, by=cast.khaled, answer="صُحّح")
    assert queries.faults(cast.khaled).count() == 2
    actions.validate(edition(faulty), by=cast.khaled)
    faulty.refresh_from_db()
    assert faulty.again_at is None


def test_what_nobody_settles_climbs(
    cast: Cast, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    article = actions.begin(by=cast.noura, words=Words("الدفع", body="بالبطاقة."), owner=cast.noura)
    words = actions.validate(edition(article), by=cast.khaled).current
    assert words is not None
    fault = say_wrong(words, said="الرسم تغيّر", by=cast.huda)
    mailoutbox.clear()

    def told(after: timedelta) -> list[str]:
        mailoutbox.clear()
        climb(letters.overdue, now=fault.due_at + after)
        return sorted(mail.to[0] for mail in mailoutbox)

    assert told(timedelta(minutes=-1)) == []
    assert told(timedelta(minutes=1)) == [cast.noura.email]
    assert told(timedelta(minutes=2)) == [], "once"
    monkeypatch.setattr(climbing, "AT_ONCE", 1)
    later = say_wrong(words, said="والوقت تغيّر", by=cast.huda)
    behind = later.due_at - fault.due_at + timedelta(minutes=1)
    assert told(behind) == [cast.noura.email], "who was reminded lately stands in nobody's way"
    settle_fault(later, by=cast.khaled, answer="صُحّح")
    assert told(timedelta(days=20)) == [cast.khaled.email], "the supervisor of her branch"
    assert cast.noura.name in mailoutbox[0].body
    assert told(timedelta(days=40)) == []
    settle_fault(fault, by=cast.khaled, answer="صُحّح")
    fault = say_wrong(words, said="وهذا أيضًا", by=cast.huda)
    settle_fault(fault, by=cast.khaled, answer="صُحّح")
    assert told(timedelta(days=20)) == [], "what is settled rests"


def test_hours_come_from_the_calendar_and_move_with_it(cast: Cast) -> None:
    calendar = found_calendar()
    row = save_variable(None, by=cast.khaled, key="hours", value="", calendar=calendar)
    said = row.value
    assert "الأحد" in said
    assert "Sunday" in row.value_en
    article = actions.begin(by=cast.khaled, words=Words("متى تفتحون", body="الفروع: {{hours}}."))
    actions.validate(edition(article), by=cast.khaled)
    assert follow_calendars() == 0
    week = calendar.spelled["versions"][-1]["week"]
    open_day = next(day for day, hours in week.items() if hours)
    week[open_day] = [["05:00", "06:00"]]
    calendar.save()
    assert follow_calendars() == 1
    assert "٠٥:٠٠" in Passage.objects.get(edition=edition(article)).text
    article.refresh_from_db()
    assert article.again_for == "variable"
