"""Mails to our own people; each job bears a second run."""

from datetime import timedelta

from django_tasks import task

from rafeeq.staff import letters, links
from rafeeq.staff.actions import resets
from rafeeq.staff.models import Invitation, SignIn, User
from rafeeq.staff.rules import device_name
from rafeeq.system.backend import max_attempts, outside_transaction
from rafeeq.system.periodic import every


@task()
@outside_transaction
def mail_invitation(pk: int) -> None:
    """Send an invitation with its present link; nothing when it was withdrawn or used meanwhile."""
    invitation = Invitation.objects.select_related("invited_by", "branch").get(pk=pk)
    if invitation.withdrawn_at is None and invitation.accepted_at is None:
        letters.send(
            "invitation",
            to=invitation.email,
            language=invitation.language,
            invitation=invitation,
            link=links.invitation_link(invitation),
        )


@task()
@max_attempts(4)
@outside_transaction
def mail_reset(email: str, language: str) -> None:
    """Send a link for a new password, if anybody signs in with this address.

    Whoever asks learns nothing: the page only leaves this job, whether or not there is such a person.
    """
    reset = resets.allow(email)
    if reset is not None:
        letters.send(
            "reset",
            to=reset.user.email,
            language=reset.user.language or language,
            reset=reset,
            link=links.reset_link(reset),
        )


@task()
@max_attempts(4)
@outside_transaction
def mail_new_device(pk: int) -> None:
    """Tell a person that somebody signed in as them in a browser that was not seen before."""
    sign_in = SignIn.objects.select_related("user").get(pk=pk)
    letters.send(
        "new_device",
        to=sign_in.user.email,
        language=sign_in.user.language,
        sign_in=sign_in,
        device=device_name(sign_in.user_agent) or "–",
    )


@task()
@max_attempts(4)
@outside_transaction
def mail_changed(user_id: int, what: str) -> None:
    """Tell a person what was changed about how they sign in: the kinds of `staff/mail/changed.txt`."""
    user = User.objects.get(pk=user_id)
    letters.send("changed", to=user.email, language=user.language, user=user, what=what)


@every(timedelta(days=1))
@outside_transaction
def forget() -> None:
    """Delete resets and sign-ins that are long past."""
    resets.forget()
