"""Routes: where new matters go, and a trial of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.customers.models import Tier
from rafeeq.routing import queries
from rafeeq.routing.actions import mark
from rafeeq.routing.models import Route
from rafeeq.routing.rules.matching import CLOSED, OPEN, fold
from rafeeq.setup.forms.arranging import Line, Words
from rafeeq.setup.route_wording import CHANNELS
from rafeeq.staff.models import Team
from rafeeq.staff.models.people import LANGUAGES
from rafeeq.staff.queries import branches, teams
from rafeeq.system.forms import Seen
from rafeeq.tickets.models import Kind
from rafeeq.tickets.queries.catalogue import reason_tree

MOST_WORDS = 50
WEIGHTS = [
    (0, pgettext_lazy("weight", "As others")),
    (1, pgettext_lazy("weight", "Sooner")),
    (2, pgettext_lazy("weight", "Sooner still")),
    (3, pgettext_lazy("weight", "Before all others")),
]
CHOSEN = ("kinds", "channels", "accounts", "languages", "branches", "tiers", "reasons")


def values_of(route: Route) -> dict[str, Any]:
    """A route as its form shows it."""
    fits = route.fits
    called = queries.organisations(fits.get("organisations", ()))
    return {name: fits.get(name, []) for name in CHOSEN} | {
        "name": route.name,
        "is_active": route.is_active,
        "words": "\n".join(fits.get("words", ())),
        "organisations": "\n".join(called[pk] for pk in fits.get("organisations", ()) if pk in called),
        "time": fits.get("time", ""),
        "to_team": route.to_team_id,
        "assigns": route.assigns,
        "skill": route.skill_id,
        "speaks": route.speaks,
        "most": route.most,
        "same_agent": route.same_agent,
        "weight": route.weight,
    }


def _several(label: Any, choices: Iterable[Any] = (), **options: Any) -> Any:
    return forms.TypedMultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **options
    )


class RouteForm(forms.Form):
    """One route. The last one asks nothing and takes everything that is left."""

    name = Line(label=_("Name"), max_length=120, required=True)
    is_active = forms.BooleanField(label=_("In use"), required=False)

    words = Words(
        label=_("Words"),
        help_text=_("One word or expression a line; one of them is enough. However it is spelled, it is found."),
    )
    kinds = _several(_("Kind"), Kind.choices)
    channels = _several(_("Channel"), CHANNELS)
    accounts = _several(
        _("Mailbox"), help_text=_("A route that names a mailbox also decides where that mailbox has a team of its own.")
    )
    languages = _several(_("Language"), LANGUAGES)
    tiers = _several(_("Size of the customer"), Tier.choices)
    branches = _several(_("Branch of the customer"), coerce=int)
    organisations = Words(label=_("Organisations"), help_text=_("One name a line."))
    reasons = _several(
        _("Reason"),
        coerce=int,
        help_text=_("Known once somebody names it: as long as nobody has the request, it goes its new way then."),
    )
    time = forms.ChoiceField(
        label=_("When it arrives"),
        required=False,
        choices=[("", _("At any time")), (OPEN, _("Within working hours")), (CLOSED, _("Outside of working hours"))],
    )

    to_team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), required=False)
    assigns = forms.BooleanField(
        label=_("Find the person too"),
        required=False,
        help_text=_("Otherwise it waits until somebody of the team takes it."),
    )
    skill = forms.ModelChoiceField(
        label=_("Only to those with the skill"),
        queryset=queries.skills().none(),
        required=False,
        empty_label=_("No particular one"),
    )
    most = forms.IntegerField(
        label=_("At most so many open requests a person"),
        required=False,
        max_value=1000,
        help_text=_("What waits for the customer does not count. A person's own limit goes before this one."),
    )
    weight = forms.TypedChoiceField(
        label=_("How soon"),
        coerce=int,
        choices=WEIGHTS,
        required=False,
        empty_value=None,
        help_text=_("Nothing ever overtakes a request whose time is running out, whoever its customer is."),
    )
    speaks = forms.BooleanField(label=_("Only to those who speak its language"), required=False)
    same_agent = forms.BooleanField(
        label=_("First to whoever had the customer's last request, if they are there"), required=False
    )
    seen = Seen()

    def __init__(self, *args: Any, route: Route | None, **kwargs: Any) -> None:
        if route is not None:
            kwargs["initial"] = values_of(route) | {"seen": mark(route)}
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        fields: dict[str, Any] = self.fields
        fields["accounts"].choices = _with_kept([(name, name) for name in queries.mailboxes()], route, "accounts")
        fields["branches"].choices = _with_kept([(one.pk, one.name) for one in branches()], route, "branches")
        tree = [(one.reason.pk, "— " * one.level + one.reason.name) for one in reason_tree()]
        fields["reasons"].choices = _with_kept(tree, route, "reasons")
        fields["to_team"].queryset, fields["skill"].queryset = teams(), queries.skills()
        fields["to_team"].empty_label = _("Choose")
        if route is not None and route.is_last:
            fields["to_team"].empty_label = _("The first team of the house")
            for name in (*CHOSEN, "words", "organisations", "time", "is_active"):
                del self.fields[name]

    def clean_words(self) -> list[str]:
        """The words, each once."""
        found = list(dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["words"].split("\n")))
        found = [one for one in found if one]
        if len(found) > MOST_WORDS or any(len(one) > 80 for one in found):
            raise forms.ValidationError(_("At most fifty, and none longer than eighty letters."))
        if any(not fold(one) for one in found):
            raise forms.ValidationError(_("A word needs letters."))
        return found

    def clean_organisations(self) -> list[int]:
        """The keys of the organisations; a name that nobody bears is an error and no condition."""
        names = list(dict.fromkeys(line.strip() for line in self.cleaned_data["organisations"].split("\n")))
        found = queries.organisations_called(name for name in names if name)
        if strange := [name for name, keys in found.items() if not keys]:
            raise forms.ValidationError(
                now("There is no organisation called so: %(names)s") % {"names": "، ".join(strange)[:400]}
            )
        return [pk for keys in found.values() for pk in keys]

    def entered(self) -> dict[str, Any]:
        """What was entered, as the action takes it."""
        said = dict(self.cleaned_data)
        names = (*CHOSEN, "words", "organisations", "time")
        said["fits"] = {name: said.pop(name) for name in names if name in said}
        said["weight"] = said["weight"] or 0
        return said


def _with_kept(choices: list[tuple[Any, Any]], route: Route | None, name: str) -> list[tuple[Any, Any]]:
    """What can be chosen, and what the route still names though it is no longer there."""
    kept: Mapping[str, Any] = route.fits if route else {}
    offered = {key for key, _label in choices}
    return [*choices, *((key, now("No longer there")) for key in kept.get(name, ()) if key not in offered)]


class TrialForm(forms.Form):
    """An invented matter, to see which way it would go."""

    text = Words(label=_("What the customer writes"), rows=4, max_length=20_000)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=CHANNELS, required=False)
    account = forms.ChoiceField(label=_("Mailbox"), required=False)
    customer = Line(label=_("Customer, by e-mail or phone"), max_length=320)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        fields: dict[str, Any] = self.fields
        fields["account"].choices = [("", now("None")), *((name, name) for name in queries.mailboxes())]
