"""The shape of what people enter in the inbox."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.inbox.queries.again import Again
from rafeeq.inbox.wording import WHY_AGAIN
from rafeeq.knowledge.rules import unfilled
from rafeeq.staff.models import Team
from rafeeq.tickets.forms import FilesField
from rafeeq.tickets.models import Kind, Priority, Reason
from rafeeq.tickets.models.claim import Verdict

Names = Iterable[tuple[int, str]]


class Asking(forms.Form):
    """A form whose fields carry ids of their own, since one page holds many forms."""

    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id, self.label_suffix = f"{self.name}_%s", ""


class SayForm(Asking):
    """Words and files, with a mark that lets the same form count only once."""

    text = forms.CharField(required=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 3}))
    attachments = FilesField(required=False, label=_("Files"))
    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput, initial=secrets.token_urlsafe)

    lost_files = _("The files have to be chosen again.")

    def say_files_are_lost(self) -> None:
        """A browser never sends files twice by itself: tell the person, when the form goes back."""
        if "attachments" in self.files and "attachments" not in self.errors:
            self.add_error("attachments", self.lost_files)


class ReplyForm(SayForm):
    name = "reply"

    # "work": the matter stays with us after this word; else the ball is with the customer.
    then = forms.ChoiceField(required=False, choices=[("wait", "wait"), ("work", "work")], widget=forms.HiddenInput)
    as_it_is = forms.BooleanField(required=False, label=_("Send it as it is written"))
    why_again = forms.ChoiceField(
        required=False, label=_("Why it is asked for again"), choices=[("", _("Choose")), *WHY_AGAIN]
    )
    promises: Sequence[Asking] = ()  # what goes along as a promise; see promise_forms
    given: Sequence[Again] = ()  # what the customer has given already, and the words ask for

    def clean(self) -> dict[str, Any]:
        """Placeholders that nothing has filled in are shown before they go to a customer."""
        cleaned: dict[str, Any] = super().clean() or {}
        left = unfilled(cleaned.get("text", ""))
        if left and not cleaned.get("as_it_is"):
            said = _("Nothing has been filled in for %(names)s. Fill it in, or send it as it is written.")
            self.add_error("text", said % {"names": "، ".join(left)})
        return cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Reply to the customer")


class NoteForm(SayForm):
    name = "note"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Note for ourselves")


HEARD = [
    ("phone", pgettext_lazy("heard", "By phone")),
    ("counter", pgettext_lazy("heard", "At the counter")),
]


class LogForm(SayForm):
    name = "log"

    channel = forms.ChoiceField(label=_("How we heard it"), choices=HEARD)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What the customer said")


def _nothing_or(choices: Names, nothing: Any) -> list[tuple[Any, Any]]:
    return [("", nothing), *choices]


def _reasons(rows: Iterable[Reason]) -> list[tuple[int, str]]:
    return [(row.pk, f"{row.parent} › {row}" if row.parent else str(row)) for row in rows]


class ResolutionForm(Asking):
    """The claim: what was done, and why the customer had to come."""

    name = "resolution"

    what_was_done = forms.CharField(
        label=_("What was done"),
        help_text=_("The customer reads this, and is asked whether it is solved."),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what was done: the customer judges by it.")},
    )
    cause = forms.TypedChoiceField(label=_("The cause"), required=False, coerce=int, empty_value=None)
    missing = forms.CharField(
        label=_("Which fact, known earlier, would have made this contact unnecessary?"),
        help_text=_("Colleagues read it. What several contacts missed becomes a task for our articles."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, reasons: Iterable[Reason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].choices = _nothing_or(_reasons(reasons), _("Not known"))  # type: ignore[attr-defined]


class VerdictForm(Asking):
    """The customer's word, heard by one who did not make the claim."""

    name = "verdict"

    verdict = forms.ChoiceField(
        label=_("What the customer says"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the customer said.")},
    )
    source = forms.ChoiceField(label=_("How we heard it"), choices=HEARD)
    comment = forms.CharField(
        label=_("In the customer's words"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AssignmentForm(Asking):
    name = "assignment"

    to = forms.TypedChoiceField(label=_("Responsible"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, takers: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = _nothing_or(takers, _("Nobody"))  # type: ignore[attr-defined]


class KindForm(Asking):
    name = "kind"
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)


class ReasonForm(Asking):
    name = "reason"
    reason = forms.TypedChoiceField(label=_("Contact reason"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, reasons: Iterable[Reason], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = _nothing_or(_reasons(reasons), _("Not known"))  # type: ignore[attr-defined]


class PriorityForm(Asking):
    name = "priority"
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)


class TagsForm(Asking):
    name = "tags"
    tags = forms.CharField(label=_("Tags"), required=False, max_length=1000, help_text=_("Parted by commas."))


class DecisionForm(Asking):
    """A refusal in the open."""

    name = "decision"

    why = forms.CharField(
        label=_("Why it is declined"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why it is declined.")},
    )
    rule = forms.CharField(
        label=_("The rule it rests on"),
        max_length=1000,
        error_messages={"required": _("Name the rule that the refusal rests on.")},
    )
    appeal = forms.CharField(
        label=_("Where the customer can object"),
        max_length=1000,
        error_messages={"required": _("Say where the customer can object.")},
    )


class NewTicketForm(Asking):
    """What a customer says by phone or at the counter, taken down for them."""

    name = "new"

    customer = forms.CharField(
        label=_("The customer's name"),
        max_length=200,
        error_messages={"required": _("Write the customer's name.")},
    )
    address = forms.CharField(
        label=_("Phone or e-mail"),
        max_length=320,
        error_messages={"required": _("Write a phone number or an e-mail by which the customer is reached.")},
    )
    channel = forms.ChoiceField(label=_("How we heard it"), choices=HEARD)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    team = forms.TypedChoiceField(label=_("Team"), coerce=int)
    subject = forms.CharField(
        label=_("Subject"), max_length=500, error_messages={"required": _("Name the matter in a few words.")}
    )
    text = forms.CharField(
        label=_("What the customer said"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write down what the customer said.")},
    )
    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput, initial=secrets.token_urlsafe)

    def __init__(self, *args: Any, teams: Iterable[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [(team.pk, f"{team.name} · {team.branch.name}") for team in teams]  # type: ignore[attr-defined]


class MergeForm(Asking):
    """Which request this one goes into; `sure` is asked only where two customers would share one."""

    name = "merge"
    two_customers = ""

    into = forms.TypedChoiceField(
        label=_("Requests of this customer"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    number = forms.IntegerField(
        label=_("Or the number of another request"), required=False, min_value=1, max_value=2**62
    )
    sure = forms.BooleanField(label=_("These are two customers, and it is one matter all the same."), required=False)

    def __init__(self, *args: Any, others: Names, two_customers: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = list(others)  # type: ignore[attr-defined]
        if not self.fields["into"].choices:  # type: ignore[attr-defined]
            del self.fields["into"]
        self.ask_whether_sure(two_customers)

    def ask_whether_sure(self, name: str) -> None:
        """Name the other customer, and ask; or ask nothing."""
        self.two_customers = name
        if not name and "sure" in self.fields:
            self.fields["sure"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        entered: dict[str, Any] = super().clean() or {}
        if not self.errors and not entered.get("into") and not entered.get("number"):
            self.add_error("number", _("Choose the request that this one shall go into."))
        return entered

    def chosen(self) -> int:
        """The number of the request; one that was typed counts before one that was chosen."""
        return int(self.cleaned_data.get("number") or self.cleaned_data["into"])


class SplitForm(Asking):
    """Which messages become a request of their own, and what that is about."""

    name = "split"

    messages = forms.TypedMultipleChoiceField(
        label=_("Messages of the customer"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the messages that are about the other matter.")},
    )
    subject = forms.CharField(
        label=_("Subject"), max_length=500, error_messages={"required": _("Name the matter in a few words.")}
    )

    promises = forms.TypedMultipleChoiceField(
        label=_("Promises that go along"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is not ticked stays here, as do our questions and what the customer expects."),
    )

    def __init__(self, *args: Any, messages: Names, promises: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["messages"].choices = list(messages)  # type: ignore[attr-defined]
        if promises:
            self.fields["promises"].choices = list(promises)  # type: ignore[attr-defined]
        else:
            del self.fields["promises"]


class RepeatForm(Asking):
    """Which earlier request this one repeats."""

    name = "repeat"

    of = forms.TypedChoiceField(
        label=_("Earlier requests of this customer"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the earlier request.")},
    )

    def __init__(self, *args: Any, earlier: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = list(earlier)  # type: ignore[attr-defined]
