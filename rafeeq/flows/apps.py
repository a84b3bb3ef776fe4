from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "rafeeq.flows"
    label = "flows"
