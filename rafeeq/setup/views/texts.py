"""Signatures, and the words that the desk writes by itself."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from rafeeq.flows.samples import samples
from rafeeq.setup.forms.texts import GreetingForm, SignaturesForm, TeamSignatureForm
from rafeeq.setup.views.arranging import arranged
from rafeeq.staff import queries as staff
from rafeeq.staff.doors import StaffRequest, for_managers
from rafeeq.system import preferences
from rafeeq.system.queries import fresh_preferences
from rafeeq.ui import choices

READ_OR_SAVE = ["GET", "HEAD", "POST"]


def _team_signatures() -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = fresh_preferences([preferences.TEAM_SIGNATURES])[preferences.TEAM_SIGNATURES.key]
    return kept


@require_http_methods(READ_OR_SAVE)
@for_managers
def signatures(request: StaffRequest) -> HttpResponse:
    """Everybody's signature, and a list of the teams with their own."""
    form = SignaturesForm(request.POST if request.method == "POST" else None)
    own = _team_signatures()
    teams = [(team, own.get(str(team.pk), {})) for team in staff.teams()]
    return arranged(request, "setup/signatures.html", form, done="settings:signatures", context={"teams": teams})


@require_http_methods(READ_OR_SAVE)
@for_managers
def team_signature(request: StaffRequest, pk: int) -> HttpResponse:
    """One team's signature."""
    team = staff.team(pk)
    if team is None:
        raise Http404
    form = TeamSignatureForm(request.POST if request.method == "POST" else None, team=team, kept=_team_signatures())
    return arranged(request, "setup/team_signature.html", form, done="settings:signatures", context={"team": team})


@require_http_methods(READ_OR_SAVE)
@for_managers
def mail_texts(request: StaffRequest) -> HttpResponse:
    """The greeting, and every automatic mail as it goes out."""
    form = GreetingForm(request.POST if request.method == "POST" else None)
    asked = request.GET.get("in", "")
    language = asked if asked in choices.known() else choices.current().language
    context = {"samples": samples(language), "language": language}
    return arranged(request, "setup/mail_texts.html", form, done="settings:mail_texts", context=context)
