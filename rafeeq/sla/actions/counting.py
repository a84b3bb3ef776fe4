"""Remember by which spellings of each calendar the running clocks were counted: a change is told from that."""

from rafeeq.sla.models import Counted
from rafeeq.sla.queries.clocks import Known, known
from rafeeq.staff.models import Calendar


def known_and_noted() -> Known:
    """Rules and calendars as they are now, for whoever writes clocks: each calendar's spelling is noted first.

    Called under the row of the clocks' reader, so that counting anew never overlooks what was counted meanwhile.
    """
    told = known()
    noted = {row.calendar_id: row for row in Counted.objects.all()}
    for pk, kept in told.houses.kept.items():
        row = noted.get(pk) or Counted(calendar_id=pk, target=kept.version)
        if str(kept.version) not in row.spellings:
            spelled = Calendar.objects.values_list("version", "spelled").get(pk=pk)
            row.spellings[str(spelled[0])] = spelled[1]
            Counted.objects.update_or_create(
                calendar_id=pk, defaults={"spellings": row.spellings, "target": row.target}
            )
    return told
