"""What the customer asked before a person had the request: its own piece at the head of the conversation."""

from django.http import HttpResponseBase
from django.shortcuts import render

from rafeeq.flows.answer import reason_words, words_that_told
from rafeeq.inbox.views.doors import StaffRequest, shows_ticket
from rafeeq.inbox.wording import LEFT_OUT
from rafeeq.knowledge.queries.talks import turns_before
from rafeeq.tickets.models import Ticket


@shows_ticket
def before(request: StaffRequest, ticket: Ticket) -> HttpResponseBase:
    """Each question with what was understood, shown and said of it, and what left for a language model."""
    turns = turns_before(ticket)
    context = {
        "ticket": ticket,
        "turns": turns,
        "is_mail": bool(turns) and turns[0].asked.channel == "email",
        "reason_words": reason_words,
        "words_that_told": words_that_told,
        "left_out": LEFT_OUT,
    }
    whole = not request.headers.get("HX-Request")
    return render(request, "inbox/talk_before_page.html" if whole else "inbox/talk_before.html", context)
