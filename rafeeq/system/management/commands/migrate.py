"""Django's `migrate`, the quicker way for a house of many models."""

from typing import Any

from django.core.management.commands import migrate

from rafeeq.system.migrating import drawn_once


class Command(migrate.Command):
    """Apply the migrations that the database lacks."""

    def handle(self, *args: Any, **options: Any) -> None:
        """As Django does, with each new model drawn once."""
        with drawn_once():
            super().handle(*args, **options)
