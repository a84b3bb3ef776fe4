"""Verbs about hours: the first calendar; how it is changed."""

from django.utils.translation import gettext as _

from rafeeq.lib.working_time import Calendar as Hours
from rafeeq.lib.working_time import Hours as Opening
from rafeeq.lib.working_time import Version, Week
from rafeeq.staff.models import Calendar
from rafeeq.system import preferences
from rafeeq.system.queries import preference

NINE_TO_FIVE = Opening(9 * 3600, 17 * 3600)


def found_calendar() -> Calendar:
    """The installation's own calendar: from Sunday to Thursday, nine to five, until a page says otherwise."""
    first = Calendar.objects.filter(is_default=True).first()
    if first is not None:
        return first
    hours = Hours(preference(preferences.TIME_ZONE), (Version(Week.same("sun mon tue wed thu", NINE_TO_FIVE)),))
    return Calendar.objects.create(name=_("Working hours"), spelled=hours.to_json(), is_default=True)
