"""A form over some settings: their labels and meanings, and what it was filled with."""

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from rafeeq.lib.text import one_line
from rafeeq.system.forms import sent, with_field
from rafeeq.system.preferences import Preference
from rafeeq.system.queries import fingerprints, fresh_preferences
from rafeeq.system.rules import fingerprint, whose


class Line(forms.CharField):
    """One line of text, without control and direction characters."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, required=options.pop("required", False), **options)

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class Words(forms.CharField):
    """Some lines of text."""

    def __init__(self, *, rows: int = 3, max_length: int = 4000, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, **options.pop("attrs", {})})
        super().__init__(max_length=max_length, required=False, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").strip()


class Arranging(forms.Form):
    """A form whose fields are settings: `of` names the setting behind each field."""

    of: ClassVar[dict[str, Preference[Any]]] = {}

    # The fingerprints of what the form was filled with: whoever saves second hears of whoever saved first.
    seen = forms.CharField(required=False, max_length=5000, widget=forms.HiddenInput)

    @property
    def watched(self) -> Iterable[Preference[Any]]:
        """The settings that saving this form changes."""
        return self.of.values()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kept = fresh_preferences(self.of.values())
        begin = {field: kept[asked.key] for field, asked in self.of.items()}
        begin["seen"] = json.dumps(fingerprints(self.watched))
        kwargs["initial"] = begin | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field, asked in self.of.items():
            shown: Any = self.fields[field]
            shown.label, shown.help_text = shown.label or asked.label, shown.help_text or asked.meaning

    def values(self) -> dict[str, Any]:
        """What the form holds, by the setting's key."""
        return {asked.key: self.cleaned_data[field] for field, asked in self.of.items() if field in self.cleaned_data}

    def clean_seen(self) -> dict[str, str]:
        """The fingerprints that came back; none when somebody has tampered with them."""
        try:
            said = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            return {}
        return {str(key): str(mark) for key, mark in said.items()} if isinstance(said, dict) else {}

    def look_again(self) -> dict[str, Any]:
        """Take what is kept now as seen, so that saving once more is a decision; where nothing was changed here, take
        over what somebody else has set meanwhile. Returns what was taken over, by the setting's key.
        """
        began, taken = self.cleaned_data["seen"], {}
        now = fresh_preferences(self.of.values())
        for field, asked in self.of.items():
            mine = fingerprint(self.cleaned_data[field])
            if whose(mine, fingerprint(now[asked.key]), began.get(asked.key)) == "theirs":
                taken[asked.key] = now[asked.key]
                with_field(self, field, sent(self[field], now[asked.key]))
        with_field(self, "seen", json.dumps(fingerprints(self.watched)))
        return taken
