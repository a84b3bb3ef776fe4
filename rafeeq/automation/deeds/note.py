"""Write a note for ourselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rafeeq.automation import deed as how
from rafeeq.automation import saying
from rafeeq.automation.deed import Case
from rafeeq.automation.queries.names import Names
from rafeeq.lib.text import without_nul
from rafeeq.tickets.actions.messages import write_note

SHOWN = 80


class WriteNote:
    """Words that colleagues read and the customer never sees."""

    name, order = "note", 60

    def do(self, case: Case, wanted: Any) -> str:
        write_note(case.ticket, by=None, text=wanted)
        return how.DONE

    def said(self, wanted: Any, names: Names) -> str:
        words = wanted if len(wanted) <= SHOWN else f"{wanted[:SHOWN]}…"
        return _("note %(words)s") % {"words": saying.quoted(" ".join(words.split()))}

    def field(self, names: Names) -> forms.Field:
        return NoteField(
            label=gettext_lazy("note for colleagues"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class NoteField(forms.CharField):
    """Some lines without what no database keeps."""

    def to_python(self, value: Any) -> str:
        return without_nul(str(super().to_python(value) or "")).replace("\r\n", "\n").strip()


deed = WriteNote()
