from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "rafeeq.staff"
    label = "staff"
