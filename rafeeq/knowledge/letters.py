"""Mails to whoever answers for an article, in their language."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from rafeeq.knowledge.models import ArticleFault
from rafeeq.staff.models import User
from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.ui import choices


def wrong_information(pk: int) -> None:
    """Tell the owner what somebody says is wrong, and by when they answer; nothing once it is settled.

    Raises what the mail server's refusal raises; the caller is a job that comes again.
    """
    waiting = ArticleFault.objects.filter(pk=pk, settled_at=None, article__owner__is_active=True)
    row = waiting.select_related("article__owner", "version", "by").first()
    if row is not None:
        _send("wrong_information", row, row.article.owner, where="?mine")


def overdue(pk: int, person: int) -> None:
    """Tell the owner, or somebody above, that nobody has answered in time; nothing once it is settled."""
    row = ArticleFault.objects.filter(pk=pk, settled_at=None).select_related("article__owner", "version").first()
    told = User.objects.filter(pk=person, is_active=True).first()
    if row is not None and told is not None:
        _send("overdue_fault", row, told, where="?mine" if told == row.article.owner else "")


def _send(letter: str, row: ArticleFault, told: User, *, where: str) -> None:
    known = {
        "fault": row,
        "told": told,
        "owner": row.article.owner,
        "link": f"{settings.RAFEEQ_URL}{reverse('knowledge:faults')}{where}",
    }
    with choices.using(choices.make(language=told.language)):
        said = render_to_string(f"knowledge/mail/{letter}.txt", known)
    subject, _blank, text = said.strip().partition("\n")
    headers = {"Auto-Submitted": "auto-generated"}
    sender = preference(preferences.FROM_ADDRESS)
    EmailMessage(subject.strip(), text.strip() + "\n", sender, [told.email], headers=headers).send()
