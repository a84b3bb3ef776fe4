"""The shape of a mailbox in the settings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rafeeq.channels.email import presets, vault
from rafeeq.channels.email.mailboxes import Wanted, mark
from rafeeq.channels.email.trial import Server
from rafeeq.channels.models import Account
from rafeeq.customers.rules import BadAddress, normalise
from rafeeq.lib.text import one_line
from rafeeq.staff.models import Team
from rafeeq.system.forms import Seen

SECURITY = [
    ("tls", _("TLS from the beginning (recommended)")),
    ("starttls", _("STARTTLS")),
    ("none", _("Not encrypted")),
]
HOST = r"^[A-Za-z0-9\u0080-\uffff._:-]+$"


def mail_address(text: str) -> str:
    """The address in its normal spelling; raises ValidationError."""
    try:
        return normalise("email", text)
    except BadAddress:
        raise forms.ValidationError(_("This does not look like an e-mail address, such as name@example.com.")) from None


class Line(forms.CharField):
    """One line without control and direction characters."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class Words(forms.CharField):
    """Some lines of text; none is fine."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **options)


class Port(forms.IntegerField):
    """A port of a server."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=65_535, label=_("Port"), **options)


class AddressForm(forms.Form):
    """The first question about a new mailbox: the rest is known for many of them."""

    address = Line(
        label=_("The address that customers write to"), max_length=254, widget=forms.EmailInput, label_suffix=""
    )

    def clean_address(self) -> str:
        return mail_address(self.cleaned_data["address"])


class MailboxForm(forms.Form):
    """Everything about one mailbox. A password is never shown; an empty one means the one that is kept."""

    name = Line(label=_("Name"), max_length=120, help_text=_("For ourselves, such as “Support”. It cannot be changed."))
    address = Line(label=_("The address that customers write to"), max_length=254, widget=forms.EmailInput)
    sender_name = Line(
        label=_("Sender name"), max_length=120, required=False, help_text=_("Stands beside the address in our mails.")
    )
    team = forms.ModelChoiceField(
        label=_("What arrives here goes to"),
        queryset=Team.objects.none(),
        required=False,
        empty_label=_("The first team"),
    )
    user = Line(
        label=_("User name"), max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    imap_host = forms.RegexField(HOST, label=_("Server for fetching (IMAP)"), max_length=253)
    imap_port = Port()
    imap_security = forms.ChoiceField(label=_("Encryption"), choices=SECURITY)
    imap_folder = Line(label=_("Folder"), max_length=200, initial="INBOX")
    own_smtp = forms.BooleanField(
        label=_("Replies leave by this mailbox's own server"),
        required=False,
        help_text=_("Otherwise they leave by the server of the installation."),
    )
    smtp_host = forms.RegexField(HOST, label=_("Server for sending (SMTP)"), max_length=253, required=False)
    smtp_port = Port(required=False)
    smtp_security = forms.ChoiceField(label=_("Encryption"), choices=SECURITY, required=False)
    smtp_login = forms.BooleanField(
        label=_("The server for sending wants the user name and password too"), required=False, initial=True
    )
    plus_addressing = forms.BooleanField(
        label=_("The mailbox takes mail for address+anything"),
        required=False,
        help_text=_("Answers then find their request even when a mail program drops its marks."),
    )
    suggests = forms.BooleanField(
        label=_("The acknowledgement suggests an article where one answers for certain"),
        required=False,
        help_text=_("Quoted with its source, beside the promise that a person answers. It stops no clock."),
    )
    signature_ar = Words(label=_("Signature in Arabic"))
    signature_en = Words(label=_("Signature in English"))
    kept = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)  # a password typed before a test
    seen = Seen()

    def __init__(self, *args: Any, account: Account | None, teams: Iterable[Team], **kwargs: Any) -> None:
        self.account = account
        if account is not None:
            kwargs["initial"] = values_of(account)
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        team: Any = self.fields["team"]
        team.queryset = teams
        self.fields["password"].required = account is None and not self.data.get("kept")
        if account is not None:
            del self.fields["name"]
            self.fields["password"].help_text = _("Leave it empty to keep the one that is stored.")

    def clean_address(self) -> str:
        return mail_address(self.cleaned_data["address"])

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or {}
        if entered.get("own_smtp"):
            for name in ("smtp_host", "smtp_port", "smtp_security"):
                if not entered.get(name) and name not in self.errors:
                    self.add_error(name, _("This is needed for sending."))
        if not self.errors and not self.known_password():
            self.add_error(
                "password",
                _("The server or the user name is another one now, so the password has to be entered again.")
                if self.account
                else _("The password is needed."),
            )
        return entered

    def typed(self) -> str:
        """The password as entered, now or before a test of the same server."""
        entered = self.cleaned_data
        if typed := entered.get("password"):
            return str(typed)
        kept = vault.opened(entered.get("kept") or "")
        return kept["password"] if kept.get("for") == self._place() else ""

    def known_password(self) -> str:
        """The password as entered, else as stored for the same server: it is never told to another one."""
        if self.account is not None and not self.typed() and self._place() == _place_of(self.account.options):
            return vault.opened(self.account.secrets).get("imap", "")
        return self.typed()

    def keep_password(self) -> None:
        """Carry the password over a test, sealed and bound to the servers it was entered for."""
        self.hold("kept", vault.sealed({"password": self.known_password(), "for": self._place()}))

    def hold(self, name: str, value: str) -> None:
        """Let the form, when it goes back, hold another value in one of its hidden fields."""
        held: Any = self.data.copy()  # type: ignore[attr-defined]  # what came from a browser can be copied
        held[name] = value
        self.data = held

    def _place(self) -> str:
        entered = self.cleaned_data
        sending = (entered.get("smtp_host") or "").lower() if entered.get("own_smtp") else ""
        return "\n".join([(entered.get("imap_host") or "").lower(), sending, entered.get("user") or ""])

    def wanted(self) -> Wanted:
        """The mailbox as entered."""
        entered = self.cleaned_data
        servers: dict[str, dict[str, Any]] = {"imap": self._server("imap")}
        if entered["own_smtp"]:
            servers["smtp"] = self._server("smtp")
        return Wanted(
            name=self.account.name if self.account else entered["name"],
            address=entered["address"],
            sender_name=entered["sender_name"],
            team=entered["team"],
            servers=servers,
            passwords={kind: self.typed() for kind, server in servers.items() if server["user"] and self.typed()},
            plus_addressing=entered["plus_addressing"],
            suggests=entered["suggests"],
            signatures={"ar": entered["signature_ar"], "en": entered["signature_en"]},
        )

    def _server(self, kind: str) -> dict[str, Any]:
        entered = self.cleaned_data
        server = {name: entered[f"{kind}_{name}"] for name in ("host", "port", "security")}
        if kind == "imap":
            return {**server, "user": entered["user"], "folder": entered["imap_folder"]}
        return {**server, "user": self._sending_user() if entered["smtp_login"] else ""}

    def _sending_user(self) -> str:
        """The user name for sending: the same, unless another one was set at the command line."""
        options = self.account.options if self.account else {}
        user: str = self.cleaned_data["user"]
        is_as_it_was = user == options.get("imap", {}).get("user")
        return str(options.get("smtp", {}).get("user") or user) if is_as_it_was else user

    def servers(self) -> tuple[Server, Server | None]:
        """What the test talks to: fetching, and sending if the mailbox has its own."""
        wanted, password = self.wanted(), self.known_password()
        stored = {} if self.account is None or self.typed() else vault.opened(self.account.secrets)
        made = {}
        for kind, server in wanted.servers.items():
            in_use = self.account.options.get(kind, {}) if self.account else {}
            trusted = (in_use.get("host"), in_use.get("port")) == (server["host"], server["port"])
            made[kind] = Server(
                kind=kind,
                password=stored.get(kind, password),
                trusted=trusted,
                **{name: value for name, value in server.items() if name != "kind"},
            )
        return made["imap"], made.get("smtp")


