"""Why an answer of the language model was not used, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rafeeq.system.outside_words import TROUBLES

WHY: dict[str, str | Promise] = TROUBLES | {
    "NotLetIn": _("The other side did not accept the key."),
    "NotThere": _("The other side knows no such address or model."),
    "Busy": _("The other side takes no more for now, or its credit is used up."),
    "Status": _("The other side answered with an error."),
    "Shape": _("What came back is not an answer of a chat."),
    "Tools": _("The model wanted to act instead of answering. It has no tools."),
    "Empty": _("The model said nothing."),
    "Key": _("The key holds signs that cannot be sent."),
    "misread": _("The answer was not in the form that was asked for."),
    "empty": _("The answer was empty."),
    "too_long": _("The answer was too long."),
    "no_span": _("Nothing was quoted."),
    "strange_passage": _("A passage was quoted that had not been sent."),
    "strange_span": _("A quotation does not stand in its passage."),
    "markup": _("The answer held markup or hidden signs."),
    "link": _("The answer held a link or an address that stands in no quotation."),
    "language": _("The answer was not in the language of the question."),
    "number": _("A number or an amount stands in no quotation."),
    "name": _("A name or a foreign word stands in no quotation."),
    "negation": _("A negation, a condition or an exception was turned or left out."),
    "ungrounded": _("A sentence is not made of what was quoted."),
    "leaning": _("A sentence that points back stands without the one before it."),
    "misplaced": _("A sentence stands without the heading that it belongs to."),
    "part_left_out": _("A part of the question was left without its answer."),
}


def why_of(why: str) -> str:
    """The reason in words; its name where there are none."""
    return str(WHY.get(why, why))
