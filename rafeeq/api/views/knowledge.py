"""Questions answered out of articles, by their own words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Router

from rafeeq.api import outputs
from rafeeq.api.bearer import Call
from rafeeq.api.inputs import GivenCustomer, NewQuestion
from rafeeq.api.problems import Refusal
from rafeeq.customers.actions import normal_form
from rafeeq.customers.models import Customer
from rafeeq.customers.rules import BadAddress
from rafeeq.flows.answer import Answered, TooMany, ask
from rafeeq.lib.arabic.direction import language_guess
from rafeeq.tickets.queries import visible_customers

router = Router(tags=["knowledge"])


@router.post(
    "/knowledge/ask",
    response=outputs.AnsweredOut,
    summary=gettext_noop("Ask a customer's question of the articles"),
)
def ask_question(request: Call, body: NewQuestion) -> outputs.AnsweredOut:
    """The answer is quoted from what this customer may read, or is null: then a person must answer (`handover`).

    Without a customer only what everybody may read is looked in.
    """
    customer = _customer(request, body.customer)
    language = language_guess(body.question)
    try:
        told = ask(body.question, language=language, customer=customer, channel="api")
    except TooMany:
        raise Refusal(
            "invalid", ("customer", "too_many", _("This customer has asked so much today that a person should look."))
        ) from None
    return _rendered(told)


def _customer(request: Call, given: int | GivenCustomer | None) -> Customer | None:
    """Whom the question is asked for: by their number, or by their address where we know it."""
    if given is None:
        return None
    seen = visible_customers(request.auth.user)
    if isinstance(given, int):
        found = seen.filter(pk=given).first()
        if found is None:
            raise Refusal("invalid", ("customer", "unknown", _("There is no such customer.")))
        return found
    try:
        value = normal_form(given.address.kind, given.address.value)
    except BadAddress:
        said = _("This cannot be an address of this kind.")
        raise Refusal("invalid", ("customer.address.value", "bad_address", said)) from None
    return seen.filter(addresses__kind=given.address.kind, addresses__value=value).first()


def _rendered(told: Answered) -> outputs.AnsweredOut:
    answer = None
    if told.kind == "answered":
        answer = outputs.AnswerOut(
            text=told.text,
            citations=[
                outputs.CitationOut(article=one.article, title=one.title, url=one.url, quote=one.quote)
                for one in told.citations
            ],
        )
    return outputs.AnsweredOut(answer=answer, confidence=told.confidence, handover=answer is None)
