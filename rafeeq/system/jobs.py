"""What the ground floor does by itself."""

from datetime import timedelta

from django.core.files.storage import storages

from rafeeq.system import actions
from rafeeq.system.backend import outside_transaction
from rafeeq.system.periodic import every
from rafeeq.system.storage import SafeStorage


@every(timedelta(hours=6))
@outside_transaction  # so that each chunk commits alone
def clean_up() -> None:
    """Delete what is past its time."""
    actions.clean_up()
    if isinstance(files := storages["default"], SafeStorage):
        files.sweep()
