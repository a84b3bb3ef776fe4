from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "rafeeq.setup"
    label = "setup"
