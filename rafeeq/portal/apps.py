from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "rafeeq.portal"
    label = "portal"
