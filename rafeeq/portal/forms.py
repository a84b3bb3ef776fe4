"""The shape of what a customer enters."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.customers.rules import BadAddress, normalise
from rafeeq.lib.text import without_nul
from rafeeq.portal.kept import FileGone, Kept, keep_files, kept_files
from rafeeq.system.preferences import KINDS
from rafeeq.system.queries import preference
from rafeeq.tickets.forms import FILES, FilesField
from rafeeq.tickets.models import Kind
from rafeeq.ui.numbers import number

LONGEST = 20_000  # letters
# What somebody comes for, in the words that somebody would use; the order is how often it is chosen.
PLAIN_KINDS = (
    (Kind.INQUIRY.value, pgettext_lazy("what for", "I have a question")),
    (Kind.REQUEST.value, pgettext_lazy("what for", "I need something done")),
    (Kind.COMPLAINT.value, pgettext_lazy("what for", "I have a complaint")),
    (Kind.SUGGESTION.value, pgettext_lazy("what for", "I have an idea")),
    (Kind.PRAISE.value, pgettext_lazy("what for", "I want to say thanks")),
    (Kind.DATA_RIGHTS.value, pgettext_lazy("what for", "It is about my personal data")),
)


class Words(forms.CharField):
    """Free text up to LONGEST letters. The browser is not told the limit: it would cut a long paste in silence."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(without_nul(value).replace("\r\n", "\n") if isinstance(value, str) else value) or ""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > LONGEST:
            raise forms.ValidationError(
                _("This text has %(length)s letters; %(limit)s can be sent at once. The rest can follow as an answer.")
                % {"length": number(len(value)), "limit": number(LONGEST)}
            )


class Email(forms.CharField):
    """An e-mail address, in any script that mail knows."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if not value:
            return
        try:
            normalise("email", value)
        except BadAddress:
            raise forms.ValidationError(
                _("This does not look like an e-mail address, such as name@example.com.")
            ) from None


class WithFiles(forms.Form):
    """A form with files. When it comes back, those that arrived wait (`kept`) and go along with the next sending."""

    attachments = FilesField(required=False, label=_("Files or pictures"))

    kept: Sequence[Kept] = ()

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or {}
        notes = self.data.getlist("kept")[:FILES] if hasattr(self.data, "getlist") else []
        try:
            waiting = kept_files(notes)
        except FileGone:
            self.add_error("attachments", _("A file that waited here is not there any more. Please choose it again."))
            return entered
        entered["attachments"] = [*waiting, *(entered.get("attachments") or [])]
        return entered

    def keep(self) -> None:
        """Let the files that arrived wait for the next sending."""
        self.kept = keep_files(self.cleaned_data.get("attachments") or [])


class RequestForm(WithFiles):
    """A new matter. Two entries are required: what it is about, and where to answer."""

    text = Words(
        label=_("How can we help?"),
        help_text=_("In your own words. An order or invoice number helps, if you have one."),
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("what for", "What brings you here?"),
        required=False,
        choices=lambda: [kind for kind in PLAIN_KINDS if kind[0] in preference(KINDS)],
        widget=forms.RadioSelect,
    )
    email = Email(
        label=_("Your e-mail"),
        help_text=_("We answer you there."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    expectation = Words(
        label=_("What would make this right for you?"),
        required=False,
        help_text=_("The outcome you hope for. We ask this once, and look back at it with you in the end."),
    )
    by_when = forms.CharField(label=_("By when?"), required=False, max_length=200)
    # People do not see this one; programs that fill in everything do.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1}))


class PersonForm(forms.Form):
    """From a talk with the help centre to a person. One entry is required: where to answer."""

    text = Words(label=_("Anything to add?"), required=False)
    email = Email(
        label=_("Your e-mail"),
        help_text=_("We answer you there."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": -1}))


class AnswerForm(WithFiles):
    """A further word of the customer on their own request."""

    text = Words(label=_("Your message"), required=False)

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or {}
        if not (entered.get("text") or "").strip() and not entered.get("attachments") and not self.errors:
            self.add_error("text", _("There is nothing to send yet."))
        return entered


class ConductForm(WithFiles):
    """A complaint about how somebody of ours behaved."""

    about = forms.ChoiceField(label=_("Whom is it about?"), required=False, widget=forms.RadioSelect)
    text = Words(
        label=_("What happened?"),
        help_text=_("In your own words: when it was, what was said or done, and what would make it right."),
    )

    def __init__(self, *given: Any, people: Iterable[tuple[int, str]] = (), **more: Any) -> None:
        super().__init__(*given, **more)
        about: Any = self.fields["about"]
        about.choices = [*people, (0, _("Somebody else, or I do not know the name"))]


class AddressForm(forms.Form):
    """Where the link to somebody's own requests shall go."""

    email = Email(
        label=_("Your e-mail"),
        help_text=_("The address that you wrote to us from."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
