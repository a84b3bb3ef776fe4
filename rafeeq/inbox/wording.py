"""Choices of the inbox in words that people read; what they mean is told in the flows."""

from django.utils.translation import gettext_lazy as _

# Why a reply asks for what the customer has given already (`flows.asking.WHY`).
WHY_AGAIN = (
    ("another", _("It asks for something else than what is there")),
    ("unreadable", _("What came cannot be read or used")),
    ("changed", _("It has changed since, or may have")),
    ("required", _("A rule wants it anew")),
)
