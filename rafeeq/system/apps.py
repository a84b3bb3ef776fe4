from django.apps import AppConfig


class SystemConfig(AppConfig):
    """The ground floor above the shared parts."""

    name = "rafeeq.system"
    label = "system"

    def ready(self) -> None:
        """Pages read the installation's own defaults from here on."""
        from rafeeq.system import reading
        from rafeeq.ui import choices

        choices.defaults_come_from(reading.defaults)
