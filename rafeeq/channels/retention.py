"""Let go of the raw mails of matters that ended long ago. What became of each, and the message itself, stays."""

from rafeeq.channels.models import Inbound
from rafeeq.flows.retention import ended_before, let_go
from rafeeq.system import preferences
from rafeeq.system.queries import preference


def forget_raw() -> int:
    """Let the raw bytes of old mails go, as the setting says; how many."""
    months = preference(preferences.RAW_MONTHS)
    return let_go(Inbound.objects.filter(ended_before(months, "ticket")), what="raw mail") if months else 0
