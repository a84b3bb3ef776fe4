"""The shape of what people enter about several tickets at once, and about a list."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.inbox.forms import Asking, Names
from rafeeq.inbox.rules import LATER, later, words_in

WHEN = [
    ("later_today", _("Later today, in three hours")),
    ("tomorrow", _("Tomorrow morning")),
    ("next_week", _("Next week, on Sunday")),
    ("date", _("On a day")),
]


class AssignForm(Asking):
    """Who shall be responsible."""

    name = "assign"
    to = forms.TypedChoiceField(
        label=_("Who shall be responsible"), coerce=int, error_messages={"required": _("Choose who shall have them.")}
    )

    def __init__(self, *args: Any, people: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Choose")), (0, _("Nobody")), *people]  # type: ignore[attr-defined]


class AddTagsForm(Asking):
    """Tags to add."""

    name = "tag"
    tags = forms.CharField(
        label=_("Tags to add"), max_length=400, help_text=_("Several are parted by commas."),
        error_messages={"required": _("Write at least one tag.")},
    )  # fmt: skip

    def names(self) -> list[str]:
        return words_in(self.cleaned_data["tags"])


class OfferForm(Asking):
    """Which team, and what it must know."""

    name = "offer"
    team = forms.TypedChoiceField(label=_("Team"), coerce=int)
    restatement = forms.CharField(
        label=_("What the customers need"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what the customer needs, so that nobody has to ask again.")},
    )  # fmt: skip

    def __init__(self, *args: Any, teams: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = list(teams)  # type: ignore[attr-defined]


class WhenForm(Asking):
    """Until when."""

    name = "snooze"
    when = forms.ChoiceField(label=_("Until when"), choices=WHEN, initial=LATER[1])
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or {}
        day: date | None = entered.get("day")
        entered["until"] = later(entered.get("when", ""), timezone.localtime(), day)
        if "when" in entered and entered["until"] is None:
            self.add_error("day", _("Choose a day that has not come yet."))
        return entered

    @property
    def until(self) -> datetime:
        moment: datetime = self.cleaned_data["until"]
        return moment


class FollowUpForm(WhenForm):
    """When to come back, and why."""

    name = "follow_up"
    note = forms.CharField(label=_("Note for yourself"), max_length=500, required=False)
    field_order = ("note", "when", "day")


class SaveViewForm(Asking):
    """A name for a list, and who shall have it."""

    name = "view"
    title = forms.CharField(
        label=_("Name of the view"), max_length=60, error_messages={"required": _("Give the view a name.")}
    )
    team = forms.TypedChoiceField(label=_("For whom"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, teams: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shared = [(pk, _("For the team %(team)s") % {"team": name}) for pk, name in teams]
        self.fields["team"].choices = [("", _("For me")), *shared]  # type: ignore[attr-defined]
