"""Let go of the raw mails of matters that ended long ago. What became of each, and the message itself, stays."""

from django.db import transaction

from rafeeq.channels.models import Inbound
from rafeeq.flows.retention import AT_ONCE, ended_before, release
from rafeeq.system import preferences
from rafeeq.system.actions import audit
from rafeeq.system.queries import preference


def forget_raw() -> int:
    """Let the raw bytes of old mails go, as the setting says; how many. Each chunk is a transaction of its own."""
    months = preference(preferences.RAW_MONTHS)
    if not months:
        return 0
    gone = last = 0
    while True:
        with transaction.atomic():
            rows = Inbound.objects.filter(ended_before(months, "ticket"), pk__gt=last).exclude(stored="").order_by("pk")
            some = list(rows.values_list("pk", "stored")[:AT_ONCE])
            Inbound.objects.filter(pk__in=[pk for pk, _stored in some]).update(stored="")
            release(stored for _pk, stored in some)
        if not some:
            break
        gone, last = gone + len(some), some[-1][0]
    if gone:
        audit(by=None, what="retention.applied", target="raw mail", after={"count": gone})
    return gone
