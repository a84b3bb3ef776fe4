"""Remember by which spellings of each calendar, and for whom, clocks were counted: a change is told from that."""

from rafeeq.sla.models import Counted
from rafeeq.sla.queries.clocks import Known, known
from rafeeq.staff.models import Calendar
from rafeeq.staff.queries.hours import Goers


def known_and_noted() -> Known:
    """Rules and calendars as they are now, for whoever writes clocks: what each says and for whom is noted first.

    Called under the row of the clocks' reader, so that counting anew never overlooks what was counted meanwhile.
    """
    told = known()
    noted = {row.calendar_id: row for row in Counted.objects.all()}
    for pk, kept in told.houses.kept.items():
        row = noted.get(pk) or Counted(calendar_id=pk, target=kept.version)
        before, goes = Goers.from_json(row.goers), told.houses.goers(pk)
        is_new = str(kept.version) not in row.spellings
        if is_new:
            version, spelled = Calendar.objects.values_list("version", "spelled").get(pk=pk)
            row.spellings[str(version)] = spelled
        if is_new or goes - before:
            row.goers = (before | goes).to_json()
            Counted.objects.update_or_create(
                calendar_id=pk, defaults={"spellings": row.spellings, "target": row.target, "goers": row.goers}
            )
    return told
