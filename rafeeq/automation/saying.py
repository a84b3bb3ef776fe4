"""Words of rules: names in quotation marks, and alternatives."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

CHANNELS: list[tuple[str, str | Promise]] = [
    ("email", pgettext_lazy("channel", "E-mail")),
    ("web", pgettext_lazy("channel", "Form")),
    ("phone", pgettext_lazy("channel", "Phone")),
    ("counter", pgettext_lazy("channel", "Counter")),
    ("api", pgettext_lazy("channel", "Programme")),
]
Names = Mapping[Any, Any]


def known(wanted: Iterable[Any], names: Names) -> str:
    """These choices, any of which will do."""
    return _either(str(names[one]) if one in names else gone() for one in wanted)


def own(wanted: Iterable[Any], names: Names) -> str:
    """The same for names that the company gave."""
    return _either(quoted(names[one]) if one in names else gone() for one in wanted)


def words(wanted: Iterable[str]) -> str:
    """Any of these words."""
    return _either(quoted(one) for one in wanted)


def quoted(name: object) -> str:
    """A name of the company's own, in quotation marks."""
    return _("“%(words)s”") % {"words": name}


def called(key: Any, names: Names) -> str:
    """One name of the company's own, or that it is gone."""
    return quoted(names[key]) if key in names else gone()


def gone() -> str:
    """In the place of a name that nothing bears any more."""
    return _("something that is no longer there")


def _either(labels: Iterable[str]) -> str:
    return pgettext("between alternatives", " or ").join(labels)
