"""What strangers sent, shown so that it can do no harm: attached files, and a message in its own clothes."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from rafeeq.inbox.queries.around import file_of, message_of
from rafeeq.inbox.views.doors import StaffRequest, shows_ticket
from rafeeq.lib.files import is_inline_image
from rafeeq.lib.html import has_remote_images, replace_cids, with_remote_images
from rafeeq.system.downloads import handed_out, may_be_shown
from rafeeq.tickets.models import Message, Ticket

# No script runs in it: not by this policy, not by its sandbox, not by the cleaning before. `allow-same-origin` gives it
# our cookies for the pictures inside the mail, and lets the page around it measure its height.
LETTER_POLICY = (
    "default-src 'none'; img-src 'self' data:{images}; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)


@shows_ticket
def attachment(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """One file, as a download. `?inline=1` shows a picture inside its message, and nothing but a picture."""
    file = file_of(ticket, pk)
    if file is None:
        raise Http404
    inline = "inline" in request.GET
    if inline and not may_be_shown(file.content_type, is_suspicious=file.is_suspicious):
        raise Http404
    return handed_out(file.stored, name=file.name, content_type=file.content_type, inline=inline)


@shows_ticket
@xframe_options_sameorigin
def message_html(request: StaffRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """A message as its sender dressed it. Pictures from outside are fetched only with `?images=1`."""
    message = message_of(ticket, pk)
    if message is None or not message.html:
        raise Http404
    wanted = "images" in request.GET
    html = replace_cids(message.html, _pictures(ticket, message))
    context = {
        "html": with_remote_images(html) if wanted else html,
        "held_back": not wanted and has_remote_images(html),
    }
    response = render(request, "inbox/message_html.html", context)
    response["Content-Security-Policy"] = LETTER_POLICY.format(images=" https: http:" if wanted else "")
    response["Referrer-Policy"] = "no-referrer"
    return response


def _pictures(ticket: Ticket, message: Message) -> dict[str, str]:
    return {
        file.content_id: reverse("inbox:attachment", args=[ticket.number, file.pk]) + "?inline=1"
        for file in message.attachments.all()
        if file.content_id and not file.is_suspicious and is_inline_image(file.content_type)
    }
