"""What this app's tables hold of customers: what was written about them where a procedure was gone through."""

from collections.abc import Mapping

from rafeeq.system.personal import MARK, Declaration, Impersonal, Personal

PERSONAL: Mapping[str, Declaration] = {
    "Macro": Impersonal("words for all customers, with places to fill in"),
    "Procedure": Impersonal("words for all tickets"),
    "ProcedureVersion": Impersonal("words for all tickets"),
    "Step": Impersonal("words for all tickets"),
    "Unwritten": Impersonal("a count of tickets of a reason, and why no procedure is needed"),
    "Run": Personal(owners=("ticket__customer",), internal=True),
    "StepDone": Personal(owners=("run__ticket__customer",), erase={"deviation": ""}, internal=True),
    "StepFault": Personal(owners=("ticket__customer",), erase={"text": MARK, "answer": ""}, internal=True),
}
