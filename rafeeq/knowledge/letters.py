"""Mails to whoever answers for an article, in their language."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from rafeeq.knowledge.models import ArticleFault
from rafeeq.system import preferences
from rafeeq.system.queries import preference
from rafeeq.ui import choices


def wrong_information(pk: int) -> None:
    """Tell the owner what somebody says is wrong, and by when they answer; nothing once it is settled.

    Raises what the mail server's refusal raises; the caller is a job that comes again.
    """
    waiting = ArticleFault.objects.filter(pk=pk, settled_at=None, article__owner__is_active=True)
    row = waiting.select_related("article__owner", "version", "by").first()
    if row is None:
        return
    owner = row.article.owner
    known = {"fault": row, "owner": owner, "link": f"{settings.RAFEEQ_URL}{reverse('knowledge:faults')}?mine"}
    with choices.using(choices.make(language=owner.language)):
        said = render_to_string("knowledge/mail/wrong_information.txt", known)
    subject, _blank, text = said.strip().partition("\n")
    headers = {"Auto-Submitted": "auto-generated"}
    sender = preference(preferences.FROM_ADDRESS)
    EmailMessage(subject.strip(), text.strip() + "\n", sender, [owner.email], headers=headers).send()
