"""Models that stand outside: the language model, and who turns sentences into vectors. Keys are never shown."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rafeeq.lib.targets import Refused, target
from rafeeq.setup.forms.arranging import Arranging, Line
from rafeeq.system import language_model, vectors
from rafeeq.system import outside_preferences as outside
from rafeeq.system.keys import opened, sealed
from rafeeq.system.preferences import Preference
from rafeeq.system.queries import fresh_preferences

_LTR = {"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}


class OutsideForm(Arranging):
    """An address, its model and its key. An empty key means the one that is kept; it goes to no other host."""

    SEAL: ClassVar[str]
    KEY: ClassVar[Preference[str]]
    URL: ClassVar[Preference[str]]
    ENDING: ClassVar[str]  # what is asked for at the address, and often pasted with it

    url = Line(max_length=outside.LONGEST_URL, widget=forms.URLInput(attrs=_LTR))
    model = Line(max_length=200, widget=forms.TextInput(attrs=_LTR))
    key = forms.CharField(
        max_length=2000, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    forget_key = forms.BooleanField(required=False, label=_("Remove the key that is kept"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = fresh_preferences([self.KEY, self.URL])
        self.kept_url, seal = kept[self.URL.key], kept[self.KEY.key]
        self.key_is_kept, self.key_is_lost = bool(seal), bool(seal) and opened(self.SEAL, seal) is None
        shown: Any = self.fields["key"]
        shown.label, shown.help_text = self.KEY.label, self.KEY.meaning
        if not seal:
            del self.fields["forget_key"]

    @property
    def is_wanted(self) -> bool:
        """Whether what was chosen needs the address."""
        raise NotImplementedError

    def clean_url(self) -> str:
        """The address as it is kept: without what is asked for there, and open only inside the own network."""
        url: str = self.cleaned_data["url"].rstrip("/").removesuffix(self.ENDING).rstrip("/")
        if not url:
            return ""
        try:
            place = target(url)
        except Refused:
            raise forms.ValidationError(
                _("This is no address of the web. It begins with https://."), code="url"
            ) from None
        if place.scheme == "http" and not settings.RAFEEQ_FETCH_ALLOWED.names(place.host):
            raise forms.ValidationError(
                _("Only a host that RAFEEQ_FETCH_ALLOWED names may be asked without encryption: write https://."),
                code="open",
            )
        return url

    def clean_key(self) -> str:
        """A key is visible letters and signs of ASCII."""
        key: str = self.cleaned_data["key"].strip()
        if key and not (key.isascii() and key.isprintable() and " " not in key):
            raise forms.ValidationError(_("This cannot be a key: it holds other signs than keys have."), code="key")
        return key

    def clean(self) -> dict[str, Any]:
        """What was switched on has an address; a key that is kept goes to the host that it was entered for."""
        entered: dict[str, Any] = super().clean() or {}
        if self.is_wanted:
            for name in ("url", "model"):
                if not entered.get(name) and name not in self.errors:
                    self.add_error(name, _("This is needed before anything can be asked there."))
        moved = self.kept_url and entered.get("url") and target(entered["url"]).origin != target(self.kept_url).origin
        if moved and self.key_is_kept and not entered.get("key") and not entered.get("forget_key"):
            self.add_error("key", _("The host is another one now: enter its key, or remove the one that is kept."))
        return entered

    def values(self) -> dict[str, Any]:
        found = super().values()
        if key := self.cleaned_data["key"]:
            found[self.KEY.key] = sealed(self.SEAL, key)
        elif self.cleaned_data.get("forget_key"):
            found[self.KEY.key] = ""
        return found


class LanguageModelForm(OutsideForm):
    """The language model, what it is asked for and how much."""

    SEAL, KEY, URL, ENDING = language_model.SEAL, outside.LLM_KEY, outside.LLM_URL, "/chat/completions"
    of: ClassVar[dict[str, Preference[Any]]] = {
        "features": outside.LLM_FEATURES,
        "url": outside.LLM_URL,
        "model": outside.LLM_MODEL,
        "seconds": outside.LLM_SECONDS,
        "a_day": outside.LLM_A_DAY,
        "kept_days": outside.LLM_KEPT_DAYS,
    }
    features = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("answers", _("Putting the quotations of an answer in order and connecting them"))],
    )
    seconds = forms.IntegerField(min_value=1, max_value=20)
    a_day = forms.IntegerField(min_value=0, max_value=100_000)
    kept_days = forms.IntegerField(min_value=1, max_value=365)

    @property
    def is_wanted(self) -> bool:
        return bool(self.cleaned_data.get("features"))


class VectorsForm(OutsideForm):
    """Who turns sentences into vectors."""

    SEAL, KEY, URL, ENDING = vectors.SEAL, outside.VECTORS_KEY, outside.VECTORS_URL, "/embeddings"
    of: ClassVar[dict[str, Preference[Any]]] = {
        "who": outside.VECTORS_WHO,
        "url": outside.VECTORS_URL,
        "model": outside.VECTORS_MODEL,
    }
    who = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[
            ("e5", _("The package here on this machine (E5); no word leaves it")),
            ("use", _("The small package here on this machine; no word leaves it")),
            ("endpoint", _("A model at an address: what is searched for and what is looked in is sent there")),
            ("none", pgettext_lazy("search by meaning", "Nobody: words are compared by their letters alone")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "vectors"} | kwargs)

    @property
    def is_wanted(self) -> bool:
        return self.cleaned_data.get("who") == "endpoint"
