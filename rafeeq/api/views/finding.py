"""Finding things, and the ids that other calls want."""

from django.utils.translation import gettext_noop
from ninja import Query, Router

from rafeeq.api import outputs, queries, render
from rafeeq.api.bearer import Call
from rafeeq.api.inputs import Searched, SuggestReasons
from rafeeq.knowledge.queries.for_staff import articles_found
from rafeeq.knowledge.queries.reasons import suggested
from rafeeq.staff.queries import teams
from rafeeq.tickets.queries import reasons
from rafeeq.tickets.queries.narrowing import narrowed, read
from rafeeq.tickets.queries.people import customers_met
from rafeeq.tickets.queries.search import found

router = Router(tags=["finding"])
FOUND = 20  # of each kind


@router.get("/search", response=outputs.Found, summary=gettext_noop("Search tickets, customers and articles"))
def search(request: Call, asked: Query[Searched]) -> outputs.Found:
    """Of what the caller may see, the best first: the exact spelling before other forms, then the newest."""
    user = request.auth.user
    understood = read(user, asked.q)
    if not understood.parts:
        return outputs.Found(tickets=[], customers=[], articles=[])
    hits = [hit.ticket for hit in found(narrowed(user, understood), understood, most=FOUND)]
    people = [] if understood.filters else customers_met(user, understood.words, hits, most=FOUND)
    rows = queries.tickets_found(hits)
    customers = queries.customers_of(people)
    around = queries.around(rows, *(row.pk for row in customers))
    return outputs.Found(
        tickets=[render.listed(row, around) for row in rows],
        customers=[render.customer(row, around.addresses) for row in customers],
        articles=render.articles(articles_found(user, understood.words, most=FOUND))
        if understood.words.strip()
        else [],
    )


@router.get("/reasons", response=outputs.Part[outputs.ReasonOut], summary=gettext_noop("Why customers come"))
def list_reasons(request: Call) -> outputs.Part[outputs.ReasonOut]:
    """The reasons in use; `cause` and `reason` want their ids."""
    return outputs.Part[outputs.ReasonOut](items=[render.reason(row) for row in reasons()])


@router.post("/reasons/suggest", response=outputs.SuggestedReasons, summary=gettext_noop("Suggest why a customer came"))
def suggest_reasons(request: Call, said: SuggestReasons) -> outputs.SuggestedReasons:
    """By what this installation's people said of other tickets, and by the reasons' descriptions. Keeps nothing."""
    found = [
        outputs.SuggestedReason(**render.reason(one.reason).model_dump(), probability=one.probability)
        for one in suggested(said.text)
    ]
    return outputs.SuggestedReasons(reasons=found)


@router.get("/teams", response=outputs.Part[outputs.TeamOut], summary=gettext_noop("All teams"))
def list_teams(request: Call) -> outputs.Part[outputs.TeamOut]:
    """The ids that `team` and `to_team` want."""
    return outputs.Part[outputs.TeamOut](items=[render.team(row) for row in teams()])


@router.get("/people", response=outputs.Part[outputs.PersonOut], summary=gettext_noop("Everybody who serves here"))
def list_people(request: Call) -> outputs.Part[outputs.PersonOut]:
    """The ids that `assignee` and `to_agent` want."""
    return outputs.Part[outputs.PersonOut](items=[render.person(row) for row in queries.people_with_teams()])


@router.get("/me", response=outputs.Myself, summary=gettext_noop("Whose rights this token carries"))
def me(request: Call) -> outputs.Myself:
    """The person, and what the token may do at most."""
    token = request.auth
    return outputs.Myself(**render.person(token.user).model_dump(), scopes=token.scopes)
