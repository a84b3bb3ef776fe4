from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "rafeeq.insights"
    label = "insights"
