"""The words of the query language: what filters are called, and what they may be narrowed to, in both languages."""

from typing import Final

from rafeeq.lib.arabic.folding import fold

Phrases = dict[tuple[str, ...], str]


def _names(lines: dict[str, str]) -> dict[str, str]:
    return {fold(word): meaning for meaning, line in lines.items() for word in line.split()}


def _phrases(lines: dict[str, str]) -> Phrases:
    return {
        tuple(fold(phrase).split()): meaning for meaning, line in lines.items() for phrase in line.split(",") if phrase
    }


# What stands before the colon.
FILTERS: Final = _names(
    {
        "from": "من المرسل مرسل العميل عميل from customer",
        "to": "إلى المستلم مستلم to",
        "team": "فريق الفريق team",
        "assignee": "المسؤول مسؤول لدى assignee owner with",
        "before": "قبل before until",
        "after": "بعد after",
        "since": "منذ since",
        "on": "يوم بتاريخ on",
        "kind": "النوع نوع kind type",
        "reason": "السبب سبب reason",
        "channel": "القناة قناة channel via",
        "number": "رقم الرقم number",
        "state": "الحالة حالة state status is",
        "priority": "الأولوية أولوية priority",
        "tag": "الوسم وسم tag",
    }
)
DATES: Final = frozenset({"before", "after", "since", "on"})
NAMES: Final = frozenset({"from", "to", "team", "assignee", "reason", "tag"})

STATES: Final = _phrases(
    {
        "unsolved": "غير محلول,غير محلولة,لم يحل,لم تحل,لم يحل بعد,لم تحل بعد,unsolved,not solved,not solved yet",
        "confirmed": "مؤكد الحل,مؤكدة الحل,الحل مؤكد,أكده العميل,محلول,محلولة,confirmed,solved",
        "claimed": "بانتظار التأكيد,بانتظار تأكيد العميل,waiting for confirmation,claimed",
        "partly": "حل جزئيا,محلول جزئيا,محلولة جزئيا,partly solved,partly",
        "disputed": "لم يحل بقول العميل,معترض عليه,disputed",
        "unconfirmed": "أغلق دون تأكيد,مغلق دون تأكيد,مغلقة دون تأكيد,closed unconfirmed,unconfirmed",
        "declined": "اعتذر عنه,مرفوض,مرفوضة,declined",
        "withdrawn": "سحبه العميل,مسحوب,مسحوبة,withdrawn",
        "open": "مفتوح,مفتوحة,open",
        "closed": "مغلق,مغلقة,closed",
        "new": "جديد,جديدة,new",
        "waiting": "معلق,معلقة,بانتظار العميل,waiting,waiting for the customer,pending",
        "snoozed": "مؤجل,مؤجلة,snoozed",
        "unassigned": "غير مسند,غير مسندة,بلا مسؤول,unassigned,not assigned",
        "came_back": "عاد,عادت,أعيد فتحه,reopened,came back",
        "formal": "شكوى رسمية,formal,formal complaint",
    }
)
# Single words that are understood without a filter before them: nobody looks for them as words.
PLAIN: Final = frozenset({"unsolved", "unassigned", "snoozed"})

VALUES: Final[dict[str, Phrases]] = {
    "state": STATES,
    "kind": _phrases(
        {
            "inquiry": "استفسار,استفسارات,inquiry,question",
            "request": "طلب,طلبات,request",
            "complaint": "شكوى,شكاوى,complaint,complaints",
            "suggestion": "اقتراح,اقتراحات,suggestion",
            "praise": "ثناء,شكر,praise,thanks",
            "data_rights": "حقوق البيانات,data rights",
        }
    ),
    "channel": _phrases(
        {
            "email": "بريد,البريد,إيميل,ايميل,البريد الإلكتروني,بريد إلكتروني,email,e-mail,mail",
            "web": "نموذج,النموذج,الموقع,موقع,form,web",
            "phone": "هاتف,الهاتف,اتصال,جوال,تلفون,phone,call",
            "counter": "فرع,الفرع,الفروع,counter,branch",
            "chat": "محادثة,دردشة,chat",
            "whatsapp": "واتساب,واتس,whatsapp",
            "telegram": "تيليجرام,تلغرام,telegram",
            "api": "برنامج,api,programme",
        }
    ),
    "priority": _phrases(
        {
            "urgent": "عاجل,عاجلة,urgent",
            "high": "عالية,عال,مرتفعة,high",
            "normal": "عادية,عادي,normal",
            "low": "منخفضة,منخفض,low",
        }
    ),
}
