"""The shape of what is written about complaints: the next step, a review, and what the register is narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.inbox.forms import Asking
from rafeeq.tickets.models import Finding, Stage
from rafeeq.tickets.queries.complaints import Sought

LONGEST = 20_000
SEVERITIES = (
    (1, pgettext_lazy("severity", "Slight: an annoyance, soon put right")),
    (2, pgettext_lazy("severity", "Middling: time or money lost")),
    (3, pgettext_lazy("severity", "Serious: a lasting loss, or many are touched")),
    (4, pgettext_lazy("severity", "Grave: safety, the law, or a person harmed")),
)
YES_NO = (("yes", _("Yes")), ("no", _("No")))
# What is asked at each step; a recourse is wanted only where the finding is against the customer.
ASKED = {
    Stage.ASSESSED: ("severity", "assessment"),
    Stage.INVESTIGATED: ("investigation",),
    Stage.RESPONDED: ("answer",),
    Stage.DECIDED: ("finding", "recourse"),
}


def _words(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=LONGEST, widget=widget)


class StepForm(Asking):
    """The next step of one complaint: only what that step needs."""

    name = "complaint"

    to = forms.ChoiceField(choices=Stage.choices, widget=forms.HiddenInput)
    severity = forms.TypedChoiceField(
        label=_("How serious it is"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=SEVERITIES,
        widget=forms.RadioSelect,
    )
    assessment = _words(_("Assessment"), _("What is complained of, who is touched, and what must happen at once."))
    investigation = _words(_("What was found out"), _("Whom you asked, what the records say, and why it happened."))
    answer = _words(_("The answer"), _("The customer reads this: what we found, and what we mean to do."), 5)
    finding = forms.ChoiceField(label=_("Finding"), required=False, choices=Finding.choices, widget=forms.RadioSelect)
    recourse = _words(
        _("Where the customer can go on"),
        _("The customer reads this. Name the review inside and the regulator outside, unless the complaint is upheld."),
    )

    def __init__(self, data: Any = None, *, to: str, **kwargs: Any) -> None:
        super().__init__(data, initial={"to": to}, **kwargs)
        asked = ASKED.get(Stage(to), ()) if to else ()
        for name in [name for name in self.fields if name not in {"to", *asked}]:
            del self.fields[name]

    def say_missing(self, names: tuple[str, ...]) -> None:
        """Tell of each entry that the step wants."""
        for name in names:
            self.add_error(name if name in self.fields else None, _("This step needs it."))


class ReviewForm(Asking):
    """Two questions that are kept apart, and the words for the customer."""

    name = "review"

    procedure = forms.ChoiceField(
        label=_("Was the procedure right?"),
        help_text=_("Whether our rules were followed, and were the right ones."),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer both questions; they are two.")},
    )
    helped = forms.ChoiceField(
        label=_("Was the customer helped?"),
        help_text=_("Whether the person got what they needed, whoever was right."),
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer both questions; they are two.")},
    )
    explanation = forms.CharField(
        label=_("Explanation in plain words"),
        help_text=_("The customer reads this. Say what you looked at, what you found, and what follows."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Explain it to the customer in plain words.")},
    )


class RegisterForm(forms.Form):
    """What the register is narrowed by; everything may be left empty."""

    standing = forms.ChoiceField(
        label=_("Open or closed"),
        required=False,
        choices=[("", _("Any")), ("open", _("Still open")), ("closed", _("Closed"))],
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("Any")), *Stage.choices])
    finding = forms.ChoiceField(label=_("Finding"), required=False, choices=[("", _("Any")), *Finding.choices])
    since = forms.DateField(
        label=pgettext_lazy("period", "From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=pgettext_lazy("period", "Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    formal = forms.BooleanField(label=_("Only formal complaints"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def sought(self) -> Sought:
        """What was asked for; an entry that is none narrows nothing."""
        self.is_valid()
        return Sought(**{name: value for name, value in self.cleaned_data.items() if value})
