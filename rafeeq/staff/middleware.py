"""What is looked at with every request of somebody who has signed in: where from, and what they must do first."""

import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from rafeeq.staff import queries
from rafeeq.staff.actions import presence, sign_ins

Answer = Callable[[HttpRequest], HttpResponse]

SEEN, HAS = "seen", "has_second_factor"  # in the session
SEEN_EVERY = 300  # seconds between two notes that a session is alive
DEVICE_COOKIE = "rafeeq_device"
A_YEAR = 60 * 60 * 24 * 365
# Where somebody may go who must set up a second factor before anything else.
FREE = (
    "/account/",
    "/sign-out/",
    "/sign-in/",
    "/language/",
    "/theme/",
    "/static/",
    "/healthz",
    "/readyz",
    "/help/",
    "/t/",
)


class SignIns:
    """Notes where people are signed in, and leads whoever must have a second factor to setting it up."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        before = request.session.session_key if known else None
        device = request.COOKIES.get(DEVICE_COOKIE, "")
        new_device = not (len(device) == 32 and device.isalnum() and device.isascii())
        if new_device:
            device = uuid4().hex
        due = known and time.time() - request.session.get(SEEN, 0) > SEEN_EVERY
        if due:
            self._note(request, device)
        if known and not request.path.startswith(FREE) and self._owes(request):
            return self._lead(request)
        response = self.get_response(request)
        if self._has_signed_in(request, before):  # noted at once: "everywhere else" ends it though it saw no page yet
            self._note(request, device)
            due = True
        if due and new_device:
            _mark(response, device)
        return response

    def _has_signed_in(self, request: HttpRequest, before: str | None) -> bool:
        """Whether somebody is signed in now by a session that was not there before this request."""
        changed = request.session.modified and request.session.session_key != before
        return changed and request.user.is_authenticated

    def _note(self, request: HttpRequest, device: str) -> None:
        user = request.user
        if not user.is_authenticated or not request.session.session_key:
            return
        sign_ins.note(
            user,
            session_key=request.session.session_key,
            device=device,
            ip=request.META.get("REMOTE_ADDR") or None,
            user_agent=request.headers.get("User-Agent", ""),
        )
        presence.note_seen([user.pk])
        request.session[SEEN] = int(time.time())
        request.session[HAS] = False  # looked at anew, where the role asks for it

    def _owes(self, request: HttpRequest) -> bool:
        """Whether the second factor comes first; who has one is not asked for it again and again."""
        user = request.user
        if not user.is_authenticated or user.role not in queries.roles_with_second_factor():
            return False
        if not request.session.get(HAS):
            if not queries.has_second_factor(user):
                return True
            request.session[HAS] = True
        return False

    def _lead(self, request: HttpRequest) -> HttpResponse:
        where = reverse("staff:security")
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": where})
        return redirect(where)


def _mark(response: HttpResponse, device: str) -> None:
    """Let the browser be known again."""
    response.set_cookie(
        DEVICE_COOKIE,
        device,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
