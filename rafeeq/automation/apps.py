from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "rafeeq.automation"
    label = "automation"
