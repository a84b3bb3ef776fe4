"""What runs by itself: following up silence, and sealing the timeline; each round in a transaction of its own."""

from datetime import timedelta

from rafeeq.flows import complaints, hand_over, promises, retention
from rafeeq.flows.absence import look_after
from rafeeq.flows.authority import escalate_late
from rafeeq.flows.resolve import follow_silence
from rafeeq.flows.routing import follow_reasons, give_out_waiting
from rafeeq.system.backend import outside_transaction
from rafeeq.system.periodic import every
from rafeeq.tickets.actions.checkpoints import seal
from rafeeq.tickets.actions.reading import AT_ONCE


@every(timedelta(minutes=5))
@outside_transaction
def follow_up_silence() -> None:
    """Remind customers who have not answered, and call a long silence what it is."""
    while follow_silence():
        pass


@every(timedelta(minutes=1))
@outside_transaction
def look_after_matters() -> None:
    """No open matter stays with somebody who is away or gone, or with a team that is no more."""
    look_after()
    promises.look_after()


@every(timedelta(seconds=10))
@outside_transaction
def follow_promises() -> None:
    """Remind of promises, and apologise for those whose time has passed without a result."""
    while promises.follow() == promises.AT_ONCE:
        pass


@every(timedelta(seconds=5))
@outside_transaction
def give_out_matters() -> None:
    """What nobody has finds its way, and where a route says so its person."""
    while follow_reasons() == AT_ONCE:
        pass
    give_out_waiting()


@every(timedelta(minutes=5))
@outside_transaction
def tell_of_late_hand_overs() -> None:
    """Tell supervisors which hand-overs nobody has taken."""
    while hand_over.tell_of_late_ones() == hand_over.AT_ONCE:
        pass


@every(timedelta(seconds=15))
@outside_transaction
def keep_complaints_register() -> None:
    """Enter new complaints, follow the others, and note when the customer had the acknowledgement."""
    complaints.keep_register()
    complaints.note_acknowledgements()


@every(timedelta(minutes=15))
@outside_transaction
def seal_timeline() -> None:
    """Seal what happened since the last checkpoint."""
    while seal() is not None:
        pass


@every(timedelta(days=1))
@outside_transaction
def forget_old_attachments() -> None:
    """Let go of attachments that are past the time that the settings name."""
    retention.forget_attachments()


@every(timedelta(minutes=1))
@outside_transaction
def escalate_late_approvals() -> None:
    """Take approvals further up that nobody has decided in time."""
    while escalate_late():
        pass
