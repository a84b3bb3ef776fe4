"""What this app's tables hold of customers."""

from collections.abc import Mapping

from rafeeq.system.personal import MARK, Declaration, Impersonal, Personal

_OF_TICKET = ("ticket__customer",)

PERSONAL: Mapping[str, Declaration] = {
    "Ticket": Personal(
        owners=("customer",), erase={"subject": MARK, "preview": ""}, free=("channel", "language", "head")
    ),
    # What the person said in tickets of others is theirs too.
    "Message": Personal(
        owners=("ticket__customer", "customer"),
        erase={"subject": "", "text": MARK, "quoted": "", "html": "", "external_id": ""},
        free=("channel", "account"),
    ),
    "Abuse": Personal(owners=("message__ticket__customer", "message__customer"), internal=True),
    "Note": Personal(owners=_OF_TICKET, erase={"text": MARK}, internal=True),
    "Attachment": Personal(
        owners=("message__ticket__customer", "message__customer", "note__ticket__customer"),
        erase={"name": "", "content_id": "", "declared": ""},
        files=("stored",),
        free=("content_type",),
        delete=True,
    ),
    # What went to the person in tickets of others told their address.
    "Delivery": Personal(
        owners=(*_OF_TICKET, "address__customer"),
        erase={"recipient": MARK, "mailbox": MARK, "subject": "", "text": "", "error": ""},
        free=("channel", "account", "language", "external_id"),
    ),
    "Claim": Personal(owners=_OF_TICKET, erase={"what_was_done": MARK, "comment": ""}),
    "Decision": Personal(owners=_OF_TICKET, erase={"why": MARK, "rule": MARK, "appeal": MARK}),
    "HandOver": Personal(
        owners=_OF_TICKET,
        erase={"restatement": MARK, "done": "", "missing": "", "promised": "", "return_reason": ""},
        internal=True,
    ),
    "Question": Personal(owners=_OF_TICKET, erase={"text": MARK}),
    "Restatement": Personal(owners=_OF_TICKET, erase={"text": MARK, "correction": ""}, free=("source",)),
    "Expectation": Personal(owners=_OF_TICKET, erase={"text": MARK, "by_when": ""}, free=("source",)),
    "InternalQuestion": Personal(owners=_OF_TICKET, erase={"text": MARK, "answer": ""}, internal=True),
    "Referral": Personal(owners=_OF_TICKET, erase={"party": MARK, "contact": "", "packet": MARK, "result": ""}),
    "Approval": Personal(owners=_OF_TICKET, erase={"why": MARK, "note": ""}, free=("currency",), internal=True),
    "Remedy": Personal(owners=_OF_TICKET, erase={"why": MARK, "reference": ""}, free=("currency",)),
    "Complaint": Personal(
        owners=_OF_TICKET, erase={"assessment": "", "investigation": "", "answer": MARK, "recourse": ""}
    ),
    "Review": Personal(owners=_OF_TICKET, erase={"objection": MARK, "explanation": MARK}),
    "ConductComplaint": Personal(owners=_OF_TICKET, internal=True),
    "Event": Impersonal("ids and plain values: it is written once, and its chain must stay whole"),
    "Checkpoint": Impersonal("hashes"),
    "CheckpointHead": Impersonal("hashes"),
    "WordsCursor": Impersonal("a place among the messages"),
    "Reader": Impersonal("a place on the timeline"),
    "Reason": Impersonal("words for all tickets"),
    "Tag": Impersonal("words for many tickets"),
}
