"""Procedures in the settings: written without script, judged, published whole, copied by branches, answered for."""

import re

from rafeeq.knowledge.actions import runs
from rafeeq.knowledge.actions.calm import begin
from rafeeq.knowledge.models import Procedure, Step, StepFault, Unwritten
from rafeeq.knowledge.queries import procedures as queries
from rafeeq.system.models import AuditEntry
from rafeeq.tickets.models import ConductComplaint, Ticket
from tests import make
from tests.cast import Cast, signed_in

AROUND = {"why": "س", "example": "م", "counter_example": "ض"}


def entered(page: str) -> dict[str, str]:
    """What the page of a procedure sends back: its hidden fields and its steps."""
    hidden = dict(re.findall(r'<input type="hidden" name="(step-[^"]+|seen)" value="([^"]*)"', page))
    return hidden | dict(re.findall(r'<textarea[^>]* name="(step-[^"]+)"[^>]*>\n([^<]*)</textarea>', page))


def test_from_a_recurring_reason_to_a_published_procedure(cast: Cast) -> None:
    reason = make.reason()
    Unwritten.objects.create(reason=reason, count=20)
    aziz = signed_in(cast.aziz)
    assert "?reason=" in aziz.get("/settings/procedures/").content.decode()
    aziz.post("/settings/procedures/new/", {"name": "خصم مكرر", "reasons": [reason.pk], "owner": cast.aziz.pk})
    row = Procedure.objects.get()
    here = f"/settings/procedures/{row.pk}/"
    around = AROUND | {"name": row.name, "reasons": [reason.pk], "owner": cast.aziz.pk}

    sent = around | entered(aziz.get(here).content.decode()) | {"do": "add"}
    sent["step-0-text"] = "يتم إرسال رسالة إلى العميل"
    assert aziz.post(here, sent)["Location"].endswith("#step-1")
    page = aziz.get(here).content.decode()
    assert "أرسل رسالة إلى العميل" in page, "a better wording stands beside the step"
    sent = around | entered(page) | {"step-1-text": "اسأل عن رقم العملية", "step-1-why": "لنجدها"}
    aziz.post(here, sent | {"do": "up-1"})
    refused = aziz.post(here, around | entered(aziz.get(here).content.decode()) | {"do": "publish"})
    assert refused.status_code == 422, "a step without its why is not published"
    assert queries.newest(row) is None

    sent = around | entered(refused.content.decode()) | {"step-1-why": "ليطمئن", "step-0-gates_claim": "on"}
    assert aziz.post(here, sent | {"do": "publish"}).status_code == 302
    version = queries.newest(row)
    assert [(step.text, step.gates_claim) for step in queries.words_of(version)] == [
        ("اسأل عن رقم العملية", True),
        ("يتم إرسال رسالة إلى العميل", False),
    ]
    assert not queries.unwritten(), "the task is over"
    assert aziz.get(here + "?version=1").status_code == 200

    page = aziz.get(here).content.decode()
    aziz.post(here, around | entered(page) | {"do": "remove-0"})
    late = aziz.post(here, around | entered(page) | {"do": "save"})
    assert late.status_code == 409
    assert aziz.post(here, around | entered(late.content.decode()) | {"do": "save"}).status_code == 302


def test_a_branch_cannot_change_what_is_locked_and_a_fault_is_answered(cast: Cast) -> None:
    row = make.procedure(cast.aziz, make.reason())
    Step.objects.filter(place=1).update(is_locked=True)
    ticket = make.ticket()
    Ticket.objects.filter(pk=ticket.pk).update(reason=make.reason())
    runs.say_wrong(make.fresh(ticket), Step.objects.get(place=2).pk, by=cast.noura, text="الشاشة تغيرت")
    aziz = signed_in(cast.aziz)
    there = aziz.post(f"/settings/procedures/{row.pk}/", {"do": "copy", "branch": cast.jeddah.pk})["Location"]
    around = AROUND | {"name": row.name}
    sent = around | entered(aziz.get(there).content.decode())
    refused = aziz.post(there, sent | {"step-0-text": "شيئًا آخر", "do": "publish"})
    assert refused.status_code == 422
    assert "الإجراء المركزي" in refused.content.decode()
    assert "شيئًا آخر" in refused.content.decode()
    assert aziz.post(there, sent | {"step-1-text": "أعد المبلغ نقدًا", "do": "publish"}).status_code == 302
    assert aziz.get(there).status_code == 200

    fault = StepFault.objects.get()
    answer = f"/settings/procedures/faults/{fault.pk}/"
    aziz.post(answer, {"answer": " "})
    assert "الشاشة تغيرت" in aziz.get("/settings/procedures/").content.decode()
    Ticket.objects.filter(pk=ticket.pk).update(is_conduct=True)
    ConductComplaint.objects.create(ticket=ticket, person=cast.aziz, team=cast.desk, origin=ticket)
    assert "الشاشة تغيرت" not in aziz.get("/settings/procedures/").content.decode(), "a complaint about himself"
    assert aziz.post(answer, {"answer": "لا شيء"}).status_code == 404
    Ticket.objects.filter(pk=ticket.pk).update(is_conduct=False)
    aziz.post(answer, {"answer": "صُححت الخطوة"})
    assert "الشاشة تغيرت" not in aziz.get("/settings/procedures/").content.decode()
    audited = AuditEntry.objects.get(what="procedure.fault_settled")
    assert (audited.target, audited.after) == (f"{row.pk} {row.name}", None), "its words stay with the fault"
    aziz.post(f"/settings/procedures/{row.pk}/", {"do": "retire"})
    assert not queries.procedures()


def test_calm_mode_that_was_taken_out_of_use_can_be_taken_back(cast: Cast) -> None:
    aziz, here = signed_in(cast.aziz), "/settings/procedures/"
    there = aziz.post(here + "calm/")["Location"]
    assert here + "calm/" not in aziz.get(here).content.decode()
    aziz.post(there, {"do": "retire"})
    assert aziz.get(there).status_code == 404
    assert here + "calm/" in aziz.get(here).content.decode()
    assert aziz.post(here + "calm/")["Location"] == there
    assert aziz.get(there).status_code == 200
    assert begin(make.ticket(), by=cast.noura).is_calm
