"""How the door says no: RFC 9457 problems with a stable code, in the caller's language."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from rafeeq.api.faults import Fault, Text, from_validation
from rafeeq.flows.authority import AskerCannotDecide, BeyondAuthority, NobodyMayApprove
from rafeeq.flows.hand_over import NeedsSupervisor
from rafeeq.flows.resolve import StepsOpen
from rafeeq.tickets.actions.hand_overs import NothingOffered
from rafeeq.tickets.actions.ledger import ClaimantCannotJudge
from rafeeq.tickets.actions.remedies import AlreadyDone, DecidedAlready
from rafeeq.tickets.actions.tickets import ComplaintStays
from rafeeq.tickets.rules import NotPossible

logger = logging.getLogger("django.request")
MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What every answer above 399 holds."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault]


class Known(NamedTuple):
    """A problem that may happen: its status, and what it is called and explained with."""

    status: int
    title: Text
    detail: Text


KNOWN: Mapping[str, Known] = {
    "malformed": Known(400, _("The body is not JSON"), _("The body could not be read as JSON in UTF-8.")),
    "not_authenticated": Known(
        401, _("A token is needed"), _("Send a token that is in force, as “Authorization: Bearer TOKEN”.")
    ),
    "scope_missing": Known(
        403, _("This token may not do that"), _("The token was made without the scope that this call needs.")
    ),
    "claimant_cannot_judge": Known(
        403,
        _("The claimant cannot judge"),
        _("Whoever claimed that the matter is solved cannot record the customer's word about it. Ask a colleague to."),
    ),
    "may_not_open": Known(
        403,
        _("This role opens no tickets"),
        _("This person sees only what is assigned to them, and would lose sight of a new ticket at once."),
    ),
    "may_not_write_customers": Known(
        403,
        _("This role changes no records of customers"),
        _("Records of customers, visits and orders are written by tokens of managers and administrators."),
    ),
    "may_not_see_measures": Known(
        403,
        _("This role sees no measures"),
        _("Measures are read by tokens of supervisors, for their branch, and of who leads the service."),
    ),
    "asker_cannot_decide": Known(
        403, _("The asker cannot decide"), _("Whoever asks for an approval cannot approve or refuse it.")
    ),
    "beyond_authority": Known(
        403, _("Beyond this person's authority"), _("The limits of this person's role do not reach so far.")
    ),
    "may_not_tell_back": Known(
        403,
        _("This role does not tell what became of it"),
        _("What became of something granted is told by tokens of administrators."),
    ),
    "not_found": Known(404, _("Not found"), _("There is nothing at this address, or it is not yours to see.")),
    "method_not_allowed": Known(
        405, _("Not possible with this method"), _("This address is there, but not for this method. See “Allow”.")
    ),
    "outcome_forbids": Known(
        409, _("Not possible now"), _("The outcome that the ticket has now does not allow this step.")
    ),
    "nothing_offered": Known(409, _("Nothing is handed over"), _("No hand-over of this ticket waits for this person.")),
    "promise_settled": Known(
        409, _("The promise stands no longer"), _("It was settled meanwhile, or its time has passed without a result.")
    ),
    "needs_supervisor": Known(
        409,
        _("A supervisor hands it on"),
        _(
            "This ticket has been handed on once already. Another hand-over is for a supervisor to make; "
            "what another department knows can be asked of it without handing the customer on."
        ),
    ),
    "steps_open": Known(
        409,
        _("A procedure asks for a step first"),
        _("A procedure of this installation holds the claim back until the steps that are named here are done."),
    ),
    "complaint_stays": Known(
        409, _("A complaint stays a complaint"), _("Nobody of the staff can make a complaint into something smaller.")
    ),
    "decided_already": Known(409, _("Decided already"), _("This approval has been decided or taken back.")),
    "nobody_may_approve": Known(
        409,
        _("Nobody may approve this"),
        _("Nobody's authority reaches so far. A manager sets the limits in the settings."),
    ),
    "carried_out_already": Known(
        409, _("Carried out already"), _("What was granted has been carried out; that cannot be taken back here.")
    ),
    "too_large": Known(413, _("Too large"), _("The request, or its attachments together, are larger than we take.")),
    "not_json": Known(415, _("JSON is needed"), _("Send the body as “Content-Type: application/json”.")),
    "invalid": Known(422, _("Something cannot be used"), _("The list of errors names every field and what is wrong.")),
    "key_reused": Known(
        422,
        _("This idempotency key belongs to another request"),
        _("The key was used before with another address or another body. Take a new key for a new request."),
    ),
    "unexpected": Known(
        500, _("Something went wrong here"), _("The fault is on our side and was noted. Nothing was changed.")
    ),
    "busy": Known(503, _("Busy just now"), _("The records could not be reached in time. Please try again.")),
}


class Refusal(Exception):
    """A problem that a view has found. `errors`: (field of the body, its code, what is wrong), told lazily."""

    def __init__(self, code: str, *errors: tuple[str, str, Text], where: str = "body") -> None:
        super().__init__(code)
        self.code, self.errors, self.where = code, errors, where


def answer(
    request: HttpRequest, code: str, errors: list[Fault] | None = None, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The response that tells this problem."""
    known = KNOWN[code]
    language = get_language_from_request(request)
    with override(language):
        problem = Problem(
            type=f"{settings.RAFEEQ_URL}/api/v1/docs#{code}",
            title=str(known.title),
            status=known.status,
            detail=str(known.detail),
            code=code,
            errors=errors or [],
        )
    response = HttpResponse(problem.model_dump_json(), content_type=MEDIA_TYPE, status=known.status, headers=headers)
    response["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    with override(get_language_from_request(request)):
        errors = [
            Fault(where=refusal.where, field=field, code=code, detail=str(detail))
            for field, code, detail in refusal.errors
        ]
    return answer(request, refusal.code, errors)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    with override(get_language_from_request(request)):
        faults = from_validation(error.errors)
    return answer(request, "invalid", faults)


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    """The framework's own refusals: it wraps whatever goes wrong while a body is read."""
    cause = error.__cause__
    if isinstance(cause, Refusal):
        return _refused(request, cause)
    return answer(request, "too_large" if isinstance(cause, RequestDataTooBig) else "malformed")


def _unexpected(request: HttpRequest, error: Any) -> HttpResponse:
    logger.error("Unexpected fault at %s %s", request.method, request.path, exc_info=error)
    return answer(request, "unexpected")


def _steps_open(request: HttpRequest, error: Any) -> HttpResponse:
    with override(get_language_from_request(request)):
        said = _("Step “%(step)s” of the procedure “%(procedure)s” is neither done nor left out with a reason.")
        errors = [
            Fault(where="path", field="number", code="step_open", detail=str(said) % {"procedure": name, "step": step})
            for name, step in error.steps
        ]
    return answer(request, "steps_open", errors)


def _always(code: str, **headers: str) -> Callable[[HttpRequest, Any], HttpResponse]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request, _error: answer(request, code, headers=named)


def teach(api: NinjaAPI) -> None:
    """Make the API answer every exception with a problem."""
    api.add_exception_handler(Exception, _unexpected)
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(AuthenticationError, _always("not_authenticated", WWW_Authenticate="Bearer"))
    api.add_exception_handler(Http404, _always("not_found"))
    api.add_exception_handler(RequestDataTooBig, _always("too_large"))
    api.add_exception_handler(OperationalError, _always("busy", Retry_After="1"))
    api.add_exception_handler(NotPossible, _always("outcome_forbids"))
    api.add_exception_handler(NothingOffered, _always("nothing_offered"))
    api.add_exception_handler(NeedsSupervisor, _always("needs_supervisor"))
    api.add_exception_handler(StepsOpen, _steps_open)
    api.add_exception_handler(ComplaintStays, _always("complaint_stays"))
    api.add_exception_handler(AskerCannotDecide, _always("asker_cannot_decide"))
    api.add_exception_handler(BeyondAuthority, _always("beyond_authority"))
    api.add_exception_handler(NobodyMayApprove, _always("nobody_may_approve"))
    api.add_exception_handler(DecidedAlready, _always("decided_already"))
    api.add_exception_handler(AlreadyDone, _always("carried_out_already"))
    api.add_exception_handler(ClaimantCannotJudge, _always("claimant_cannot_judge"))
