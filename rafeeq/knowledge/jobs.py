"""What runs by itself: seeing which reasons want a procedure, learning reasons, keeping articles true."""

from datetime import timedelta

from django_tasks import task

from rafeeq.knowledge import letters
from rafeeq.knowledge.actions import model_calls, takings
from rafeeq.knowledge.actions.anew import follow_calendars, say_anew
from rafeeq.knowledge.actions.changes import forget_old_changes
from rafeeq.knowledge.actions.climbing import climb
from rafeeq.knowledge.actions.gaps import gather, rise
from rafeeq.knowledge.actions.heeding import heed_all
from rafeeq.knowledge.actions.index import AT_WORK
from rafeeq.knowledge.actions.unwritten import find_unwritten
from rafeeq.system.backend import max_attempts, outside_transaction
from rafeeq.system.periodic import every


@every(timedelta(hours=6))
@outside_transaction
def see_what_is_unwritten() -> None:
    """Make tasks of the reasons that recur."""
    find_unwritten()


@every(timedelta(minutes=30))
@outside_transaction
def see_what_signals_say() -> None:
    """Call for a look at articles that faults or customers speak against, and say the hours that apply."""
    follow_calendars()
    heed_all()


@every(timedelta(minutes=10))
@outside_transaction
def see_what_is_missing() -> None:
    """Gather what customers did not find into tasks."""
    rise()
    gather()


@task()
@outside_transaction
def say_it_anew(variable: int) -> None:
    """Write a changed value into every article that says it."""
    say_anew(variable)


@every(timedelta(seconds=20))
@outside_transaction
def learn_reasons() -> None:
    """Keep what people said about reasons, and let it be learned beside us."""
    from rafeeq.knowledge.actions import reasons

    for _round in range(20):  # of events in one go, so that whatever else waits has its turn
        if reasons.follow() < reasons.AT_ONCE:
            reasons.learn()
            return


@every(timedelta(days=1))
@outside_transaction
def forget_old_calls() -> None:
    """Let go of what was sent to the language model long ago."""
    model_calls.forget_old()


@task()
@outside_transaction
def look_through(pk: int) -> None:
    """Look through documents that somebody has sent."""
    takings.look(pk)


@task()
@outside_transaction
def take_in(pk: int) -> None:
    """Take documents in as articles."""
    takings.run(pk)


@every(timedelta(minutes=1))
@outside_transaction
def keep_the_index() -> None:
    """Write the file that questions are ranked by anew, once enough has changed since; forget which changes were."""
    forget_old_changes()
    AT_WORK.keep()


@every(timedelta(minutes=30))
@outside_transaction
def see_what_is_overdue() -> None:
    """Let what is said to be wrong climb where nobody answers."""
    climb(mail_overdue_fault.enqueue)


@task()
@max_attempts(4)
@outside_transaction
def mail_overdue_fault(pk: int, person: int) -> None:
    """Tell somebody that what is said of an article waits too long."""
    letters.overdue(pk, person)


@task()
@max_attempts(4)
@outside_transaction
def mail_fault(pk: int) -> None:
    """Tell whoever answers for an article that somebody says it is wrong."""
    letters.wrong_information(pk)
