from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "rafeeq.api"
    label = "api"