def proposed(address: str) -> tuple[dict[str, Any], presets.Preset]:
    """What a form for a new mailbox begins with, and the preset it comes from."""
    preset = presets.for_address(address)
    beginning = {
        "address": address,
        "user": address,
        "name": preset.name or address.partition("@")[0],
        "imap_folder": "INBOX",
        "own_smtp": True,
        "smtp_login": True,
    }
    for kind, server in (("imap", preset.imap), ("smtp", preset.smtp)):
        beginning |= {f"{kind}_host": server.host, f"{kind}_port": server.port, f"{kind}_security": server.security}
    return beginning, preset


def values_of(account: Account) -> dict[str, Any]:
    """A mailbox as its form shows it."""
    options = account.options
    imap, smtp = options.get("imap", {}), options.get("smtp", {})
    signatures = options.get("signatures", {})
    servers = {
        f"{kind}_{name}": one.get(name)
        for kind, one in (("imap", imap), ("smtp", smtp))
        for name in ("host", "port", "security")
    }
    return {
        **servers,
        "address": account.address,
        "sender_name": account.sender_name,
        "team": account.team_id,
        "user": imap.get("user", ""),
        "imap_folder": imap.get("folder", "INBOX"),
        "own_smtp": bool(smtp),
        "smtp_login": bool(smtp.get("user")) or not smtp,
        "plus_addressing": options.get("plus_addressing", False),
        "suggests": options.get("suggests", False),
        "signature_ar": signatures.get("ar", ""),
        "signature_en": signatures.get("en", ""),
        "seen": mark(account),
    }


def _place_of(options: dict[str, Any]) -> str:
    imap, smtp = options.get("imap", {}), options.get("smtp", {})
    return "\n".join([imap.get("host", "").lower(), smtp.get("host", "").lower(), imap.get("user", "")])
