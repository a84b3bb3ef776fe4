from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "rafeeq.ui"
    label = "ui"
