"""The company, its look, and how it is read."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.customers.rules import BadAddress, normalise
from rafeeq.lib import colour, pictures
from rafeeq.setup.forms.arranging import Arranging, Line, Words
from rafeeq.staff.queries import teams
from rafeeq.system import preferences
from rafeeq.system.preferences import COLOUR, Preference, time_zones
from rafeeq.tickets.models import Kind

LARGEST_LOGO = 512 * 1024  # bytes
WIDEST_LOGO = 2000  # pixels on either side
LANGUAGES = [("ar", "العربية"), ("en", "English")]


class CompanyForm(Arranging):
    """Name, colour and sender of the company."""

    of: ClassVar[dict[str, Preference[Any]]] = {
        "name_ar": preferences.COMPANY_NAME_AR,
        "name_en": preferences.COMPANY_NAME_EN,
        "accent": preferences.ACCENT,
        "from_address": preferences.FROM_ADDRESS,
    }
    name_ar = Line(max_length=120)
    name_en = Line(max_length=120)
    accent = Line(max_length=7, widget=forms.TextInput(attrs={"placeholder": "#0e6a5b", "spellcheck": "false"}))
    from_address = Line(max_length=254, required=True, widget=forms.EmailInput)

    def clean_accent(self) -> str:
        chosen: str = self.cleaned_data["accent"].lower()
        if not chosen:
            return ""
        chosen = chosen if chosen.startswith("#") else f"#{chosen}"
        if not COLOUR.fullmatch(chosen):
            raise forms.ValidationError(_("A colour is written as # and six digits or letters, such as #0e6a5b."))
        if not colour.is_readable_on_light(chosen):
            raise forms.ValidationError(
                _("Text in %(chosen)s is too pale to be read on white. %(better)s is the nearest that can be."),
                params={"chosen": chosen, "better": colour.darkened(chosen)},
            )
        return chosen

    def clean_from_address(self) -> str:
        try:
            return normalise("email", self.cleaned_data["from_address"])
        except BadAddress:
            raise forms.ValidationError(
                _("This does not look like an e-mail address, such as name@example.com.")
            ) from None


class LogoForm(forms.Form):
    """A picture for the head of the pages. It is looked at, never unpacked."""

    logo = forms.FileField(
        label=_("A picture"),
        help_text=_(
            "PNG, JPEG or WebP, at most 512 kB and 2,000 pixels on each side. Mails carry it when it is a PNG or JPEG "
            "of at most 100 kB; otherwise the name stands there."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def clean_logo(self) -> tuple[bytes, pictures.Picture]:
        given: Any = self.cleaned_data["logo"]
        if (given.size or 0) > LARGEST_LOGO:
            raise forms.ValidationError(_("This picture is larger than 512 kB."))
        content = given.read()
        seen = pictures.look(content)
        if seen is None:
            raise forms.ValidationError(_("This is not a PNG, JPEG or WebP picture, or it is damaged."))
        if max(seen.width, seen.height) > WIDEST_LOGO:
            raise forms.ValidationError(
                _("This picture has %(width)s × %(height)s pixels; 2,000 on each side are the most."),
                params={"width": seen.width, "height": seen.height},
            )
        return content, seen


class LanguagesForm(Arranging):
    """Languages, digits, calendar and time zone for whoever has chosen nothing."""

    of: ClassVar[dict[str, Preference[Any]]] = {
        "languages": preferences.LANGUAGES,
        "language": preferences.LANGUAGE,
        "digits": preferences.DIGITS,
        "calendar": preferences.CALENDAR,
        "time_zone": preferences.TIME_ZONE,
    }
    languages = forms.MultipleChoiceField(choices=LANGUAGES, widget=forms.CheckboxSelectMultiple)
    language = forms.ChoiceField(choices=LANGUAGES)
    digits = forms.ChoiceField(
        required=False,
        choices=[("", _("As is usual in the language")), ("arab", "١٢٣"), ("latn", "123")],
    )
    calendar = forms.ChoiceField(
        choices=[("gregorian", _("Gregorian")), ("hijri", pgettext_lazy("settings", "Hijri (Umm al-Qura)"))]
    )
    time_zone = forms.ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones: Any = self.fields["time_zone"]
        zones.choices = [(name, name.replace("_", " ")) for name in time_zones()]

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or {}
        if entered.get("language") and entered["language"] not in entered.get("languages", [entered["language"]]):
            self.add_error("languages", _("The first language must be one of the languages that are offered."))
        return entered


class HelpCentreForm(Arranging):
    """What the help centre says to all its visitors, and for how long its articles count as true."""

    of: ClassVar[dict[str, Preference[Any]]] = {
        "welcome_ar": preferences.WELCOME_AR,
        "welcome_en": preferences.WELCOME_EN,
        "notice_ar": preferences.NOTICE_AR,
        "notice_en": preferences.NOTICE_EN,
        "review_days": preferences.REVIEW_DAYS,
        "grace_days": preferences.GRACE_DAYS,
        "fault_hours": preferences.FAULT_HOURS,
        "held_back": preferences.HELD_BACK,
    }
    welcome_ar = Line(max_length=160)
    welcome_en = Line(max_length=160)
    notice_ar = Words(max_length=1000)
    notice_en = Words(max_length=1000)
    review_days = forms.IntegerField(min_value=1, max_value=1825)
    grace_days = forms.IntegerField(min_value=0, max_value=365)
    fault_hours = forms.IntegerField(min_value=1, max_value=240)
    held_back = forms.IntegerField(min_value=0, max_value=50)


class KindsForm(Arranging):
    """Which kinds of request the customers' form offers, and who reads complaints about our own people."""

    of: ClassVar[dict[str, Preference[Any]]] = {
        "kinds": preferences.KINDS,
        "conduct_team": preferences.CONDUCT_TEAM,
    }
    kinds = forms.MultipleChoiceField(choices=Kind.choices, widget=forms.CheckboxSelectMultiple)
    conduct_team = forms.TypedChoiceField(required=False, coerce=int, empty_value=0)  # type: ignore[arg-type]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trusted: Any = self.fields["conduct_team"]
        trusted.choices = [
            (0, _("Managers and administrators alone")),
            *((team.pk, f"{team.name} · {team.branch.name}") for team in teams()),
        ]

    def clean_kinds(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["kinds"]
        if not {Kind.COMPLAINT, Kind.DATA_RIGHTS} <= set(chosen):
            raise forms.ValidationError(
                _("A complaint, and a request about one's own data, must always be possible."), code="always"
            )
        return [kind for kind in Kind.values if kind in chosen]


class RetentionForm(Arranging):
    """How long what is no longer worked with is kept."""

    of: ClassVar[dict[str, Preference[Any]]] = {
        "raw_months": preferences.RAW_MONTHS,
        "files_months": preferences.FILES_MONTHS,
    }
    raw_months = forms.IntegerField(min_value=0, max_value=240)
    files_months = forms.IntegerField(min_value=0, max_value=240)
