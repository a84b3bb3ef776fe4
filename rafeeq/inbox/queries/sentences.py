"""What happened, in one plain sentence each: the events whose sentence needs no more than who it was."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rafeeq.tickets.models import Stage

# Kind of event: its sentence and its drawing.
PLAIN: dict[str, tuple[Promise, str]] = {
    "question.asked": (_("%(who)s asked the customer a question; our clock waits for the answer"), "clock"),
    "question.answered": (_("The customer answered the question; our clock goes on"), "clock"),
    "restatement.made": (_("%(who)s put the matter in our words, for the customer to confirm"), "reply"),
    "restatement.confirmed": (_("The customer confirmed that we understood the matter"), "check"),
    "restatement.corrected": (_("The customer corrected what we had understood"), "reply"),
    "expectation.asked": (_("The customer was asked what would make this right"), "reply"),
    "expectation.told": (_("The customer said what would make this right"), "reply"),
    "expectation.judged": (_("The customer compared the outcome with what they expected"), "check"),
    "internal_question.asked": (_("%(who)s asked another department"), "forward"),
    "internal_question.answered": (_("%(who)s answered the question to their department"), "reply"),
    "internal_question.withdrawn": (_("%(who)s took the question to another department back"), "reply"),
    "referral.made": (_("%(who)s referred the customer to somebody outside and keeps following it"), "forward"),
    "referral.followed": (_("The day has come to ask again about the referral"), "clock"),
    "referral.moved": (_("%(who)s asked about the referral, and will ask again on another day"), "clock"),
    "referral.settled": (_("%(who)s noted what came of the referral"), "check"),
    "promise.made": (_("%(who)s promised the customer something"), "clock"),
    "promise.kept": (_("%(who)s kept a promise"), "check"),
    "promise.late": (_("%(who)s kept a promise late"), "warning"),
    "promise.broken": (_("A promise was broken: its time has passed without a result"), "warning"),
    "promise.moved": (_("%(who)s moved a promise before it was due"), "clock"),
    "promise.warned": (_("A promise is due soon; its owner was reminded"), "clock"),
    "promise.released": (_("The customer needs a promise no longer; they were told that this is noted"), "check"),
    "promise.passed_on": (_("A promise has another owner now"), "person"),
    "promise.withdrawn": (_("A promise went back with the reply that never left"), "reply"),
    "promise.went": (_("%(who)s let a promise go along to the request that was split off, or back"), "forward"),
    "promise.came": (_("%(who)s brought a promise along from the other request"), "forward"),
    "promise.escalated": (_("The broken promise was taken further up"), "warning"),
    "clock.warned": (_("A due time is near"), "clock"),
    "clock.breached": (_("A due time has passed"), "warning"),
    "clock.escalated": (_("The delay was taken further up"), "warning"),
    "approval.asked": (_("%(who)s asked for an approval"), "clock"),
    "approval.granted": (_("%(who)s approved"), "check"),
    "approval.refused": (_("%(who)s refused the approval"), "bar"),
    "approval.withdrawn": (_("%(who)s took the request for approval back"), "bar"),
    "approval.escalated": (_("Nobody decided in time; the approval was taken further up"), "warning"),
    "remedy.ordered": (_("%(who)s granted the customer something"), "check"),
    "remedy.done": (_("What was granted has been carried out"), "check"),
    "remedy.failed": (_("What was granted could not be carried out"), "warning"),
    "hand_over.returned": (_("%(who)s returned the offered request"), "reply"),
    "hand_over.refused": (_("%(who)s did not approve the hand-over; the request stays where it is"), "bar"),
    "hand_over.approved": (_("%(who)s approved the hand-over"), "check"),
    "hand_over.late": (_("Nobody has taken over in time what was offered; the supervisors were told"), "warning"),
    "complaint.advanced": (_("%(who)s took the complaint to its next stage"), "forward"),
    "review.asked": (_("The customer asked for an independent review"), "warning"),
    "review.decided": (_("%(who)s decided the independent review"), "check"),
    "procedure.calm_begun": (_("%(who)s switched calm mode on, for an angry customer"), "sun"),
    "procedure.missing": (
        _("Customers keep coming for this reason, and no procedure stands for it; who leads the service was told"),
        "warning",
    ),
    "message.marked_abusive": (_("%(who)s marked a message as abusive; the supervisors were told"), "warning"),
    "message.unmarked": (_("%(who)s took the mark of abuse from a message"), "reply"),
}

# The same with the words of the step.
STEPS: dict[str, tuple[Promise, str]] = {
    "procedure.step_done": (_("%(who)s did the step “%(step)s”"), "check"),
    "procedure.deviated": (_("%(who)s left the step “%(step)s” out, and said why"), "warning"),
    "procedure.step_reopened": (_("%(who)s opened the step “%(step)s” again"), "reply"),
    "procedure.step_faulted": (_("%(who)s says that the step “%(step)s” is wrong"), "warning"),
}


def told_step(kind: str, step: str) -> str:
    """What became of a step; who did it is filled in where the sentence is shown."""
    return str(STEPS[kind][0]) % {"who": "%(who)s", "step": step.rstrip(" .").replace("%", "%%")}


def told_stage(stage: str) -> str:
    """To which stage a complaint came; who took it there is filled in where the sentence is shown."""
    known = dict(Stage.choices).get(stage, stage)
    return gettext("%(who)s took the complaint on: %(stage)s") % {"who": "%(who)s", "stage": known}
