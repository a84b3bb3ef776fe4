"""What articles say of a value that has changed, written anew; each then waits for somebody to look at it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from rafeeq.knowledge.actions.articles import call_for_a_look
from rafeeq.knowledge.actions.passages import write_again
from rafeeq.knowledge.models import Article, Variable
from rafeeq.knowledge.queries.articles import today
from rafeeq.lib.working_time import Calendar as Hours
from rafeeq.lib.working_time import version_on
from rafeeq.staff.hours_wording import week_words
from rafeeq.staff.models import Calendar
from rafeeq.system.actions import audit
from rafeeq.ui import choices


def say_anew(variable: int) -> int:
    """Write a changed value into the passages of every article that says it; how many editions."""
    row = Variable.objects.filter(pk=variable).first()
    if row is None:
        return 0
    done = write_again([variable])
    saying = Article.objects.filter(editions__mentions__variable=variable, state=Article.State.VALIDATED).distinct()
    for one in list(saying.order_by("pk")):  # read to its end: who still reads may not write on SQLite
        call_for_a_look(one, Article.Again.VARIABLE, note=row.key)
    return done


def hours_said(calendar: Calendar) -> dict[str, str]:
    """The working hours that apply today in words, by language."""
    week = version_on(Hours.from_json(calendar.spelled), today()).week
    told = {}
    for language, digits in (("ar", "arab"), ("en", "latn")):
        with override(language), choices.using(choices.make(language=language, digits=digits)):
            told[language] = week_words(week)[:500]
    return told


def follow_calendars() -> int:
    """Bring every value that says working hours up to what its calendar says today; how many have changed."""
    changed = 0
    for row in Variable.objects.filter(calendar__isnull=False).select_related("calendar"):
        told = hours_said(row.calendar) if row.calendar else {}
        if (row.value, row.value_en) == (told.get("ar"), told.get("en")):
            continue
        before = {"value": row.value, "value_en": row.value_en}
        with transaction.atomic():
            row.value, row.value_en, row.changed_at = told["ar"], told["en"], timezone.now()
            row.save(update_fields=["value", "value_en", "changed_at"])
            after = {"value": row.value, "value_en": row.value_en}
            audit(by=None, what="variable.changed", target=row.key, before=before, after=after)
        say_anew(row.pk)
        changed += 1
    return changed
