"""Choices of the inbox in words that people read; what they mean is told in the flows."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Why a reply asks for what the customer has given already (`flows.asking.WHY`).
WHY_AGAIN = (
    ("another", _("It asks for something else than what is there")),
    ("unreadable", _("What came cannot be read or used")),
    ("changed", _("It has changed since, or may have")),
    ("required", _("A rule wants it anew")),
)

# What is taken out of a text before it leaves (`lib.redact.KINDS`).
LEFT_OUT = {
    "name": _("the name"),
    "mail": _("the mail address"),
    "iban": _("the bank account"),
    "card": _("the card's number"),
    "identity": _("the identity number"),
    "phone": _("the phone number"),
    "secret": _("the secret code"),
    "number": _("the order's number"),
}

# Notices about what goes to others: drawing; what was told, without a name; the same with who did it.
NOTICED: dict[str, tuple[str, Promise, Promise]] = {
    "returned": ("reply", _("What you offered was returned"), _("%(who)s returned what you offered")),
    "to_decide": ("clock", _("A hand-over waits for your approval"), _("%(who)s asks you to approve a hand-over")),
    "approved": ("check", _("Your hand-over was approved"), _("%(who)s approved your hand-over")),
    "refused": ("bar", _("Your hand-over was not approved"), _("%(who)s did not approve your hand-over")),
    "untaken": ("warning", _("A hand-over waits too long"), _("Nobody has taken over in time what was offered")),
    "asked": ("chat", _("A colleague asks you something"), _("%(who)s asks you or your department")),
    "replied": ("reply", _("A question of yours was answered"), _("%(who)s answered your question")),
    "review": (
        "search",
        _("A decision is to be looked at again"),
        _("A customer asks that somebody who had no part in it looks at a decision again"),
    ),
    "reviewed": (
        "check",
        _("A decision was looked at again"),
        _("%(who)s looked at the decision again and told the customer what came of it"),
    ),
    "corrected": (
        "reply",
        _("The customer corrected what we had understood"),
        _("The customer corrected what we had understood: read it before you go on"),
    ),
    "wished": (
        "star",
        _("The customer said what would make it right"),
        _("The customer said what would make it right, and by when"),
    ),
    "automated": ("history", _("An automatic rule tells you of a request"), _("The rule “%(rule)s” tells you of this")),
    "stopped": (
        "warning",
        _("An automatic rule was switched off"),
        _("The rule “%(rule)s” acted too often and is off"),
    ),
    "follow": ("clock", _("A referral is to be followed up"), _("Today you ask again about a referral")),
    "faulty": (
        "warning",
        _("A step of a procedure is said to be wrong"),
        _("%(who)s says that a step of a procedure you keep is wrong"),
    ),
    "unwritten": (
        "check",
        _("A reason recurs without a procedure"),
        _("Customers come again and again for one reason, and no procedure stands for it"),
    ),
    "abuse": ("warning", _("A message was marked as abusive"), _("%(who)s marked a customer's message as abusive")),
}
