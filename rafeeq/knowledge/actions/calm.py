"""Calm mode: the procedure for an angry customer. It comes with the product, and becomes a row when needed."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rafeeq.knowledge.actions.procedures import WORDS, new_key, publish
from rafeeq.knowledge.actions.runs import begin_calm
from rafeeq.knowledge.models import Procedure, ProcedureVersion, Run, Step
from rafeeq.knowledge.queries.procedures import calm_procedure
from rafeeq.knowledge.queries.runs import calm_version
from rafeeq.staff.models import User
from rafeeq.system import preferences
from rafeeq.system.actions import audit
from rafeeq.system.queries import preference
from rafeeq.tickets.models import Ticket

FILE = Path(__file__).resolve().parent.parent / "presets" / "calm.toml"


class OutOfUse(Exception):
    """This company has taken the procedure for angry customers out of use."""


def begin(ticket: Ticket, *, by: User) -> Run:
    """Begin calm mode in a ticket. Raises OutOfUse."""
    with transaction.atomic():
        found()
        version = calm_version(ticket.branch_id, timezone.now())
        if version is None:
            raise OutOfUse
        return begin_calm(ticket, version, by=by)


def found() -> Procedure:
    """The procedure of calm mode, made as it is delivered where nobody has needed it before."""
    row = calm_procedure()
    if row is not None:
        return row
    told = shipped()
    with transaction.atomic():
        row, is_new = Procedure.objects.get_or_create(is_calm=True, parent=None, defaults={"name": told["name"]})
        if is_new:
            words = {name: told[name].strip() for name in WORDS}
            draft = ProcedureVersion.objects.create(procedure=row, number=1, **words)
            Step.objects.bulk_create(
                Step(version=draft, place=place, key=new_key(), **step) for place, step in enumerate(told["step"], 1)
            )
            publish(row, by=None)
    return row


def in_use(*, by: User) -> Procedure:
    """The same, in use again where somebody had taken it out of use."""
    with transaction.atomic():
        row = found()
        if not row.is_active:
            row.is_active = True
            row.save(update_fields=["is_active"])
            audit(by=by, what="procedure.made", target=f"{row.pk} {row.name}", after={"name": row.name})
    return row


def shipped() -> dict[str, Any]:
    """The words as they are delivered, in the language of this installation."""
    import tomllib

    language = preference(preferences.LANGUAGE) or settings.LANGUAGE_CODE
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return told.get(language, told["ar"])  # type: ignore[no-any-return]
