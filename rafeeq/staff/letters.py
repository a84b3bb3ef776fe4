"""Mails to our own people, in the language of whoever reads them."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.ui import choices


def send(template: str, *, to: str, language: str = "", **known: object) -> None:
    """Write `staff/mail/<template>.txt` and send it through Django's mail. The first line is the subject.

    Raises what the mail server's refusal raises; the caller is a job that comes again.
    """
    with choices.using(choices.make(language=language)):
        said = render_to_string(f"staff/mail/{template}.txt", known | {"root": settings.RAFEEQ_URL})
    subject, _blank, text = said.strip().partition("\n")
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(
        subject.strip(), text.strip() + "\n", preference(preferences.FROM_ADDRESS), [to], headers=headers
    ).send()
