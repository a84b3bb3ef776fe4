"""Be away and come back. What happens to the matters meanwhile is told by a flow, which reads these rows."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _

from rafeeq.staff.models import Absence, User
from rafeeq.staff.queries import stand_ins_for
from rafeeq.system.actions import audit

LONGEST_NOTE = 4000  # letters


def enter(user: User, *, starts_on: date, ends_on: date, stand_in: User | None, note: str = "", by: User) -> Absence:
    """Say when a person is away and who stands in. Raises ValidationError, with a sentence, for what cannot be."""
    if ends_on < starts_on:
        raise ValidationError({"ends_on": _("The last day lies before the first.")})
    if ends_on < today():
        raise ValidationError({"ends_on": _("These days have passed.")})
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        others = Absence.objects.filter(ended_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on)
        if others.filter(user=user).exists():
            raise ValidationError({"starts_on": _("Another absence lies within these days.")})
        if stand_in is not None:
            if not stand_ins_for(user).filter(pk=stand_in.pk).exists():
                raise ValidationError({"stand_in": _("This person cannot take over these requests.")})
            if others.filter(user=stand_in).exists():
                raise ValidationError({"stand_in": _("%(name)s is away then, too.") % {"name": stand_in.name}})
        made = Absence.objects.create(
            user=user,
            starts_on=starts_on,
            ends_on=ends_on,
            stand_in=stand_in,
            note=note.strip()[:LONGEST_NOTE],
            entered_by=by,
        )
        audit(by=by, what="absence.entered", target=user.email, after=_told(made))
    return made


def end(absence: Absence, *, by: User) -> None:
    """The person is back before the last day, or never left."""
    with transaction.atomic():
        held = Absence.objects.select_for_update(of=("self",)).select_related("user", "stand_in").get(pk=absence.pk)
        if held.ended_at is None:
            held.ended_at = timezone.now()
            held.save(update_fields=["ended_at"])
            audit(by=by, what="absence.ended", target=held.user.email, before=_told(held))


def ask_back(absence: Absence) -> None:
    """Back, the person wants what is still open of the matters that were handed over."""
    Absence.objects.filter(pk=absence.pk, return_asked_at=None).update(return_asked_at=timezone.now())


def note_handed_over(absence: Absence, numbers: Iterable[int]) -> None:
    """Keep which matters went to others because of this absence."""
    with transaction.atomic():
        held = Absence.objects.select_for_update().get(pk=absence.pk)
        held.matters = sorted({*held.matters, *numbers})
        held.save(update_fields=["matters"])


def note_returned(absence: Absence) -> None:
    """What could come back has come back."""
    Absence.objects.filter(pk=absence.pk).update(returned_at=timezone.now())


def today() -> date:
    """The day at the installation, which is not always that of the reader."""
    return timezone.localdate(timezone=get_default_timezone())


def _told(absence: Absence) -> dict[str, object]:
    return {
        "from": absence.starts_on.isoformat(),
        "to": absence.ends_on.isoformat(),
        "stand_in": absence.stand_in.name if absence.stand_in else None,
    }
