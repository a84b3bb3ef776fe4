"""Procedures: what stands around the steps, and the steps as the page sends them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.knowledge.actions.procedures import WORDS, mark, new_key
from rafeeq.knowledge.models import Procedure, ProcedureVersion
from rafeeq.knowledge.queries.procedures import taken_reasons
from rafeeq.knowledge.rules.procedures import MOST_STEPS, StepWords
from rafeeq.setup.forms.arranging import Line, Words
from rafeeq.staff.models import User
from rafeeq.staff.queries import people
from rafeeq.system.forms import Seen
from rafeeq.tickets.models import Reason
from rafeeq.tickets.queries.catalogue import reason_tree

KEEPERS = ("manager", "admin", "supervisor", "reviewer")


def values_of(row: Procedure, version: ProcedureVersion | None) -> dict[str, Any]:
    """A procedure as its form shows it."""
    values = {name: getattr(version, name) if version else "" for name in WORDS}
    return values | {
        "name": row.name,
        "owner": row.owner_id,
        "reasons": [str(pk) for pk in row.reasons.values_list("pk", flat=True)],
    }


class ProcedureForm(forms.Form):
    """What stands around the steps."""

    name = Line(label=_("Name"), max_length=120, required=True)
    reasons = forms.MultipleChoiceField(
        label=_("For which contact reasons"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It also stands for the parts of a reason, unless a part has one of its own."),
    )
    owner = forms.ModelChoiceField(
        label=_("Who keeps it"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Hears of it when somebody says that a step is wrong."),
    )
    why = Words(
        label=_("What it is for"), help_text=_("Whoever understands it can also do right where it does not fit.")
    )
    example = Words(label=_("An example: so it is done"), rows=2)
    counter_example = Words(label=_("A counter-example: so it is not done"), rows=2)
    avoid = Words(
        label=_("Better not said"),
        rows=4,
        help_text=_("One a line, and after an arrow what can be said instead: that is our policy → this I can do now"),
    )
    begins = forms.DateField(
        label=_("Applies from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: at once. Requests in which it was begun stay with their version."),
    )
    seen = Seen()

    def __init__(self, *args: Any, row: Procedure | None, version: ProcedureVersion | None = None, **kwargs: Any):
        if row is not None:
            kwargs["initial"] = values_of(row, version) | {"seen": mark(row)}
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = people().filter(role__in=KEEPERS)
        if row is not None and (row.parent_id or row.is_calm):
            del fields["reasons"]
        else:
            fields["reasons"].choices = _reasons(row)
        if row is None:
            for name in (*WORDS, "begins"):
                del fields[name]

    def reasons_chosen(self) -> list[Reason]:
        """The rows of the chosen reasons."""
        chosen = {int(pk) for pk in self.cleaned_data.get("reasons", ())}
        return [one.reason for one in reason_tree() if one.reason.pk in chosen]

    def words(self) -> dict[str, str]:
        """What stands around the steps, by name."""
        return {name: self.cleaned_data.get(name, "") for name in WORDS}


def _reasons(row: Procedure | None) -> list[tuple[str, str]]:
    """Every reason with those above it, and what it has already."""
    taken, path = taken_reasons(row), [""] * 9
    told: list[tuple[str, str]] = []
    for one in reason_tree():
        path[one.level] = one.reason.name
        name = " › ".join(path[: one.level + 1])
        if one.reason.pk in taken:
            name = _("%(reason)s (has “%(procedure)s”)") % {"reason": name, "procedure": taken[one.reason.pk]}
        told.append((str(one.reason.pk), name))
    return told


def steps_sent(entered: Mapping[str, str], known: Sequence[StepWords]) -> list[StepWords]:
    """The steps as the page sent them, in their order; keys that nobody gave out are replaced."""
    keys = {step.key for step in known}
    steps: list[StepWords] = []
    for place in range(MOST_STEPS + 1):
        if f"step-{place}-text" not in entered:
            break
        key = entered.get(f"step-{place}-key", "")
        if key not in keys or any(step.key == key for step in steps):
            key = new_key()
        text, why, need = (entered.get(f"step-{place}-{name}", "").strip() for name in ("text", "why", "need"))
        is_locked, gates = (f"step-{place}-{name}" in entered for name in ("is_locked", "gates_claim"))
        steps.append(StepWords(key, text, why, need, is_locked=is_locked, gates_claim=gates))
    return steps


def arranged(steps: Sequence[StepWords], what: str) -> tuple[list[StepWords], int]:
    """The steps after `add`, `up-3`, `down-3` or `remove-3`, and which of them to look at; others leave them alone."""
    kept = [step for step in steps if not step.is_blank or step.is_locked]
    verb, _dash, number = what.partition("-")
    place = int(number) if number.isdecimal() and len(number) < 4 else -1
    if verb == "add":
        return [*kept, StepWords(new_key(), "")], len(kept)
    if not 0 <= place < len(steps):
        return kept, 0
    kept = list(steps)
    if verb == "remove":
        del kept[place]
        return kept, max(place - 1, 0)
    other = place + {"up": -1, "down": 1}.get(verb, 0)
    if 0 <= other < len(kept):
        kept[place], kept[other] = kept[other], kept[place]
        place = other
    return kept, place


def with_locks(steps: Sequence[StepWords], central: Sequence[StepWords]) -> list[StepWords]:
    """The steps of a copy: locked where the central one is, for a page sends no tick that cannot be changed."""
    locked = {step.key: step for step in central if step.is_locked}
    return [
        replace(step, is_locked=True, gates_claim=locked[step.key].gates_claim)
        if step.key in locked
        else replace(step, is_locked=False)
        for step in steps
    ]
