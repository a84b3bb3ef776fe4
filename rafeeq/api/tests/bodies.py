"""One good body for every POST."""

import base64
from typing import Any

NEW_TICKET: dict[str, Any] = {
    "customer": {"name": "منى العمري", "address": {"kind": "email", "value": "mona@example.com"}},
    "subject": "تأخر الشحنة",
    "text": "طلبت قبل أسبوع ولم تصل الشحنة بعد.",
}
REPLY = {"direction": "out", "text": "أهلًا أستاذة منى، خرجت الشحنة اليوم."}
NOTE = {"direction": "note", "text": "تأكدت مع المستودع."}
HEARD = {"direction": "in", "text": "اتصلت وقالت إنها وصلت."}
CLAIM = {"what_was_done": "سُلّمت الشحنة للعميلة."}
VERDICT = {"verdict": "yes", "source": "phone"}
TRANSFER: dict[str, Any] = {"to_team": "الفواتير", "packet": {"restatement": "خُصم المبلغ مرتين."}}

# Which body belongs to which address; a new POST without one fails the tests that walk over all calls.
BODIES: dict[str, dict[str, Any]] = {
    "tickets": NEW_TICKET,
    "tickets/{number}/messages": REPLY,
    "tickets/{number}/claim": CLAIM,
    "tickets/{number}/verdict": VERDICT,
    "tickets/{number}/transfer": TRANSFER,
    "tickets/{number}/transfer/accept": {},
}


def file(name: str, content: bytes, kind: str | None = None) -> dict[str, Any]:
    """An attachment as a caller sends it."""
    return {"name": name, "type": kind, "content": base64.b64encode(content).decode()}
