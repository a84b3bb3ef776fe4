"""The help centre and the request form: open to everybody, without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from rafeeq.flows.incoming import IncomingMessage, Sender
from rafeeq.flows.receive import receive
from rafeeq.lib.arabic import language_guess
from rafeeq.portal.forms import RequestForm
from rafeeq.portal.limits import within

REQUESTS_AN_HOUR = 20


@require_safe
def help_centre(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html")


@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request: HttpRequest) -> HttpResponse:
    """The form for a new matter."""
    form = RequestForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "portal/request.html", {"form": form})
    if not form.is_valid():
        return render(request, "portal/request.html", {"form": form}, status=422)
    if not within(request, "request", most=REQUESTS_AN_HOUR):
        return render(request, "portal/too_many.html", status=429)
    if not form.cleaned_data["website"]:
        receive(_incoming(form.cleaned_data))
    return redirect("portal:request_sent")


def _incoming(entered: dict[str, object]) -> IncomingMessage:
    text = str(entered["text"]).strip()
    return IncomingMessage(
        channel="web",
        sender=Sender("email", str(entered["email"]), str(entered["name"])),
        subject=_first_words(text),
        text=text,
        kind=str(entered["kind"]),
        files=tuple(entered["attachments"]),  # type: ignore[arg-type]  # a list of File, by the form's field
        language=language_guess(text, default="en" if get_language() == "en" else "ar"),
    )


def _first_words(text: str, most: int = 80) -> str:
    line = text.split("\n", 1)[0].strip()
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"


@require_safe
def request_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/request_sent.html")
