"""The shape of what people enter about promises."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rafeeq.inbox.forms import Asking, Names
from rafeeq.sla.models import Promise
from rafeeq.sla.rules.promises import LONGEST_TEXT, refusal
from rafeeq.sla.wording import REFUSALS

MOST = 5  # promises in one reply
OWN = "own"  # the one that is written by hand


class Due(forms.DateTimeField):
    """A day and an hour, by the reader's clock."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"}, format="%Y-%m-%dT%H:%M")
        wrong = {"required": _("Choose by when."), "invalid": _("Write the day and the hour, like 2026-01-18 17:00.")}
        super().__init__(widget=widget, label=_("Due"), error_messages=wrong, **options)


class NewPromiseForm(Asking):
    """What the customer is promised, and by when."""

    name = "promise"

    text = forms.CharField(
        label=_("What is promised"),
        help_text=_("The customer reads this on their page."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": REFUSALS["text"]},
    )
    due = Due()

    def clean(self) -> dict[str, Any]:
        """The time is still to come, and not in another age."""
        entered: dict[str, Any] = super().clean() or {}
        if "text" in entered and "due" in entered and (why := refusal(entered["text"], entered["due"], timezone.now())):
            self.add_error("text" if why == "text" else "due", REFUSALS[why])
        return entered


class DraftPromiseForm(NewPromiseForm):
    """A promise that goes with the reply that is being written; `words` is what was recognised in it."""

    words = forms.CharField(required=False, max_length=LONGEST_TEXT, widget=forms.HiddenInput)

    def given(self) -> tuple[str, datetime]:
        """What is promised, and by when."""
        return self.cleaned_data["text"], self.cleaned_data["due"]


def promised_in(posted: QueryDict) -> list[DraftPromiseForm]:
    """The promises that were ticked beside a reply, and the one that was written by hand."""
    keys = [key for key in posted.getlist("promise")[:MOST] if key.isdecimal()]
    if any(posted.get(f"promise_{OWN}-{part}", "").strip() for part in ("text", "due")):
        keys.append(OWN)
    return [DraftPromiseForm(posted, prefix=f"promise_{key}") for key in keys]


class OfPromise(Asking):
    """A form about one promise, which it shows above its fields."""

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promise = promise


class PromiseResultForm(OfPromise):
    """A promise is kept with what came of it."""

    name = "promise_result"
    result = forms.CharField(
        label=_("What came of it"),
        help_text=_("The customer reads this. That somebody called, without news, keeps no promise."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": REFUSALS["result"]},
    )


class PromiseMoveForm(OfPromise):
    """Another date, before the first one has come."""

    name = "promise_move"
    due = Due()
    reason = forms.CharField(
        label=_("The reason"),
        help_text=_("The customer is told the new date and this reason."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": REFUSALS["reason"]},
    )


class PromiseReleaseForm(OfPromise):
    """The customer needs it no longer."""

    name = "promise_release"
    reason = forms.CharField(
        label=_("How we know"),
        help_text=_("The customer is told that this is noted, and can object."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": REFUSALS["reason"]},
    )


class PromiseOwnerForm(OfPromise):
    """Somebody else sees to it."""

    name = "promise_owner"
    to = forms.TypedChoiceField(
        label=_("Who sees to it"), coerce=int, error_messages={"required": _("Choose who sees to it.")}
    )

    def __init__(self, *args: Any, takers: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Choose")), *takers]  # type: ignore[attr-defined]
