"""What the customer reads of our promises: text, date and what became of it, also when we did not keep it."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from rafeeq.flows import promises as flow
from rafeeq.flows.links import secret_for
from rafeeq.sla.actions import promises
from rafeeq.sla.models import Promise
from rafeeq.tickets.actions import merges
from rafeeq.tickets.models import Ticket
from tests import make
from tests.cast import Cast


def page_of(ticket: Ticket, cast: Cast) -> str:
    return Client().get(f"/t/{secret_for(ticket, cast.sara_email.pk)}/").content.decode()


def test_each_promise_is_told_in_plain_words_with_the_date_it_had_first(cast: Cast) -> None:
    ticket, now = make.ticket(), timezone.now()
    assert "ما وعدناك به" not in page_of(ticket, cast)
    moved = promises.make(ticket, by=cast.noura, text="نراجع القيد", due=now + timedelta(days=2))
    flow.move(moved, by=cast.noura, due=now + timedelta(days=4), reason="تأخر ردّ البنك الآخر")
    broken = promises.make(ticket, by=cast.noura, text="نرسل كشف الحساب", due=now + timedelta(days=1))
    Promise.objects.filter(pk=broken.pk).update(due_at=now - timedelta(hours=1))
    page = page_of(ticket, cast)
    told = page.partition("ما وعدناك به")[2]
    assert told.count("نراجع القيد") == 1, "a promise that was moved is one promise"
    assert "تأخر ردّ البنك الآخر" in told
    assert "لم نفِ به" in told
    promises.keep(Promise.objects.get(pk=broken.pk), by=cast.noura, result="أُرسل الكشف بالبريد")
    told = page_of(ticket, cast).partition("ما وعدناك به")[2]
    assert "أُرسل الكشف بالبريد" in told
    assert "بعد الموعد الذي وعدناك به" in told


def test_what_was_not_said_yet_or_was_said_to_another_is_not_shown(cast: Cast) -> None:
    ticket, due = make.ticket(), timezone.now() + timedelta(days=2)
    held = make.replied(ticket, cast.noura, held_for=timedelta(minutes=5))
    promises.make(ticket, by=cast.noura, text="وعد لم يخرج ردّه", due=due, message=held)
    other = make.ticket(sender="omar@example.com")
    promises.make(other, by=cast.noura, text="وعد لعميل آخر", due=due)
    merges.merge(make.fresh(other), into=make.fresh(ticket), by=cast.khaled)
    page = page_of(ticket, cast)
    assert "وعد لم يخرج ردّه" not in page
    assert "وعد لعميل آخر" not in page
