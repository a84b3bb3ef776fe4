"""What this app's tables hold of customers: what was written about them where a procedure was gone through."""

from collections.abc import Mapping

from rafeeq.system.personal import MARK, Declaration, Impersonal, Personal, Sought

PERSONAL: Mapping[str, Declaration] = {
    "Macro": Impersonal("words for all customers, with places to fill in"),
    "Procedure": Impersonal("words for all tickets"),
    "ProcedureVersion": Impersonal("words for all tickets"),
    "Step": Impersonal("words for all tickets"),
    "ReasonLabel": Impersonal("which reason a ticket came for, and no word of anybody"),
    "Unwritten": Impersonal("a count of tickets of a reason, and why no procedure is needed"),
    "Topic": Impersonal("a shelf of articles"),
    "Article": Impersonal("words for all customers; the words lie in its versions"),
    "LibraryChange": Impersonal("that what may be read has changed, and nothing of what"),
    "Edition": Impersonal("points at the words of an article in one language"),
    "Version": Impersonal("words for all customers; what a solved case teaches is taken in without its person"),
    "Writing": Impersonal("words for all customers, while they are being written"),
    "Passage": Impersonal("parts of what articles say to all customers"),
    "ArticleEvent": Impersonal("what our people did with an article"),
    "ArticleFile": Impersonal("pictures and files for all customers"),
    "ArticleImport": Impersonal("documents of the company that become articles"),
    "Variable": Impersonal("prices, fees and hours"),
    "Mention": Impersonal("which article says which value"),
    "Offer": Personal(owners=("ticket__customer",), internal=True),
    "ArticleUse": Personal(owners=("ticket__customer",), internal=True),
    "ArticleFault": Personal(owners=("ticket__customer",), erase={"said": MARK, "answer": ""}, internal=True),
    # Kept without people; a trace of one that stayed all the same is taken out.
    "Gap": Sought(columns=("words", "why_not"), erase={"words": "…", "why_not": "…"}),
    "Sighting": Personal(owners=("ticket__customer",), erase={"text": MARK}, free=("key",), internal=True),
    "Run": Personal(owners=("ticket__customer",), internal=True),
    "StepDone": Personal(owners=("run__ticket__customer",), erase={"deviation": ""}, internal=True),
    "StepFault": Personal(owners=("ticket__customer",), erase={"text": MARK, "answer": ""}, internal=True),
    "ModelCall": Personal(
        owners=("asked__customer", "asked__ticket__customer"),
        erase={"sent": MARK, "came": "", "detail": ""},
        free=("host", "model", "why"),
        internal=True,
    ),
    "Asked": Personal(
        owners=("customer", "ticket__customer"),
        erase={"question": MARK, "said": ""},
        free=("language", "dialect", "channel", "why", "shown"),  # quotations of articles
    ),
}
