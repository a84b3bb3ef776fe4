"""What a rule can ask of a matter: each condition holds, is said and is asked for at one place.

Whoever takes a condition out of the list deletes it; rules that still name it never act then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rafeeq.automation import saying
from rafeeq.automation.queries.names import Names
from rafeeq.automation.rules.facts import Facts
from rafeeq.customers.models import Tier
from rafeeq.routing.rules.matching import fold, says
from rafeeq.staff.models.people import LANGUAGES
from rafeeq.tickets.models import Kind, Priority
from rafeeq.ui.numbers import spoken

MOST_WORDS = 50
Label = Any  # words in the language of whoever reads


class Condition(Protocol):
    """`is_fixed`: no other rule can make it true or false, so that it may be asked early."""

    @property
    def name(self) -> str: ...

    @property
    def is_fixed(self) -> bool: ...

    def holds(self, wanted: Any, facts: Facts) -> bool: ...

    def said(self, wanted: Any, names: Names) -> str: ...

    def field(self, names: Names) -> forms.Field: ...


@dataclass(frozen=True)
class OneOf:
    """A fact that is one of the chosen ones."""

    name: str
    fact: str
    label: Label
    sentence: Callable[[str], str]
    choices: Callable[[Names], Mapping[Any, Any]]
    is_fixed: bool = False
    is_own: bool = False  # the names are the company's

    def holds(self, wanted: Any, facts: Facts) -> bool:
        return bool(getattr(facts, self.fact) in wanted)

    def said(self, wanted: Any, names: Names) -> str:
        told = saying.own if self.is_own else saying.known
        return self.sentence(told(wanted, self.choices(names)))

    def field(self, names: Names) -> forms.Field:
        coerce = int if self.is_own else str
        chosen: forms.Field = forms.TypedMultipleChoiceField(
            label=self.label,
            choices=list(self.choices(names).items()),
            coerce=coerce,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        return chosen


class Lines(forms.CharField):
    """One word or expression a line."""

    def __init__(self, *, longest: int = 80, **options: Any) -> None:
        self.longest = longest
        super().__init__(required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 3}), **options)

    def clean(self, value: Any) -> Any:
        found = [" ".join(line.split()) for line in str(super().clean(value) or "").replace("\0", "").split("\n")]
        found = [one for one in dict.fromkeys(found) if one]
        if len(found) > MOST_WORDS or any(len(one) > self.longest for one in found):
            said = _("At most fifty, and none longer than %(num)s letters.")
            raise forms.ValidationError(spoken(said % {"num": self.longest}))
        if any(not fold(one) for one in found):
            raise forms.ValidationError(_("A word needs letters."))
        return found

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class Words:
    """One of these words is in what the customer wrote, however it is spelled."""

    name, is_fixed = "words", True

    def holds(self, wanted: Any, facts: Facts) -> bool:
        return any(says(word, facts.folded) for word in wanted)

    def said(self, wanted: Any, names: Names) -> str:
        return _("the customer's words hold %(these)s") % {"these": saying.words(wanted)}

    def field(self, names: Names) -> forms.Field:
        help_text = gettext_lazy(
            "One word or expression a line; one of them is enough. However it is spelled, it is found."
        )
        return Lines(label=gettext_lazy("the customer's words hold"), help_text=help_text)


class Tags:
    """It wears one of these tags."""

    name, is_fixed = "tags", False

    def holds(self, wanted: Any, facts: Facts) -> bool:
        return bool(set(wanted) & set(facts.tags))

    def said(self, wanted: Any, names: Names) -> str:
        return _("it wears the tag %(these)s") % {"these": saying.words(wanted)}

    def field(self, names: Names) -> forms.Field:
        return Lines(label=gettext_lazy("it wears the tag"), help_text=gettext_lazy("One tag a line."))


@dataclass(frozen=True)
class EitherWay:
    """Something that is so or is not."""

    name: str
    fact: str
    label: Label
    yes: Label
    no: Label
    is_fixed: bool = False

    def holds(self, wanted: Any, facts: Facts) -> bool:
        return bool(getattr(facts, self.fact)) is bool(wanted == "yes")

    def said(self, wanted: Any, names: Names) -> str:
        return str(self.yes if wanted == "yes" else self.no)

    def field(self, names: Names) -> forms.Field:
        choices = [("", gettext_lazy("does not matter")), ("yes", self.yes), ("no", self.no)]
        return forms.ChoiceField(label=self.label, choices=choices, required=False)


class Said:
    """The customer has written so often at least."""

    name, is_fixed = "said", True

    def holds(self, wanted: Any, facts: Facts) -> bool:
        return bool(facts.said >= int(wanted))

    def said(self, wanted: Any, names: Names) -> str:
        words = ngettext(
            "the customer has written at least %(num)s message", "the customer has written at least %(num)s messages",
            int(wanted),
        )  # fmt: skip
        return spoken(words % {"num": int(wanted)})

    def field(self, names: Names) -> forms.Field:
        return forms.IntegerField(
            label=gettext_lazy("so many messages of the customer at least"), required=False, min_value=2, max_value=100
        )


LIST: tuple[Condition, ...] = (
    Words(),
    OneOf("kinds", "kind", gettext_lazy("it is"), lambda these: _("it is: %(these)s") % {"these": these},
          lambda names: dict(Kind.choices)),
    OneOf("channels", "channel", gettext_lazy("it came by"), lambda these: _("it came by %(these)s") % {"these": these},
          lambda names: dict(saying.CHANNELS), is_fixed=True),
    OneOf("languages", "language", gettext_lazy("it is written in"),
          lambda these: _("it is written in %(these)s") % {"these": these}, lambda names: dict(LANGUAGES),
          is_fixed=True),
    OneOf("tiers", "tier", gettext_lazy("the customer's size is"),
          lambda these: _("the customer's size is %(these)s") % {"these": these}, lambda names: dict(Tier.choices),
          is_fixed=True),
    OneOf("priorities", "priority", gettext_lazy("its priority is"),
          lambda these: _("its priority is %(these)s") % {"these": these}, lambda names: dict(Priority.choices)),
    EitherWay("hours", "is_open", gettext_lazy("at that moment"), gettext_lazy("the team is at work"),
              gettext_lazy("the team is not at work")),
    EitherWay("owner", "is_owned", gettext_lazy("responsible"), gettext_lazy("somebody has it"),
              gettext_lazy("nobody has it")),
    Said(),
    OneOf("teams", "team", gettext_lazy("it is with the team"),
          lambda these: _("it is with the team %(these)s") % {"these": these}, lambda names: names.teams, is_own=True),
    OneOf("branches", "branch", gettext_lazy("it is in the branch"),
          lambda these: _("it is in the branch %(these)s") % {"these": these}, lambda names: names.branches,
          is_own=True),
    OneOf("reasons", "reason", gettext_lazy("its reason is"),
          lambda these: _("its reason is %(these)s") % {"these": these}, lambda names: names.reasons, is_own=True),
    Tags(),
)  # fmt: skip
CONDITIONS: Mapping[str, Condition] = {one.name: one for one in LIST}


def fits(wanted: Mapping[str, Any], facts: Facts, *, early: bool = False) -> bool:
    """Whether all conditions of a rule hold; `early`: only those that nothing changes meanwhile are asked."""
    for name, value in wanted.items():
        condition = CONDITIONS.get(name)
        if condition is None or not ((early and not condition.is_fixed) or condition.holds(value, facts)):
            return False
    return True
