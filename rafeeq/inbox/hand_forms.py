"""The shape of what people enter when a matter, or a part of it, goes to others."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.inbox.forms import Asking, Names
from rafeeq.inbox.queries.packet import Begun
from rafeeq.staff.models import Department, Team


def _words(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class HandOverForm(Asking):
    """To whom, and the packet that spares the customer telling it again.

    `begun`: what we know of the packet already. `before`: the teams that have had it and handed it on. `asks`: another
    hand-over is not this person's to make, so that a supervisor is asked. `sure` is shown only where it would go back.
    """

    name = "hand_over"

    to = forms.ChoiceField(
        label=_("To whom"), error_messages={"required": _("Choose the team or the person who shall take it over.")}
    )
    restatement = forms.CharField(
        label=_("What the customer needs"),
        max_length=10_000,
        widget=_words(),
        error_messages={"required": _("Say what the customer needs, so that nobody has to ask again.")},
    )
    done = forms.CharField(label=_("What was done"), required=False, max_length=10_000, widget=_words())
    missing = forms.CharField(label=_("What is missing"), required=False, max_length=10_000, widget=_words())
    promised = forms.CharField(label=_("What was promised"), required=False, max_length=10_000, widget=_words())
    sure = forms.BooleanField(label=_("It shall go back there all the same."), required=False)

    def __init__(
        self, *args: Any, receivers: Iterable[tuple[Team, Names]], begun: Begun, asks: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=begun.words, **kwargs)
        self.begun, self.asks = begun, asks
        groups: list[tuple[Any, Any]] = [("", _("Choose"))]
        for team, members in receivers:
            whole = (f"{team.pk}", _("The whole team: %(team)s") % {"team": team.name})
            place = f"{team.name} · {team.branch.name}"
            if team.pk in begun.had_it:
                place = _("%(team)s (had it before)") % {"team": place}
            groups.append((place, [whole, *((f"{team.pk}-{pk}", n) for pk, n in members)]))
        self.fields["to"].choices = groups  # type: ignore[attr-defined]
        self._hide_unless_back()

    def receiver(self) -> tuple[int, int | None]:
        """The ids of the chosen team and person; without a person the whole team is meant."""
        team, _dash, person = self.cleaned_data["to"].partition("-")
        return int(team), int(person) if person else None

    def clean(self) -> dict[str, Any]:
        """What would go back to a team that handed it on is shown before it is sent."""
        entered: dict[str, Any] = super().clean() or {}
        if entered.get("to") and self._goes_back() and not entered.get("sure"):
            self.add_error("sure", _("This team has had the request before and handed it on. Nothing was sent yet."))
        return entered

    def _goes_back(self) -> bool:
        return self.receiver()[0] in self.begun.had_it

    def _hide_unless_back(self) -> None:
        chosen = str(self.data.get("to", "")).partition("-")[0] if self.is_bound else ""
        if chosen not in {str(pk) for pk in self.begun.had_it}:
            self.fields["sure"].widget = forms.HiddenInput()


class ReasonForm(Asking):
    """Why something does not go its way; `label` and `help_text` say what, and to whom."""

    label: Any
    help_text: Any

    reason = forms.CharField(
        max_length=5_000,
        widget=_words(3),
        error_messages={"required": _("Say why, so that the request finds its way.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = self.label, self.help_text


class GivenBackForm(ReasonForm):
    """Why what was offered is not taken over."""

    name = "hand_over_return"
    label = _("Why it is returned")
    help_text = _("Whoever offered it reads this and keeps the request.")


class RefusalForm(ReasonForm):
    """Why a further hand-over is not approved."""

    name = "hand_over_refusal"
    label = _("Why it stays")
    help_text = _("Whoever asked for it reads this and keeps the request.")


class AskInsideForm(Asking):
    """Which department is asked, or who there, and what."""

    name = "ask_inside"
    to = forms.ChoiceField(label=_("Whom to ask"), error_messages={"required": _("Choose the department to ask.")})
    text = forms.CharField(
        label=_("Your question"),
        help_text=_("They read this, the subject and what the customer needs, but not the conversation."),
        max_length=10_000,
        widget=_words(4),
        error_messages={"required": _("Write what you want to know.")},
    )

    def __init__(
        self,
        *args: Any,
        departments: Iterable[Department],
        people: Collection[tuple[int, int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        groups: list[tuple[Any, Any]] = [("", _("Choose"))]
        for one in departments:
            there = [(f"{one.pk}-{pk}", name) for place, pk, name in people if place == one.pk]
            whole = (f"{one.pk}", _("The whole department: %(name)s") % {"name": one.name})
            if there:
                groups.append((one.name, [whole, *there]))
        self.fields["to"].choices = groups  # type: ignore[attr-defined]

    def asked(self) -> tuple[int, int | None]:
        """The ids of the chosen department and person; without a person the whole department is meant."""
        department, _dash, person = self.cleaned_data["to"].partition("-")
        return int(department), int(person) if person else None


class AnswerInsideForm(Asking):
    """The answer of the department that was asked."""

    name = "answer_inside"
    text = forms.CharField(
        label=pgettext_lazy("inside", "Your answer"),
        max_length=20_000,
        widget=_words(5),
        error_messages={"required": _("Write the answer, or why it is not yours to give.")},
    )


class ReferralForm(Asking):
    """To whom outside, how they are reached, what they were told, and the day on which we ask again."""

    name = "referral"
    party = forms.CharField(
        label=_("To whom"), max_length=200, error_messages={"required": _("Write to whom the customer is referred.")}
    )
    contact = forms.CharField(
        label=_("How they are reached"),
        help_text=_("The customer reads this."),
        max_length=300,
        error_messages={"required": _("Write how they are reached: a name, a number, an address.")},
    )
    packet = forms.CharField(
        label=_("What they were told"),
        help_text=_("So that the customer does not have to tell it again there."),
        max_length=10_000,
        widget=_words(3),
        error_messages={"required": _("Write what they were told about the matter.")},
    )
    day = forms.DateField(
        label=_("When we ask again"),
        help_text=_("The request stays ours, and on this day we ask what came of it."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("A referral needs a day on which we ask again.")},
    )
