"""What each table holds of a customer, declared in one place of each app: `personal.py`, a table `PERSONAL` by model.

`flows/personal` reads the declarations to hand out or erase one person; a test walks all models and fails for a column
of text, JSON or a file that nobody has declared. Columns with a fixed list of values, and keys, hold no words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.utils.module_loading import module_has_submodule

MARK: Final = object()  # stands for the words “[erased]” in the installation's language
NUMBERED: Final = object()  # the same with the row's own number, where a column must stay unique


@dataclass(frozen=True, kw_only=True)
class Personal:
    """Rows that belong to a customer.

    `owners`: lookups from the row to the customer's id, any of which makes it theirs. `erase`: what stands in each
    column of words afterwards. `files`: columns that name a file of the store, or (`lists`) hold a list of names.
    `free`: columns of text that never hold words of or about a person. `internal`: written by staff for staff.
    """

    owners: tuple[str, ...]
    erase: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    delete: bool = False
    internal: bool = False

    @property
    def declared(self) -> set[str]:
        """Every column that is spoken of."""
        return {*self.erase, *self.files, *self.lists, *self.free}


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Rows of no customer that may yet name one: those with a trace of the person in them are treated, none is kept.

    `numbers`: patterns whose first group is a ticket's number, and `people` whose first group is a customer's.
    """

    columns: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    erase: Mapping[str, Any] | None = None  # None: the row goes

    @property
    def declared(self) -> set[str]:
        """Every column that is spoken of."""
        return {*self.columns, *self.files, *self.free}


@dataclass(frozen=True)
class Impersonal:
    """Rows that hold no words of or about a customer, and why that is so."""

    why: str


Declaration = Personal | Sought | Impersonal
Model = type[models.Model]

# The tables of this app: they know no customer, and may yet carry a trace of one.
PERSONAL: Mapping[str, Declaration] = {
    "AuditEntry": Sought(
        columns=("before", "after", "target"),
        people=(r"customer (\d+)(?!\d)",),
        free=("who", "what"),  # the name of one of ours, and a word of the code
        erase={"before": None, "after": None},
    ),
    "IdempotencyKey": Sought(
        columns=("fingerprint", "response"),
        numbers=(r"/(?:tickets|inbox)/(\d+)/", r'"number":\s*(\d+)\b'),
        people=(r"/customers/(\d+)", r'"customer":\s*\{"id":\s*(\d+)\b', r'^\{"id":\s*(\d+),\s*"name"'),
        free=("owner", "key", "request_hash"),
    ),
    "Job": Sought(
        columns=("arguments", "last_error"),
        free=("task", "queue", "worker", "dedupe"),
    ),
    "Setting": Impersonal("what the installation was told about itself"),
}

# Parts that are not ours.
BORROWED: Mapping[str, Declaration] = {
    "auth.Permission": Impersonal("words of the code"),
    "auth.Group": Impersonal("words of the code"),
    "contenttypes.ContentType": Impersonal("words of the code"),
    "sessions.Session": Impersonal("ids and keys, sealed; they end by themselves"),
    "account.EmailAddress": Impersonal("people of ours who sign in"),
    "account.EmailConfirmation": Impersonal("people of ours who sign in"),
    "mfa.Authenticator": Impersonal("people of ours who sign in"),
    "usersessions.UserSession": Impersonal("people of ours who sign in"),
}


def declarations() -> Iterator[tuple[Model, Declaration | None]]:
    """Every model of the installation with what its app declares of it; None where nothing was said."""
    for config in apps.get_app_configs():
        said: Mapping[str, Declaration] = {}
        if config.name.startswith("rafeeq.") and module_has_submodule(config.module, "personal"):
            said = getattr(import_module(f"{config.name}.personal"), "PERSONAL", {})
        for model in config.get_models():
            yield model, said.get(model.__name__) or BORROWED.get(model._meta.label)


def wordy(model: Model) -> set[str]:
    """The columns of a model that can hold words or name a file."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
    return {
        one.name for one in model._meta.concrete_fields if isinstance(one, kinds) and not getattr(one, "choices", None)
    }
