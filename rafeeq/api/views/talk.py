"""What is said in a ticket, and the files that came with it."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Router

from rafeeq.api import outputs, render
from rafeeq.api.bearer import Call
from rafeeq.api.inputs import GivenFile, NewMessage
from rafeeq.api.problems import Refusal
from rafeeq.api.views.tickets import seen
from rafeeq.flows import reply
from rafeeq.lib.files import content_disposition
from rafeeq.system.storage import read
from rafeeq.tickets.actions.messages import File, laid_down
from rafeeq.tickets.queries import attachment_for

router = Router(tags=["messages"])
LARGEST_FILES = 20 * 1024 * 1024  # bytes of all attachments together: what mail servers still take


@router.post(
    "/tickets/{int:number}/messages",
    response={201: outputs.MessageOut},
    summary=gettext_noop("Reply, note, or write down what the customer said"),
)
def add_message(request: Call, number: int, body: NewMessage) -> tuple[int, outputs.MessageOut]:
    """A reply leaves for the customer at once. What the customer said by phone brings an ended ticket back."""
    ticket, user = seen(request, number), request.auth.user
    files = _files(body.attachments or [])
    if body.html and body.direction != "out":
        raise Refusal("invalid", ("html", "not_possible_here", _("Only a reply to the customer has formatting.")))
    try:
        if body.direction == "note":
            return 201, render.note(reply.note(ticket, by=user, text=body.text, files=files))
        if body.direction == "in":
            return 201, render.message(reply.log(ticket, by=user, text=body.text, files=files))
        return 201, render.message(reply.reply(ticket, by=user, text=body.text, html=body.html or "", files=files))
    except reply.NothingSaid:
        raise Refusal("invalid", ("text", "blank", _("This must not be empty."))) from None


def _lay_down(request: Call, number: int, body: NewMessage) -> None:
    """The files are safe in the store before anything waits for them."""
    if body.attachments:
        seen(request, number)
        laid_down(_files(body.attachments))


add_message.first = _lay_down  # type: ignore[attr-defined]


def _files(given: list[GivenFile]) -> tuple[File, ...]:
    if sum(len(one.content) for one in given) > LARGEST_FILES:
        raise Refusal("too_large")
    return tuple(File(name=one.name, content_type=one.type or "", content=one.content) for one in given)


@router.get(
    "/attachments/{int:pk}",
    url_name="attachment",
    summary=gettext_noop("The content of an attached file"),
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}}},
)
def get_attachment(request: Call, pk: int) -> HttpResponse:
    """Always as a download, never as a page to be shown."""
    attachment = attachment_for(request.auth.user, pk)
    if attachment is None:
        raise Refusal("not_found")
    try:
        content = read(attachment.stored)
    except FileNotFoundError:
        raise Refusal("not_found") from None
    response = HttpResponse(content, content_type=attachment.content_type)
    response["Content-Disposition"] = content_disposition(attachment.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
