from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "rafeeq.routing"
    label = "routing"
