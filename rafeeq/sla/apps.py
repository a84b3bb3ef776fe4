from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "rafeeq.sla"
    label = "sla"
