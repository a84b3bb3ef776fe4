"""Two people, or two workers, at the same moment: one effect, an intact ledger, and nobody gets an error page."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import count
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone

from rafeeq.channels.base import TransportError
from rafeeq.channels.delivery import DeliverySender
from rafeeq.flows import resolve
from rafeeq.flows.receive import receive
from rafeeq.inbox.actions import saying, uploads
from rafeeq.inbox.models import Upload
from rafeeq.knowledge.actions import regrouping
from rafeeq.knowledge.models import Gap, Sighting
from rafeeq.staff.actions import create_first_administrator, first_administrator_link, found, invitations
from rafeeq.staff.models import Invitation, User
from rafeeq.system import storage
from rafeeq.tickets.actions import merges, messages, reading
from rafeeq.tickets.actions.messages import write_note
from rafeeq.tickets.actions.timeline import staff
from rafeeq.tickets.models import Attachment, Claim, Delivery, Reader
from rafeeq.tickets.queries import verify_ledger
from tests import make
from tests.cast import PASSWORD, Cast, build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The cast, where other connections see it."""
    return build()


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do all of them at the same moment, each on a connection of its own; what went wrong."""
    start, troubles = threading.Barrier(len(deeds)), []

    def do(deed: Callable[[], object]) -> None:
        try:
            start.wait(30)
            deed()
        except Exception as error:
            troubles.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return troubles


def made_due(claim: Claim, reminders: int = 0) -> None:
    """The next step of this claim has come."""
    Claim.objects.filter(pk=claim.pk).update(next_step_at=timezone.now() - timedelta(minutes=1), reminders=reminders)


def test_a_verdict_while_silence_is_called(cast: Cast) -> None:
    for number in range(6):
        ticket = make.ticket(sender=f"s{number}@example.com")
        made_due(make.claimed(ticket, cast.noura), reminders=2)
        assert at_once(partial(resolve.judge, ticket, verdict="no"), resolve.follow_silence) == []
        assert make.fresh(ticket).outcome == "disputed"  # the late word counts as much as the early one
    assert verify_ledger() == []


def test_two_workers_remind_once(cast: Cast) -> None:
    for number in range(4):
        ticket = make.ticket(sender=f"s{number}@example.com")
        made_due(make.claimed(ticket, cast.noura))
        assert at_once(resolve.follow_silence, resolve.follow_silence) == []
        assert Delivery.objects.filter(ticket=ticket, purpose="reminder").count() == 1


def test_one_acknowledgement_for_mails_of_one_moment(cast: Cast) -> None:
    mails = [make.incoming(f"سؤال {number}", may_acknowledge=True) for number in range(4)]
    assert at_once(*(partial(receive, mail) for mail in mails)) == []
    assert Delivery.objects.filter(purpose="acknowledgement").count() == 1


def test_one_link_makes_one_first_administrator() -> None:
    found()
    secret = str(first_administrator_link()).rstrip("/").rpartition("/")[2]

    def enter(number: int) -> object:
        return create_first_administrator(secret, email=f"a{number}@example.com", name="سلمان", password=PASSWORD)

    assert at_once(lambda: enter(1), lambda: enter(2)) == []
    assert User.objects.count() == 1


def test_two_who_invite_the_same_person_are_told_and_one_invitation_goes_out(cast: Cast) -> None:
    def invite() -> None:
        with suppress(ValidationError):  # a sentence for the second one, and no error page
            invitations.invite(email="new@example.com", name="منى", role="agent", branch=cast.riyadh, by=cast.salman)

    assert at_once(*[invite] * 3) == []
    assert Invitation.objects.count() == 1


def test_parting_while_others_write(cast: Cast) -> None:
    for _number in range(4):
        into, ticket = make.ticket(), make.ticket()
        merges.merge(ticket, into=into, by=cast.noura)
        ticket = make.fresh(ticket)
        assert (
            at_once(
                partial(merges.unmerge, ticket, by=staff(cast.noura)),
                *[partial(write_note, ticket, by=cast.noura, text="x")] * 3,
            )
            == []
        )
    assert verify_ledger() == []


class Sender:
    """A way out of which the test decides how it goes."""

    kind = "email"

    def __init__(self, deed: Callable[[Delivery], None]) -> None:
        self.send = deed

    def external_id(self, delivery: Delivery) -> str:
        return f"{delivery.pk}@example.com"

    def services(self) -> list[object]:
        return []


def test_a_sender_that_comes_late_changes_nothing(cast: Cast) -> None:
    make.claimed(make.ticket(), cast.noura)

    def slow(_delivery: Delivery) -> None:
        Delivery.objects.update(next_at=timezone.now() - timedelta(seconds=1))  # its lease runs out, and another sends
        DeliverySender({"email": Sender(lambda delivery: None)}).send_next()  # type: ignore[dict-item]
        raise TransportError("421 too slow")

    DeliverySender({"email": Sender(slow)}).send_next()  # type: ignore[dict-item]
    sent = Delivery.objects.get()
    assert (sent.state, sent.maybe_twice) == ("sent", True)


def test_two_files_that_begin_at_once_do_not_both_find_the_last_place(cast: Cast) -> None:
    ticket = make.ticket()
    begin = partial(uploads.begin, cast.noura, ticket, "reply", content_type="image/png", size=4)
    for number in range(uploads.FILES - 1):
        begin(name=f"{number}.png")
    assert at_once(partial(begin, name="a.png"), partial(begin, name="b.png")) == ["TooMany()"]
    assert Upload.objects.count() == uploads.FILES


def test_files_reach_the_store_before_anything_is_held(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[bool] = []

    def keep(content: bytes, *, prefix: str) -> str:
        held.append(connection.in_atomic_block)
        return storage.keep(content, prefix=prefix)

    monkeypatch.setattr(messages, "keep", keep)
    ticket = receive(make.incoming(files=(make.file(),))).ticket
    make.noted(ticket, cast.noura, files=(make.file("ب.png"),))
    file = uploads.begin(cast.noura, ticket, "reply", name="ج.png", content_type="image/png", size=4)
    uploads.add(file, offset=0, content=b"abcd")
    saying.say(ticket, by=cast.noura, kind="reply", text="أهلًا", files=(make.file("د.png"),), keys=[file.key], mark="م")
    assert held == [False] * 4
    assert Attachment.objects.count() == 4


def test_a_reader_that_catches_up_lets_others_write_between_its_rounds(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket, between = make.ticket(), list[list[str]]()

    def write_meanwhile(_seconds: float) -> None:
        between.append(at_once(lambda: Reader.objects.create(name=f"other {len(between)}")))

    monkeypatch.setattr(reading, "time", SimpleNamespace(sleep=write_meanwhile, monotonic=count().__next__))
    rounds = 0
    while reading.read_on("test", lambda events: None, limit=1):
        rounds += 1
    assert rounds == ticket.event_count
    assert between == ([[]] * rounds if connection.vendor == "sqlite" else [])


def test_two_gaps_that_two_people_make_one_from_either_side_are_one(cast: Cast) -> None:
    for place in range(3):
        one, other = (Gap.objects.create(words=f"رسوم {place}{side}") for side in "أب")
        for gap in (one, other):
            Sighting.objects.create(source="search", text="رسوم", key=f"visit {gap.pk}", gap=gap)
        merge = partial(regrouping.merge, by=cast.khaled)
        (late,) = at_once(partial(merge, one, other), partial(merge, other, one))
        assert "NotRegrouped" in late
        assert Gap.objects.get(pk__in=[one.pk, other.pk]).count == 2
