"""The shape of what is entered about articles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.knowledge.actions.articles import LONGEST, Words
from rafeeq.knowledge.actions.takings import LARGEST as LARGEST_IMPORT
from rafeeq.knowledge.models import Article, Topic, Variable
from rafeeq.knowledge.queries.articles import topics
from rafeeq.lib.documents import KINDS
from rafeeq.staff.models import Calendar, Role, User
from rafeeq.staff.queries import people
from rafeeq.staff.rules import may_write_articles
from rafeeq.ui import choices

WRITERS = [role for role in Role.values if may_write_articles(role)]


class TopicChoice(forms.ModelChoiceField[Topic]):
    """A shelf, in the reader's language."""

    def label_from_instance(self, obj: Topic) -> str:
        return obj.said(choices.current().language)


class TextForm(forms.Form):
    """The words of a version."""

    title = forms.CharField(label=pgettext_lazy("article", "Title"), max_length=200)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=500,
        required=False,
        help_text=_("One or two sentences: the answer for whoever reads no further."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = forms.CharField(
        label=_("Text"), max_length=LONGEST, required=False, strip=False, widget=forms.Textarea(attrs={"rows": 18})
    )
    phrasings = forms.CharField(
        label=_("How customers ask for it"),
        required=False,
        max_length=10_000,
        help_text=_("In their own words and dialect, one question a line. Search and answers learn from it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(label=_("What was changed"), max_length=300, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def words(self) -> Words:
        """What was entered."""
        entered = self.cleaned_data
        return Words(entered["title"], entered["summary"], entered["body"], entered["phrasings"])


class PlaceForm(forms.Form):
    """Where an article stands: its shelf, its readers, whoever answers for it."""

    topic = TopicChoice(label=_("Topic"), queryset=Topic.objects.none(), required=False, empty_label=_("None yet"))
    audience = forms.ChoiceField(label=_("Who reads it"), choices=Article.Audience.choices)
    owner = forms.ModelChoiceField(label=_("Who answers for it"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, may_all: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        shelf: Any = self.fields["topic"]
        shelf.queryset = topics()
        owner: Any = self.fields["owner"]
        owner.queryset = people().filter(role__in=WRITERS)
        if not may_all:
            for name in ("audience", "owner"):
                self.fields[name].disabled = True


class NewForm(forms.Form):
    """What an article begins with."""

    title = forms.CharField(label=pgettext_lazy("article", "Title"), max_length=200)
    topic = TopicChoice(label=_("Topic"), queryset=Topic.objects.none(), required=False, empty_label=_("None yet"))
    audience = forms.ChoiceField(label=_("Who reads it"), choices=Article.Audience.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        shelf: Any = self.fields["topic"]
        shelf.queryset = topics()


class FilterForm(forms.Form):
    """How the list is narrowed; what makes no sense is left out."""

    q = forms.CharField(required=False, max_length=200)
    state = forms.CharField(required=False, max_length=20)
    topic = TopicChoice(label=_("Topic"), queryset=Topic.objects.none(), required=False, empty_label=_("All topics"))
    audience = forms.ChoiceField(
        label=_("Who reads it"), choices=[("", _("All readers")), *Article.Audience.choices], required=False
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        shelf: Any = self.fields["topic"]
        shelf.queryset = topics()


class VariableForm(forms.Form):
    """A value that texts name."""

    key = forms.CharField(
        label=_("Key"),
        max_length=60,
        help_text=_("Letters, digits and dots, such as fee.transfer. Texts say it between double braces."),
    )
    note = forms.CharField(label=_("What it is"), max_length=300, required=False)
    value = forms.CharField(label=_("Value in Arabic"), max_length=500, required=False)
    value_en = forms.CharField(label=_("Value in English"), max_length=500, required=False)
    calendar = forms.ModelChoiceField(
        label=_("Working hours of"),
        queryset=Calendar.objects.order_by("-is_default", "name"),
        required=False,
        empty_label=_("No calendar: the values above"),
        help_text=_("The words then come from the working hours, and change with them."),
    )

    def __init__(self, *args: Any, row: Variable | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if row is not None:
            self.fields["key"].disabled = True
            kept: dict[str, Any] = {"key": row.key, "note": row.note, "value": row.value, "value_en": row.value_en}
            self.initial = kept | {"calendar": row.calendar_id}

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or {}
        if not (entered.get("value") or entered.get("value_en") or entered.get("calendar")):
            self.add_error("value", _("Enter the value, or choose whose working hours it says."))
        return entered


class TopicForm(forms.Form):
    """A shelf."""

    name = forms.CharField(label=_("Name in Arabic"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    position = forms.IntegerField(label=_("Place"), min_value=0, max_value=10_000, initial=0)
    is_active = forms.BooleanField(label=_("Shown to customers"), required=False, initial=True)


class ImportForm(forms.Form):
    """Documents that become articles."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A zip archive, or one document: Markdown, HTML or Word (DOCX). At most 100 MB."),
        widget=forms.FileInput(attrs={"accept": ".zip,.md,.markdown,.html,.htm,.docx"}),
    )
    language = forms.ChoiceField(
        label=_("Language of what does not say its own"), choices=[("ar", "العربية"), ("en", "English")], initial="ar"
    )
    audience = forms.ChoiceField(label=_("Who reads it"), choices=Article.Audience.choices)
    validates = forms.BooleanField(
        label=_("I have read them: people may read them at once"),
        required=False,
        help_text=_("Otherwise they come in as drafts. What a document says of itself goes before."),
    )

    def clean_file(self) -> Any:
        """A file of a kind that is understood, and not too large."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".zip", *KINDS)):
            raise forms.ValidationError(_("This is none of the kinds that are understood."))
        if file.size > LARGEST_IMPORT:
            raise forms.ValidationError(_("The file is larger than 100 MB. Send it in parts."))
        return file
