"""All the traces that mail programs leave around a quoted message, in every language we know.

Add a language by writing its row beside its neighbours and naming it here.
"""

from . import left_to_right as ltr
from . import right_to_left as rtl
from .language import Language

# A table: one phrase a line would hide its shape.
# fmt: off

LANGUAGES: tuple[Language, ...] = (
    rtl.ARABIC,
    rtl.PERSIAN,
    rtl.URDU,
    rtl.HEBREW,
    ltr.ENGLISH,
    ltr.FRENCH,
    ltr.GERMAN,
    ltr.SPANISH,
    ltr.PORTUGUESE,
    ltr.ITALIAN,
    ltr.DUTCH,
    ltr.TURKISH,
    ltr.RUSSIAN,
    ltr.POLISH,
    ltr.SWEDISH,
    ltr.DANISH_NORWEGIAN,
    ltr.CHINESE,
    ltr.JAPANESE,
    ltr.KOREAN,
)

# What help desks print above a mail they send, so that a reply can be told from it.
REPLY_ABOVE: tuple[str, ...] = (
    "please type your reply above this line", "reply above this line", "write above this line",
    "write your reply above this line", "please reply above this line", "type your response above this line",
    "اكتب ردك فوق هذا السطر", "الرجاء كتابة الرد فوق هذا السطر", "الرجاء الرد فوق هذا السطر", "يرجى الرد فوق هذا السطر",
    "يرجى كتابة ردك فوق هذا السطر", "ردك فوق هذا السطر", "رد فوق هذا السطر",
    "اكتب فوق هذا السطر", "répondez au-dessus de cette ligne",
    "antworten sie oberhalb dieser zeile", "responda por encima de esta línea",
)
