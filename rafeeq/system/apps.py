from django.apps import AppConfig


class SystemConfig(AppConfig):
    """The ground floor above the shared parts."""

    name = "rafeeq.system"
    label = "system"
