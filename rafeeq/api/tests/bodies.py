"""One good body for every POST."""

import base64
from datetime import UTC, datetime, timedelta
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


def _in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


PROMISE: dict[str, Any] = {"text": "نتصل بك بالنتيجة", "due": _in_days(2)}
RESULT = {"result": "وصلت الشحنة إلى الفرع."}
MOVE = {"due": _in_days(9), "reason": "تأخر الناقل."}

CUSTOMER: dict[str, Any] = {
    "address": {"kind": "phone", "value": "+966551234567"},
    "name": "منى العمري",
    "organisation": "شركة نور",
}
DEALING: dict[str, Any] = {
    "kind": "order",
    "external_id": "A-17",
    "customer": {"name": "منى العمري", "address": {"kind": "email", "value": "mona@example.com"}},
    "at": "2026-01-31T09:30:00Z",
    "amount": 120.5,
    "what": "شريحة بيانات",
}

REMEDY: dict[str, Any] = {"act": "refund", "amount": "150", "currency": "SAR", "why": "خُصم المبلغ مرتين."}

# Which body belongs to which address; a new POST without one fails the tests that walk over all calls.
BODIES: dict[str, dict[str, Any]] = {
    "tickets": NEW_TICKET,
    "tickets/{number}/messages": REPLY,
    "tickets/{number}/claim": CLAIM,
    "tickets/{number}/verdict": VERDICT,
    "tickets/{number}/transfer": TRANSFER,
    "tickets/{number}/transfer/accept": {},
    "tickets/{number}/promises": PROMISE,
    "tickets/{number}/procedures/steps/{step}": {"deviation": "وصل المبلغ قبلنا"},
    "promises/{promise}/result": RESULT,
    "promises/{promise}/move": MOVE,
    "tickets/{number}/transfer/return": {"reason": "ليس من شأن فريقنا."},
    "tickets/{number}/remedies": REMEDY,
    "approvals/{approval}/decision": {"decision": "granted", "note": "حالة واضحة"},
    "remedies/{remedy}/state": {"state": "done", "reference": "TX-1"},
    "customers": CUSTOMER,
    "reasons/suggest": {"text": "خُصم المبلغ من بطاقتي مرتين"},
    "knowledge/ask": {"question": "كم رسوم التحويل؟"},
    "dealings": DEALING,
}


def file(name: str, content: bytes, kind: str | None = None) -> dict[str, Any]:
    """An attachment as a caller sends it."""
    return {"name": name, "type": kind, "content": base64.b64encode(content).decode()}
