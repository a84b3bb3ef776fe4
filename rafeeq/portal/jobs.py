"""What the portal does by itself: letters with a link, and forgetting old visits."""

from datetime import timedelta

from django_tasks.base import task

from rafeeq.flows.proof import send_proof
from rafeeq.portal.actions import forget_visits
from rafeeq.portal.kept import forget_files
from rafeeq.portal.queries import address_by_id
from rafeeq.system.backend import outside_transaction
from rafeeq.system.periodic import every


@task()
def send_link(address_id: int) -> None:
    """Mail a link to an address, 0 for one that we do not know: asking takes the same time whoever it is."""
    known = address_by_id(address_id)
    if known is not None:
        send_proof(known)


@every(timedelta(hours=24))
@outside_transaction  # so that each chunk commits alone
def forget_old_visits() -> None:
    """Delete visits that are past their time, and files of forms that nobody sent again."""
    forget_visits()
    forget_files()
