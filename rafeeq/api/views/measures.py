"""The honest measures as metric objects: each with its denominator, its unknowns and its interval."""

from datetime import date, timedelta
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from rafeeq.api import outputs
from rafeeq.api.bearer import Call
from rafeeq.api.problems import Refusal
from rafeeq.api.words import OneOf
from rafeeq.insights.queries.figures import Asked, branches_of, figures
from rafeeq.insights.queries.rows import names_of
from rafeeq.insights.registry import measures
from rafeeq.insights.rules.dimensions import DIMENSIONS
from rafeeq.staff.models import User
from rafeeq.staff.rules import may_see_measures

router = Router(tags=["measures"])
USUAL, LONGEST = timedelta(days=27), timedelta(days=400)


class AskedMeasure(BaseModel):
    """Days by the house's clock, both included; without them the last four weeks."""

    model_config = ConfigDict(extra="forbid")

    start: date | None = Field(None, alias="from")
    end: date | None = Field(None, alias="to")
    by: Annotated[str, OneOf(DIMENSIONS)] | None = None


def _allowed(user: User) -> None:
    if not may_see_measures(user.role):
        raise Refusal("may_not_see_measures")


@router.get("/measures", response=outputs.Part[outputs.MeasureOut], summary=gettext_noop("Which measures there are"))
def list_measures(request: Call) -> outputs.Part[outputs.MeasureOut]:
    """Their names, what they say, and what each is counted in. For supervisors and who leads the service."""
    _allowed(request.auth.user)
    return outputs.Part[outputs.MeasureOut](
        items=[
            outputs.MeasureOut(
                name=one.name,
                title=str(one.title),
                about=str(one.about),
                form=one.form,
                follow_up_days=one.follow_up_days,
                calendar=one.calendar,
                better=one.better,
            )
            for one in measures().values()
        ]
    )


@router.get("/measures/{name}", response=outputs.MeasuredOut, summary=gettext_noop("One measure in a period"))
def get_measure(request: Call, name: str, asked: Query[AskedMeasure]) -> outputs.MeasuredOut:
    """The metric object; with `by` also its parts. A supervisor's numbers are those of the own branch."""
    user = request.auth.user
    _allowed(user)
    one = measures().get(name)
    if one is None:
        raise Refusal("not_found")
    end = asked.end or timezone.localdate()
    start = asked.start or max(end - USUAL, date.min)
    if start > end or end - start > LONGEST or start.year < 2000 or end.year > 2200:
        said = _("A period runs forward, and is at most 400 days long.")
        raise Refusal("invalid", ("from", "bad_period", said), where="query")
    whole = Asked(start, end, branches_of(user))
    metric = figures([one], whole)[name][""]
    parts = []
    if asked.by:
        names = dict(names_of(asked.by))
        split = figures([one], Asked(start, end, whole.branches, asked.by))[name]
        parts = [
            outputs.PartOfMeasure(key=key, name=names.get(key), metric=outputs.MetricOut(**found.as_json()))
            for key, found in split.items()
        ]
    return outputs.MeasuredOut(**metric.as_json(), by=asked.by, split=parts)
